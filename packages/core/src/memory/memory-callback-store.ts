import type { AuditEntry } from '../model/audit.js';
import type { Callback, StoredCallbackNote } from '../model/callback.js';
import type { RemovedCounts } from '../model/privacy.js';
import type { AttemptResult, CallbackStore, NewCallback } from '../ports/callback-store.js';

const OPEN: ReadonlySet<Callback['state']> = new Set(['scheduled', 'due', 'calling']);

/** Callbacks in memory, for one process; what the port promises, but for surviving it. */
export class MemoryCallbackStore implements CallbackStore {
  readonly #rows = new Map<string, Callback>();
  readonly #notes = new Map<string, StoredCallbackNote[]>();
  readonly #record: (entry: AuditEntry) => void;

  constructor(record: (entry: AuditEntry) => void) {
    this.#record = record;
  }

  async schedule(
    callback: NewCallback,
    audit: AuditEntry,
  ): Promise<{ readonly callback: Callback; readonly created: boolean }> {
    const { customerId, conversationId, kind } = callback;
    const open = this.#ofCustomer(customerId, kind).find(
      (row) => OPEN.has(row.state) && (kind === 'call' || row.conversationId === conversationId),
    );
    if (open) return { callback: open, created: false };
    this.#record(audit);
    const nobody = { workId: null, agentId: null };
    const { createdAt: changedAt } = callback;
    const made = this.#put({ ...callback, ...nobody, state: 'scheduled', attempts: 0, changedAt });
    return { callback: made, created: true };
  }

  async latest(customerId: string, kind: Callback['kind']): Promise<Callback | null> {
    const all = this.#ofCustomer(customerId, kind).toSorted((a, b) => +b.changedAt - +a.changedAt);
    return all.find(({ state }) => OPEN.has(state)) ?? all[0] ?? null;
  }

  async byWork(workId: string): Promise<Callback | null> {
    return [...this.#rows.values()].find((row) => row.workId === workId) ?? null;
  }

  async cancel(id: string, customerId: string, at: Date, audit: AuditEntry): Promise<Callback | null> {
    const row = this.#rows.get(id);
    if (row?.customerId !== customerId || !['scheduled', 'due'].includes(row.state)) return null;
    this.#record(audit);
    const cancelled = { ...row, state: 'cancelled', changedAt: at } as const;
    this.#put({ ...cancelled, workId: null });
    return cancelled;
  }

  async due(now: Date, startedBefore: Date, limit: number): Promise<readonly Callback[]> {
    return [...this.#rows.values()]
      .filter(({ state, dueAt, changedAt }) =>
        state === 'scheduled' ? dueAt <= now : state === 'due' && changedAt < startedBefore,
      )
      .toSorted((a, b) => +a.dueAt - +b.dueAt)
      .slice(0, limit);
  }

  async start(id: string, workId: string, at: Date): Promise<boolean> {
    const row = this.#rows.get(id);
    if (row?.state !== 'scheduled') return false;
    this.#put({ ...row, state: 'due', workId, changedAt: at });
    return true;
  }

  async assign(workId: string, agentId: string | null, at: Date): Promise<Callback | null> {
    const row = await this.byWork(workId);
    return row && this.#put({ ...row, state: agentId === null ? 'due' : 'calling', agentId, changedAt: at });
  }

  async finish(
    workId: string,
    agentId: string,
    result: AttemptResult,
    at: Date,
    audit: AuditEntry,
  ): Promise<Callback | null> {
    const row = await this.byWork(workId);
    if (row?.agentId !== agentId) return null;
    this.#record(audit);
    const attempts = result.state === 'done' ? row.attempts : row.attempts + 1;
    return this.#put({ ...row, ...result, attempts, workId: null, agentId: null, changedAt: at });
  }

  async addNote(workId: string, note: Omit<StoredCallbackNote, 'seq'>): Promise<StoredCallbackNote | null> {
    const row = await this.byWork(workId);
    if (!row) return null;
    const notes = this.#notes.get(row.id) ?? [];
    this.#notes.set(row.id, notes);
    const first = notes.find(({ id }) => id === note.id);
    if (first) return first;
    const added = { ...note, seq: notes.length + 1 };
    notes.push(added);
    return added;
  }

  async notes(callbackId: string, afterSeq: number): Promise<readonly StoredCallbackNote[]> {
    return this.#notes.get(callbackId)?.slice(afterSeq) ?? [];
  }

  /** For the privacy of whole customers: oldest first. */
  all(): Callback[] {
    return [...this.#rows.values()].toSorted((a, b) => +a.createdAt - +b.createdAt);
  }

  remove(ids: readonly string[]): RemovedCounts {
    const callbackNotes = ids.reduce((sum, id) => sum + (this.#notes.get(id)?.length ?? 0), 0);
    for (const id of ids) {
      this.#rows.delete(id);
      this.#notes.delete(id);
    }
    return { callbackNotes, callbacks: ids.length };
  }

  #ofCustomer(customerId: string, kind: Callback['kind']): Callback[] {
    return [...this.#rows.values()].filter((row) => row.customerId === customerId && row.kind === kind);
  }

  #put(row: Callback): Callback {
    this.#rows.set(row.id, row);
    return row;
  }
}
