import type { AuditEntry } from '../model/audit.js';
import type { Conversation, NewEntry, Party, Receipts, StoredEntry } from '../model/conversation.js';
import type { DecisionRecord, DecisionUpdate } from '../model/decision.js';
import { CoreError } from '../model/errors.js';
import type { RemovedCounts } from '../model/privacy.js';
import type { StoredSurvey } from '../model/survey.js';
import type {
  AppendResult,
  ConversationStore,
  NewConversation,
  StoredContextItem,
  Transition,
  TransitionResult,
} from '../ports/conversation-store.js';

interface Row {
  conversation: Conversation;
  readonly entries: StoredEntry[];
  readonly context: StoredContextItem[];
  decision: DecisionRecord | null;
  runChangedAt: Date;
  seenAt: Date;
  settled: boolean;
  interactionVersion: number;
  survey?: StoredSurvey;
}

const NOTHING: Receipts = { deliveredSeq: 0, readSeq: 0 };

/** Conversations in memory, for one process; what the port promises, but for surviving it. */
export class MemoryConversationStore implements ConversationStore {
  readonly #rows = new Map<string, Row>();
  readonly #record: (entry: AuditEntry) => void;

  constructor(record: (entry: AuditEntry) => void = () => undefined) {
    this.#record = record;
  }

  async open(
    { id, customerId, openedAt, previousConversationId }: NewConversation,
    context: StoredContextItem,
    decision: DecisionRecord,
    audit: AuditEntry,
  ): Promise<{ readonly conversation: Conversation; readonly joined: boolean }> {
    const live = this.#live(customerId);
    if (live) return { conversation: live.conversation, joined: true };
    const conversation: Conversation = {
      id,
      customerId,
      state: 'routing',
      openedAt,
      endedAt: null,
      headSeq: 0,
      agentId: null,
      previousConversationId,
      customerReceipts: NOTHING,
      agentReceipts: NOTHING,
    };
    const parts = { entries: [], context: [context], decision, runChangedAt: decision.at };
    this.#rows.set(id, { conversation, ...parts, seenAt: openedAt, settled: false, interactionVersion: 0 });
    this.#record(audit);
    return { conversation, joined: false };
  }

  async addContext(conversationId: string, context: StoredContextItem, audit: AuditEntry): Promise<void> {
    const row = this.#rows.get(conversationId);
    if (!row) throw new CoreError('not_found', 'There is no such conversation.');
    row.context.push(context);
    this.#record(audit);
  }

  async append(entries: readonly NewEntry[]): Promise<readonly AppendResult[]> {
    return entries.map((entry) => this.#append(entry));
  }

  async transition(transition: Transition): Promise<TransitionResult> {
    const { conversationId, from, to, agentId, at, entry } = transition;
    const row = this.#rows.get(conversationId);
    if (!row) return { kind: 'not_found' };
    const { conversation } = row;
    const isKnown = entry !== null && row.entries.some(({ id }) => id === entry.id);
    const version = transition.interactionVersion ?? row.interactionVersion;
    const isStale = version < row.interactionVersion;
    if (isStale || !from.includes(conversation.state) || isKnown) return { kind: 'unchanged', conversation };
    row.interactionVersion = version;
    const stored = entry && this.#add(row, entry);
    const endedAt = to === 'ended' ? at : null;
    row.conversation = { ...row.conversation, state: to, agentId, endedAt };
    if (transition.audit) this.#record(transition.audit);
    return { kind: 'changed', conversation: row.conversation, entry: stored };
  }

  async read(conversationId: string, afterSeq: number, limit: number): Promise<readonly StoredEntry[]> {
    return this.#rows.get(conversationId)?.entries.slice(afterSeq, afterSeq + limit) ?? [];
  }

  async heads(ids: readonly string[]): Promise<ReadonlyMap<string, number>> {
    return new Map(
      ids.flatMap((id) => {
        const row = this.#rows.get(id);
        return row ? [[id, row.conversation.headSeq]] : [];
      }),
    );
  }

  async get(conversationId: string): Promise<Conversation | null> {
    return this.#rows.get(conversationId)?.conversation ?? null;
  }

  async findLive(customerId: string): Promise<Conversation | null> {
    return this.#live(customerId)?.conversation ?? null;
  }

  async liveOf(customerIds: readonly string[]): Promise<readonly Conversation[]> {
    return customerIds.flatMap((id) => this.#live(id)?.conversation ?? []);
  }

  async lastAgent(conversationId: string): Promise<string | null> {
    const entries = this.#rows.get(conversationId)?.entries ?? [];
    return entries.findLast(({ kind }) => kind === 'joined')?.party.id ?? null;
  }

  async findLastEnded(customerId: string): Promise<Conversation | null> {
    const ended = this.#list(
      ({ conversation }) => conversation.customerId === customerId && isEnded(conversation),
    );
    return ended.toSorted((a, b) => endOf(b) - endOf(a))[0] ?? null;
  }

  async context(conversationId: string): Promise<readonly StoredContextItem[]> {
    return [...(this.#rows.get(conversationId)?.context ?? [])];
  }

  async decision(conversationId: string): Promise<DecisionRecord | null> {
    return this.#rows.get(conversationId)?.decision ?? null;
  }

  async raiseReceipts(
    conversationId: string,
    side: 'customer' | 'agent',
    { deliveredSeq, readSeq }: Receipts,
  ): Promise<Conversation | null> {
    const row = this.#rows.get(conversationId);
    if (!row) return null;
    const key = `${side}Receipts` as const;
    const before = row.conversation[key];
    const raise = (known: number, said: number) => Math.max(known, Math.min(said, row.conversation.headSeq));
    const after = {
      deliveredSeq: raise(before.deliveredSeq, deliveredSeq),
      readSeq: raise(before.readSeq, readSeq),
    };
    if (after.deliveredSeq === before.deliveredSeq && after.readSeq === before.readSeq) return null;
    row.conversation = { ...row.conversation, [key]: after };
    return row.conversation;
  }

  async keepSurvey(conversationId: string, survey: StoredSurvey, audit: AuditEntry): Promise<boolean> {
    const row = this.#rows.get(conversationId);
    if (!row || !isEnded(row.conversation) || row.survey) return false;
    row.survey = survey;
    this.#record(audit);
    return true;
  }

  async survey(conversationId: string): Promise<StoredSurvey | null> {
    return this.#rows.get(conversationId)?.survey ?? null;
  }

  async markPresent(customerIds: readonly string[], at: Date): Promise<void> {
    for (const id of customerIds) {
      const row = this.#live(id);
      if (row && row.seenAt < at) row.seenAt = at;
    }
  }

  async absent(before: Date, limit: number): Promise<readonly Conversation[]> {
    return this.#list(({ conversation, seenAt }) => !isEnded(conversation) && seenAt < before).slice(
      0,
      limit,
    );
  }

  async saveRun(conversationId: string, expected: number, update: DecisionUpdate): Promise<boolean> {
    const row = this.#rows.get(conversationId);
    if (!row?.decision || row.decision.run?.version !== expected) return false;
    const { at, ...changes } = update;
    row.decision = { ...row.decision, ...changes };
    row.runChangedAt = at;
    return true;
  }

  async dueRuns(now: Date, pendingBefore: Date, limit: number): Promise<readonly Conversation[]> {
    const due = this.#list(({ conversation, decision, runChangedAt }) => {
      const run = decision?.run;
      if (isEnded(conversation) || !run) return false;
      return (run.timerAt !== null && run.timerAt <= now) || (run.pending && runChangedAt < pendingBefore);
    });
    return due.slice(0, limit);
  }

  async unsettled(limit: number): Promise<readonly Conversation[]> {
    return this.#list(({ conversation, settled }) => isEnded(conversation) && !settled)
      .toSorted((a, b) => endOf(a) - endOf(b))
      .slice(0, limit);
  }

  async markSettled(conversationId: string): Promise<void> {
    const row = this.#rows.get(conversationId);
    if (row && isEnded(row.conversation)) row.settled = true;
  }

  /** For the privacy of whole customers: conversations, settled or all, oldest first. */
  all({ settled = false } = {}): Conversation[] {
    return this.#list((row) => !settled || row.settled).toSorted((a, b) => +a.openedAt - +b.openedAt);
  }

  /** Removes conversations with all that belongs to them, whatever their state. */
  remove(conversationIds: readonly string[]): RemovedCounts {
    const rows = conversationIds.flatMap((id) => this.#rows.get(id) ?? []);
    const counts = {
      entries: rows.reduce((sum, { entries }) => sum + entries.length, 0),
      context: rows.reduce((sum, { context }) => sum + context.length, 0),
      decisions: rows.filter(({ decision }) => decision).length,
      conversations: rows.length,
    };
    for (const id of conversationIds) this.#rows.delete(id);
    for (const row of this.#rows.values()) {
      const { previousConversationId } = row.conversation;
      if (previousConversationId !== null && conversationIds.includes(previousConversationId))
        row.conversation = { ...row.conversation, previousConversationId: null };
    }
    return counts;
  }

  /** Removes context items or decisions of these conversations that are of a time before; at most `limit`. */
  removeParts(
    part: 'context' | 'decisions',
    conversationIds: readonly string[],
    before: Date,
    limit: number,
  ): number {
    let removed = 0;
    for (const row of conversationIds.flatMap((id) => this.#rows.get(id) ?? [])) {
      const old = part === 'context' ? row.context : row.decision ? [row.decision] : [];
      const gone = old.filter(({ at }) => at < before).slice(0, limit - removed);
      removed += gone.length;
      if (part === 'decisions' && gone.length > 0) row.decision = null;
      if (part === 'context') row.context.splice(0, gone.length);
    }
    return removed;
  }

  #append(entry: NewEntry): AppendResult {
    const row = this.#rows.get(entry.conversationId);
    const known = row?.entries.find(({ id }) => id === entry.id);
    const isEntitled = row !== undefined && mayWrite(row.conversation, entry);
    const isOwn = known !== undefined && isSame(known.party, entry.party);
    if (known && (isEntitled || isOwn)) return { kind: 'stored', entry: known, duplicate: true };
    if (!isEntitled) return { kind: 'refused', reason: 'not_found' };
    if (isEnded(row.conversation)) return { kind: 'refused', reason: 'conversation_ended' };
    return { kind: 'stored', entry: this.#add(row, entry), duplicate: false };
  }

  #add(row: Row, entry: NewEntry): StoredEntry {
    const seq = row.conversation.headSeq + 1;
    const { redacts, ...rest } = entry;
    const stored = { ...rest, seq };
    const redacted = row.entries.findIndex(
      ({ id, kind, party }) =>
        id === redacts?.id &&
        kind === 'message' &&
        (entry.party.role === 'agent' || isSame(party, entry.party)),
    );
    const before = row.entries[redacted];
    if (redacts?.instead && !(before && isSameBytes(before.sealedBody, redacts.instead)))
      throw new CoreError('not_found', 'The message has changed meanwhile.');
    if (redacts && before) row.entries[redacted] = { ...before, sealedBody: redacts.sealedBody };
    row.entries.push(stored);
    row.conversation = { ...row.conversation, headSeq: seq };
    return stored;
  }

  #live(customerId: string): Row | undefined {
    return [...this.#rows.values()].find(
      ({ conversation }) => conversation.customerId === customerId && !isEnded(conversation),
    );
  }

  #list(wanted: (row: Row) => boolean): Conversation[] {
    return [...this.#rows.values()].filter(wanted).map(({ conversation }) => conversation);
  }
}

function isSame(one: Party, other: Party): boolean {
  return one.id === other.id && one.role === other.role;
}

function isEnded({ state }: Conversation): boolean {
  return state === 'ended';
}

function endOf({ endedAt }: Conversation): number {
  return endedAt?.getTime() ?? 0;
}

function mayWrite({ customerId, agentId }: Conversation, { party }: NewEntry): boolean {
  return party.id === (party.role === 'customer' ? customerId : party.role === 'agent' ? agentId : null);
}

function isSameBytes(a: Uint8Array, b: Uint8Array): boolean {
  return a.length === b.length && a.every((byte, index) => byte === b[index]);
}
