import type { KeyStore, WrappedKey } from '../ports/key-store.js';

/** Wrapped keys in memory: they, and what they open, last as long as the process. */
export class MemoryKeyStore implements KeyStore {
  readonly #keys = new Map<string, WrappedKey>();

  async get(customerId: string): Promise<WrappedKey | null> {
    return this.#keys.get(customerId) ?? null;
  }

  async putIfAbsent(customerId: string, key: WrappedKey): Promise<WrappedKey> {
    const known = this.#keys.get(customerId) ?? key;
    this.#keys.set(customerId, known);
    return known;
  }
}
