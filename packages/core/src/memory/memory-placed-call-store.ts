import type { AuditEntry } from '../model/audit.js';
import type { PlacedCall, PlacedCallStore } from '../ports/placed-call-store.js';

/** Calls placed elsewhere, in memory of one process. */
export class MemoryPlacedCallStore implements PlacedCallStore {
  readonly #record: (entry: AuditEntry) => void;
  readonly #calls = new Map<string, PlacedCall & { readonly due: Date }>();

  constructor(record: (entry: AuditEntry) => void) {
    this.#record = record;
  }

  async begin(workId: string, begunAt: Date, due: Date): Promise<boolean> {
    if (this.#calls.has(workId)) return false;
    this.#calls.set(workId, { workId, begunAt, remoteId: null, due });
    return true;
  }

  async place(workId: string, remoteId: string, due: Date, audit?: AuditEntry): Promise<void> {
    if (audit && this.#calls.has(workId)) this.#record(audit);
    this.#change(workId, { remoteId, due });
  }

  async lookAt(workId: string, due: Date): Promise<void> {
    this.#change(workId, { due });
  }

  async take(now: Date, until: Date, limit: number): Promise<readonly PlacedCall[]> {
    const taken = [...this.#calls.values()].filter(({ due }) => due <= now).slice(0, limit);
    return taken.map(({ workId, begunAt, remoteId }) => {
      this.#change(workId, { due: until });
      return { workId, begunAt, remoteId };
    });
  }

  async forget(workId: string): Promise<void> {
    this.#calls.delete(workId);
  }

  #change(workId: string, change: { readonly remoteId?: string; readonly due: Date }): void {
    const call = this.#calls.get(workId);
    if (call) this.#calls.set(workId, { ...call, ...change });
  }
}
