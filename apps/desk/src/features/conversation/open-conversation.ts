import type { DeskTranscript } from '@throughline/chat-client/desk';
import type { DeskConversation, Entry, MessageEntry } from '@throughline/protocol';

/** A conversation on this agent's desk. */
export interface OpenConversation {
  readonly conversation: DeskConversation;
  readonly transcript: DeskTranscript;
  /** True when it has ended or is no longer this agent's: it can be read and closed. */
  readonly over: boolean;
  /** The customer's messages that this agent has neither looked at nor answered. */
  readonly unread: number;
}

/** Counts {@link OpenConversation.unread}; `seenSeq` is the highest `seq` looked at on this desk. */
export function countUnread(entries: readonly Entry[], seenSeq: number): number {
  const answeredSeq = entries.findLast((entry) => isMessage(entry) && entry.party.role === 'agent')?.seq ?? 0;
  const afterSeq = Math.max(seenSeq, answeredSeq);
  return entries.filter((entry) => entry.seq > afterSeq && isFromCustomer(entry)).length;
}

/** ISO 8601 time of the customer's oldest message without an answer; null when nothing waits for one. */
export function waitsSince(entries: readonly Entry[]): string | null {
  const messages = entries.filter(isMessage);
  const answered = messages.findLastIndex((message) => message.party.role === 'agent');
  return messages.slice(answered + 1).find(isFromCustomer)?.at ?? null;
}

/** What was said last, in one line; null before the first message. */
export function lastLine({ entries, pending }: DeskTranscript): string | null {
  const unsent = pending.at(-1);
  if (unsent !== undefined) return `You: ${unsent.text}`;
  const last = entries.findLast(isMessage);
  if (last === undefined) return null;
  return last.party.role === 'agent' ? `You: ${last.text}` : last.text;
}

function isMessage(entry: Entry): entry is MessageEntry {
  return entry.kind === 'message';
}

function isFromCustomer(entry: Entry): boolean {
  return isMessage(entry) && entry.party.role === 'customer';
}
