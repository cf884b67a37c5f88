/** A customer's data key, encrypted under a key-encryption key. */
export interface WrappedKey {
  /** Names the key-encryption key. */
  readonly wrappedBy: string;
  readonly wrapped: Uint8Array;
}

/**
 * Keeps wrapped data keys, one a customer. A port of its own, so that a deployment can keep them outside the
 * database and its backups: destroying a key must make every copy of the customer's data unreadable.
 */
export interface KeyStore {
  get(customerId: string): Promise<WrappedKey | null>;
  /** Stores the key unless there is one; returns the one that counts. */
  putIfAbsent(customerId: string, key: WrappedKey): Promise<WrappedKey>;
}
