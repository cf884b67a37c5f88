import type { WrappedKey } from './key-store.js';

/** Encrypts customers' data keys, wherever it is kept. Knows nothing of customers' data. */
export interface KeyEncryptionKey {
  /** Names the key in what it wrapped. No secret, and never given to another key. */
  readonly id: string;
  /** `binding` is authenticated with the key: a wrapped key opens only for the customer it was made for. */
  wrap(binding: string, dataKey: Uint8Array): Promise<WrappedKey>;
  /** Rejects when the key was wrapped by another key-encryption key, for another binding, or was changed. */
  unwrap(binding: string, wrapped: WrappedKey): Promise<Uint8Array>;
  close(): Promise<void>;
}

/** The key-encryption key is not there, or its keeper does not answer. The message says which, and what to do. */
export class KeyEncryptionKeyError extends Error {
  override readonly name = 'KeyEncryptionKeyError';
}
