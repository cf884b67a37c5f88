import type { ErasureLedger, LedgerEntry } from '@throughline/core';

/** For a node in memory: there is no database that could be restored. */
export class MemoryErasureLedger implements ErasureLedger {
  readonly #entries = new Map<string, LedgerEntry>();

  async add(entry: LedgerEntry): Promise<void> {
    if (!this.#entries.has(entry.id)) this.#entries.set(entry.id, entry);
  }

  async all(): Promise<readonly LedgerEntry[]> {
    return [...this.#entries.values()];
  }
}
