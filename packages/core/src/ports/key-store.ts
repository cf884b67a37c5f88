/** A customer's data key, encrypted under a key-encryption key. */
export interface WrappedKey {
  /** Names the key-encryption key. */
  readonly wrappedBy: string;
  readonly wrapped: Uint8Array;
}

/** One of a customer's data keys. The first is 1; what is sealed anew is sealed under the newest. */
export interface KeyGeneration extends WrappedKey {
  readonly generation: number;
}

export interface CustomerKeys {
  /** What opens something, oldest first. */
  readonly generations: readonly KeyGeneration[];
  /** Generations up to this one are destroyed and never come back; 0 when none is. */
  readonly destroyedThrough: number;
}

/**
 * Keeps wrapped data keys. A port of its own, so that they can be kept outside the database and its backups:
 * destroying a customer's keys makes every copy of the customer's data unreadable.
 *
 * Numbers of generations are never used twice. A customer who comes back after the keys were destroyed gets the next
 * one, so that no late node takes a new key for the old.
 */
export interface KeyStore {
  /** Without generations when there never was a key, or all are destroyed. */
  get(customerId: string): Promise<CustomerKeys>;
  /** Adds the key as this generation if it is the one that follows; returns what counts, which can be another's key. */
  addGeneration(customerId: string, key: KeyGeneration): Promise<CustomerKeys>;
  /** Exchanges the wrapping of one generation; false, and nothing done, when it is not wrapped by `from` (any more). */
  rewrap(customerId: string, from: string, key: KeyGeneration): Promise<boolean>;
  /**
   * Destroys all generations up to `through`; when it is not given, all there are. Safe to repeat: what was destroyed
   * stays so, and what came after `through` stays usable.
   * @returns the highest generation that is destroyed now
   */
  destroy(customerId: string, through?: number): Promise<number>;
  /** Customers with a key or a destroyed one, in order of their ids, beginning behind `after`. */
  list(after: string | null, limit: number): Promise<readonly string[]>;
}

/** The number that a customer's next key gets. */
export function nextGeneration({ generations, destroyedThrough }: CustomerKeys): number {
  return Math.max(destroyedThrough, generations.at(-1)?.generation ?? 0) + 1;
}
