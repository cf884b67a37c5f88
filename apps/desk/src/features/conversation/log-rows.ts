import type { PendingMessage } from '@throughline/chat-client';
import type {
  Attachment,
  Entry,
  ErrorCode,
  LifecycleEntry,
  MessageEntry,
  Receipts,
} from '@throughline/protocol';
import { dayLabel, timeOfDay } from '../../shared/format.js';
import type { OpenConversation } from './open-conversation.js';

/** What the log shows, top to bottom. `key` stays the same while a message goes from pending to committed. */
export type LogRow = DayRow | EventRow | MessageRow;

export interface DayRow {
  readonly kind: 'day';
  readonly key: string;
  readonly words: string;
}

export interface EventRow {
  readonly kind: 'event';
  readonly key: string;
  readonly words: string;
}

export interface MessageRow {
  readonly kind: 'message';
  readonly key: string;
  readonly side: 'own' | 'other';
  /** Set on the first message of a run by one author. */
  readonly author: string | null;
  readonly text: string;
  /** Of an agent or a bot: the customer sees its Markdown. */
  readonly formatted: boolean;
  /** Place of a message in which values can be hidden; null for others. */
  readonly seq: number | null;
  readonly files: readonly Attachment[];
  /** What masking hid, in words; null when nothing. */
  readonly hidden: string | null;
  /** Hidden values that this agent may look at. */
  readonly revealable: readonly RevealableValue[];
  /** Time and mark, shown under the last message of a run and wherever the mark changes. */
  readonly foot: string | null;
  /** Set when the message was refused and waits for the agent's choice. */
  readonly failedId: string | null;
}

export interface RevealableValue {
  /** Of the message. */
  readonly seq: number;
  /** Which of the message's values. */
  readonly index: number;
  readonly what: string;
}

/** Lays out one conversation; `agentName` is the reader's own display name, `now` is ms since the epoch. */
export function logRows(open: OpenConversation, agentName: string, now: number): readonly LogRow[] {
  const { entries, pending } = open.transcript;
  const spoken = entries.flatMap((entry) => {
    // It shows in its message.
    if (entry.kind === 'redacted') return [];
    if (entry.kind !== 'message') return eventRow(entry, agentName, open);
    return committedDraft(entry, agentName, open.conversation.customerReceipts);
  });
  return withDays(closeRuns([...spoken, ...pending.map(pendingDraft)]), now);
}

/** A row before its neighbors decide about author, foot and day. */
type Draft = MessageDraft | (EventRow & { readonly at: string });

interface MessageDraft {
  readonly kind: 'message';
  readonly key: string;
  readonly at: string;
  readonly side: 'own' | 'other';
  readonly author: string;
  readonly text: string;
  readonly formatted: boolean;
  readonly seq: number | null;
  readonly files: readonly Attachment[];
  readonly hidden: string | null;
  readonly revealable: readonly RevealableValue[];
  readonly mark: string | null;
  readonly failedId: string | null;
}

const REFUSALS: Partial<Record<ErrorCode, string>> = {
  conversation_ended: 'Not sent: the conversation has ended',
  no_conversation: 'Not sent: the conversation is no longer yours',
  masking_failed: 'Not sent: the text could not be checked for sensitive values',
  rate_limited: 'Not sent: too many messages at once',
};

function eventRow(
  entry: LifecycleEntry,
  agentName: string,
  open: OpenConversation,
): EventRow & { at: string } {
  return { kind: 'event', key: entry.id, at: entry.at, words: eventWords(entry, agentName, open) };
}

function eventWords(entry: LifecycleEntry, agentName: string, open: OpenConversation): string {
  const who = partyName(entry, agentName, open.conversation.customer.displayName);
  switch (entry.kind) {
    case 'joined':
      return `${who ?? 'An agent'} joined`;
    case 'left':
      return `${who ?? 'The agent'} left`;
    case 'ended':
      if (entry.reason === 'callback') return `${who} asked for a call; the conversation ended`;
      if (entry.reason === 'message') return `${who} left a message; the conversation ended`;
      return who === null ? 'The conversation ended' : `${who} ended the conversation`;
  }
}

function partyName({ party }: Entry, agentName: string, customerName: string): string | null {
  if (party.role === 'customer') return customerName;
  if (party.role === 'system') return null;
  return party.displayName === agentName ? 'You' : (party.displayName ?? 'Agent');
}

function committedDraft(entry: MessageEntry, agentName: string, receipts: Receipts): MessageDraft {
  const own = entry.party.role === 'agent';
  const author = own ? (entry.party.displayName ?? agentName) : (entry.party.displayName ?? 'Customer');
  return {
    kind: 'message',
    key: entry.id,
    at: entry.at,
    side: own ? 'own' : 'other',
    author: own && author === agentName ? 'You' : author,
    // What else is asked for is best read as plain text here.
    text: entry.content?.kind === 'attachments' ? entry.content.text : entry.text,
    formatted: entry.party.role !== 'customer',
    seq: entry.content === undefined ? entry.seq : null,
    files: entry.content?.kind === 'attachments' ? entry.content.files : [],
    hidden: entry.maskedTypes.length === 0 ? null : `Hidden: ${entry.maskedTypes.map(typeWords).join(', ')}`,
    revealable: (entry.revealable ?? []).map(({ type }, index) => ({
      seq: entry.seq,
      index,
      what: typeWords(type),
    })),
    mark: own ? receiptMark(entry.seq, receipts) : null,
    failedId: null,
  };
}

function pendingDraft(message: PendingMessage): MessageDraft {
  const failed = message.status === 'failed';
  return {
    kind: 'message',
    key: message.id,
    at: new Date(message.createdAt).toISOString(),
    side: 'own',
    author: 'You',
    text: message.text === '' ? 'Files' : message.text,
    formatted: true,
    seq: null,
    files: [],
    hidden: null,
    revealable: [],
    mark: failed ? refusalWords(message.error) : message.status === 'sending' ? 'Sending' : 'Waiting to send',
    failedId: failed ? message.id : null,
  };
}

function receiptMark(seq: number, receipts: Receipts): string {
  if (receipts.readSeq >= seq) return 'Read';
  return receipts.deliveredSeq >= seq ? 'Delivered' : 'Sent';
}

function refusalWords(error: ErrorCode | null): string {
  return (error !== null && REFUSALS[error]) || 'Not sent';
}

function typeWords(type: string): string {
  return type.replaceAll(/[_-]+/gu, ' ').toLowerCase();
}

function closeRuns(drafts: readonly Draft[]): readonly ((MessageRow | EventRow) & { readonly at: string })[] {
  return drafts.map((draft, index) => {
    if (draft.kind === 'event') return draft;
    const { mark, author, ...row } = draft;
    const before = drafts[index - 1];
    const after = drafts[index + 1];
    const endsRun = after === undefined || !sameRun(draft, after);
    const showsFoot = endsRun || (after.kind === 'message' && after.mark !== mark);
    return {
      ...row,
      author: before !== undefined && sameRun(before, draft) ? null : author,
      foot: showsFoot ? [timeOfDay(draft.at), mark].filter((part) => part !== null).join(' · ') : null,
    };
  });
}

function sameRun(one: Draft, next: Draft): boolean {
  return (
    one.kind === 'message' && next.kind === 'message' && one.author === next.author && one.side === next.side
  );
}

function withDays(
  rows: readonly ((MessageRow | EventRow) & { readonly at: string })[],
  now: number,
): LogRow[] {
  let day = '';
  return rows.flatMap((row) => {
    const words = dayLabel(row.at, now);
    if (words === day) return [row];
    day = words;
    return [{ kind: 'day', key: `day ${words}`, words }, row];
  });
}
