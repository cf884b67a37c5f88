import type { WorkLeases } from '../ports/work-leases.js';

/** Leases of one process. */
export class MemoryWorkLeases implements WorkLeases {
  readonly #leases = new Map<string, { readonly holder: string; readonly until: number }>();
  readonly #now: () => number;

  /** `now` is the store's own clock, in ms since the epoch. */
  constructor(now: () => number = Date.now) {
    this.#now = now;
  }

  async take(work: string, holder: string, leaseMs: number): Promise<boolean> {
    const lease = this.#leases.get(work);
    const now = this.#now();
    if (lease && lease.holder !== holder && lease.until >= now) return false;
    this.#leases.set(work, { holder, until: now + leaseMs });
    return true;
  }

  async release(work: string, holder: string): Promise<void> {
    if (this.#leases.get(work)?.holder === holder) this.#leases.delete(work);
  }
}
