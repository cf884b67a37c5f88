import type { AuditEntry } from '../model/audit.js';
import type { RemoteWork, RemoteWorkStore } from '../ports/remote-work-store.js';

/** Work elsewhere, in memory of one process. */
export class MemoryRemoteWorkStore implements RemoteWorkStore {
  readonly #record: (entry: AuditEntry) => void;
  readonly #work = new Map<string, RemoteWork & { readonly due: Date }>();

  constructor(record: (entry: AuditEntry) => void) {
    this.#record = record;
  }

  async begin(workId: string, begunAt: Date, due: Date): Promise<boolean> {
    if (this.#work.has(workId)) return false;
    this.#work.set(workId, { workId, begunAt, remoteId: null, due });
    return true;
  }

  async identify(workId: string, remoteId: string, due: Date, audit?: AuditEntry): Promise<void> {
    if (audit && this.#work.has(workId)) this.#record(audit);
    this.#change(workId, { remoteId, due });
  }

  async lookAt(workId: string, due: Date): Promise<void> {
    this.#change(workId, { due });
  }

  async take(now: Date, until: Date, limit: number): Promise<readonly RemoteWork[]> {
    const taken = [...this.#work.values()].filter(({ due }) => due <= now).slice(0, limit);
    return taken.map(({ workId, begunAt, remoteId }) => {
      this.#change(workId, { due: until });
      return { workId, begunAt, remoteId };
    });
  }

  async forget(workId: string): Promise<void> {
    this.#work.delete(workId);
  }

  #change(workId: string, change: { readonly remoteId?: string; readonly due: Date }): void {
    const work = this.#work.get(workId);
    if (work) this.#work.set(workId, { ...work, ...change });
  }
}
