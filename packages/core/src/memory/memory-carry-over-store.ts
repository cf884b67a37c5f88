import type { AuditEntry } from '../model/audit.js';
import type { CarryOver, CarryOverStore } from '../ports/carry-over-store.js';

export interface MemoryCarryOverParts {
  readonly isCustomer: (customerId: string) => boolean;
  readonly record: (entry: AuditEntry) => void;
}

/** What carry-over codes stand for, in memory of one process. */
export class MemoryCarryOverStore implements CarryOverStore {
  readonly #parts: MemoryCarryOverParts;
  readonly #kept = new Map<string, CarryOver>();

  constructor(parts: MemoryCarryOverParts) {
    this.#parts = parts;
  }

  async keep(carryOver: CarryOver, audit: AuditEntry): Promise<boolean> {
    const key = keyOf(carryOver.codeHash);
    if (this.#kept.has(key) || !this.#parts.isCustomer(carryOver.customerId)) return false;
    this.#kept.set(key, carryOver);
    this.#parts.record(audit);
    return true;
  }

  async take(
    codeHash: Uint8Array,
    now: Date,
    audit: (customerId: string) => AuditEntry,
  ): Promise<CarryOver | null> {
    const kept = this.#kept.get(keyOf(codeHash));
    if (!kept || kept.expiresAt <= now) return null;
    this.#kept.delete(keyOf(codeHash));
    this.#parts.record(audit(kept.customerId));
    return kept;
  }

  async purgeExpired(now: Date, limit: number): Promise<number> {
    return this.#delete(({ expiresAt }) => expiresAt <= now, limit);
  }

  /** For the erasure of whole customers. */
  removeOf(customerId: string): number {
    return this.#delete((kept) => kept.customerId === customerId);
  }

  #delete(isOver: (carryOver: CarryOver) => boolean, limit?: number): number {
    const over = [...this.#kept].filter(([, kept]) => isOver(kept)).slice(0, limit);
    for (const [key] of over) this.#kept.delete(key);
    return over.length;
  }
}

function keyOf(codeHash: Uint8Array): string {
  return codeHash.join();
}
