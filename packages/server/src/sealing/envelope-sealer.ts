import { hkdfSync, randomBytes } from 'node:crypto';
import type { KeyStore, Sealer } from '@throughline/core';
import { decrypt, encrypt, KEY_BYTES } from './aead.js';
import type { KeyEncryptionKey } from './key-encryption-key.js';

/** Data keys kept in memory: enough for every customer with an open conversation on one node. */
const CACHED_KEYS = 10_000;

/** Stands where a customer's id does for a data key that protects nothing: it only shows who wrapped it. */
const KEY_PROOF = 'key-proof';

/** Envelope encryption: one data key a customer, kept wrapped; see `Sealer`. */
export class EnvelopeSealer implements Sealer {
  readonly #keys: KeyStore;
  readonly #keyEncryptionKey: KeyEncryptionKey;
  readonly #cache = new Map<string, Promise<Buffer>>();

  constructor(keys: KeyStore, keyEncryptionKey: KeyEncryptionKey) {
    this.#keys = keys;
    this.#keyEncryptionKey = keyEncryptionKey;
  }

  async seal(customerId: string, binding: string, plain: string): Promise<Uint8Array> {
    return encrypt(await this.#dataKey(customerId), binding, Buffer.from(plain, 'utf8'));
  }

  async open(customerId: string, binding: string, sealed: Uint8Array): Promise<string> {
    return decrypt(await this.#dataKey(customerId), binding, sealed).toString('utf8');
  }

  async derive(customerId: string, purpose: string): Promise<Uint8Array> {
    const noSalt = new Uint8Array();
    return new Uint8Array(
      hkdfSync('sha256', await this.#dataKey(customerId), noSalt, `derived:${purpose}`, KEY_BYTES),
    );
  }

  /**
   * Proves that this node's key-encryption key is that of the database; the first node of all decides which that is.
   * @throws Error naming both keys when it is another one
   */
  async proveKey(): Promise<void> {
    await this.seal(KEY_PROOF, KEY_PROOF, '');
  }

  #dataKey(customerId: string): Promise<Buffer> {
    const cached = this.#cache.get(customerId);
    if (cached) return cached;
    const loading = this.#load(customerId);
    this.#cache.set(customerId, loading);
    // A failure, such as a store that is away for a moment, must not stay.
    loading.catch(() => this.#cache.delete(customerId));
    if (this.#cache.size > CACHED_KEYS) this.#cache.delete(this.#cache.keys().next().value ?? '');
    return loading;
  }

  async #load(customerId: string): Promise<Buffer> {
    const binding = `data-key:${customerId}`;
    const existing = await this.#keys.get(customerId);
    if (existing) return this.#keyEncryptionKey.unwrap(binding, existing);
    const fresh = this.#keyEncryptionKey.wrap(binding, randomBytes(KEY_BYTES));
    return this.#keyEncryptionKey.unwrap(binding, await this.#keys.putIfAbsent(customerId, fresh));
  }
}
