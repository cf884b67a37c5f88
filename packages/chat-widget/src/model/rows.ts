import type { ChatSnapshot, PendingMessage } from '@throughline/chat-client';
import type { ErrorCode, MessageContent, MessageEntry, Receipts } from '@throughline/protocol';
import { words } from '../words.js';
import { dayOf } from './calendar.js';
import { nameOf } from './names.js';
import type { NoteText } from './note-text.js';

export type Mark = 'waiting' | 'sending' | 'sent' | 'delivered' | 'read' | 'failed';

export interface MessageRow {
  readonly kind: 'message';
  readonly key: string;
  readonly own: boolean;
  readonly author: string;
  readonly text: string;
  /** First and last of a run of messages by one author. */
  readonly first: boolean;
  readonly last: boolean;
  /** ms since the epoch. */
  readonly at: number;
  /** Only on the newest own message of each mark, and on every failed one. */
  readonly mark: Mark | null;
  readonly error: ErrorCode | null;
  readonly maskedTypes: readonly string[];
  /** What it says beyond its text. `closed` when that can no longer be answered. */
  readonly content: {
    readonly content: MessageContent;
    readonly seq: number;
    readonly closed: boolean;
  } | null;
}

/** A line between messages: a new day, or somebody joined, left or ended. */
export interface NoteRow {
  readonly kind: 'day' | 'notice';
  readonly key: string;
  readonly text: string;
}

export type Row = MessageRow | NoteRow;

/**
 * The log from top to bottom. `now` is ms since the epoch, for "Today". What notes say may come later: they are empty
 * until then, and keep their places.
 */
export function rowsOf(snapshot: ChatSnapshot, now: number, notes?: NoteText): Row[] {
  const receipts = snapshot.conversation?.agentReceipts ?? { deliveredSeq: 0, readSeq: 0 };
  const committed = new Set(snapshot.entries.map((entry) => entry.id));
  const isAnswered = notes?.answeredIn(snapshot);
  const items: Item[] = [];
  for (const entry of snapshot.entries) {
    const { kind, id: key } = entry;
    // A redaction shows in its message.
    if (kind === 'redacted') continue;
    const at = Date.parse(entry.at);
    if (kind !== 'message') items.push({ kind: 'notice', key, text: notes?.of(entry) ?? '', at });
    else items.push(fromMessage(entry, at, receipts, isAnswered?.(key) ?? true));
  }
  items.push(...snapshot.pending.filter(({ id }) => !committed.has(id)).map(fromPending));
  return withDays(groupRuns(thinMarks(items)), now, notes);
}

type Item = MessageRow | (NoteRow & { readonly at: number });

const RUN_GAP_MS = 5 * 60_000;

function fromMessage(entry: MessageEntry, at: number, receipts: Receipts, answered: boolean): MessageRow {
  const own = entry.party.role === 'customer';
  const { content, seq } = entry;
  const row = message(entry.id, content?.text ?? entry.text, at);
  if (!own) return { ...row, own, author: nameOf(entry), content: contentOf(content, seq, answered) };
  return {
    ...row,
    content: contentOf(content, seq, true),
    mark: committedMark(seq, receipts),
    maskedTypes: entry.maskedTypes,
  };
}

function contentOf(content: MessageContent | undefined, seq: number, closed: boolean): MessageRow['content'] {
  return content ? { content, seq, closed } : null;
}

function fromPending({ id, text, content, createdAt, status, error }: PendingMessage): MessageRow {
  const said = text === '' && content?.kind === 'attachments' ? words.sentFiles : text;
  return { ...message(id, said, createdAt), mark: status, error };
}

function message(key: string, text: string, at: number): MessageRow {
  return {
    kind: 'message',
    key,
    own: true,
    author: words.you,
    text,
    first: true,
    last: true,
    at,
    mark: null,
    error: null,
    maskedTypes: [],
    content: null,
  };
}

function committedMark(seq: number, receipts: Receipts): Mark {
  if (seq <= receipts.readSeq) return 'read';
  return seq <= receipts.deliveredSeq ? 'delivered' : 'sent';
}

function thinMarks(items: readonly Item[]): Item[] {
  const shown = new Set<Mark>();
  const newestFirst = [...items].reverse().map((item) => {
    if (item.kind !== 'message' || item.mark === null || item.mark === 'failed') return item;
    if (shown.has(item.mark)) return { ...item, mark: null };
    shown.add(item.mark);
    return item;
  });
  return newestFirst.reverse();
}

function groupRuns(items: readonly Item[]): Item[] {
  return items.map((item, index) => {
    if (item.kind !== 'message') return item;
    return {
      ...item,
      first: !sameRun(items[index - 1], item),
      last: !sameRun(item, items[index + 1]),
    };
  });
}

function sameRun(above: Item | undefined, below: Item | undefined): boolean {
  return (
    above?.kind === 'message' &&
    below?.kind === 'message' &&
    above.own === below.own &&
    above.author === below.author &&
    below.at - above.at < RUN_GAP_MS &&
    dayOf(above.at) === dayOf(below.at)
  );
}

function withDays(items: readonly Item[], now: number, notes?: NoteText): Row[] {
  let day = '';
  return items.flatMap((item): Row[] => {
    const itsDay = dayOf(item.at);
    if (itsDay === day) return [item];
    day = itsDay;
    return [{ kind: 'day', key: `day ${item.key}`, text: notes?.ofDay(item.at, now) ?? '' }, item];
  });
}
