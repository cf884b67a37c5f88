import { hkdfSync } from 'node:crypto';
import type { Bus, CustomerKeyring, Sealer } from '@throughline/core';
import { decrypt, encrypt, KEY_BYTES } from './aead.js';
import { DataKeys, type DataKeysParts, keyOf } from './data-keys.js';
import { markGeneration, readGeneration } from './sealed-generation.js';

/** Stands where a customer's id does for a data key that protects nothing: it only shows who wrapped it. */
const KEY_PROOF = 'key-proof';

export interface EnvelopeSealerParts extends DataKeysParts {
  readonly bus: Bus;
}

/** Envelope encryption: data keys of each customer, kept wrapped; see `Sealer`. */
export class EnvelopeSealer implements Sealer, CustomerKeyring {
  readonly #parts: EnvelopeSealerParts;
  readonly #dataKeys: DataKeys;

  constructor(parts: EnvelopeSealerParts) {
    this.#parts = parts;
    this.#dataKeys = new DataKeys(parts);
    parts.bus.subscribe((message) => {
      if (message.kind === 'customer-keys') this.#dataKeys.forget(message.customerId);
      if (message.kind === 'gap') this.#dataKeys.doubt();
    });
  }

  async seal(customerId: string, binding: string, plain: string): Promise<Uint8Array> {
    const open = await this.#dataKeys.ofCustomer(customerId);
    const sealed = encrypt(keyOf(open, open.newest), binding, Buffer.from(plain, 'utf8'));
    return markGeneration(open.newest, sealed);
  }

  async open(customerId: string, binding: string, sealed: Uint8Array): Promise<string> {
    const { generation, body } = readGeneration(sealed);
    const key = await this.#dataKeys.ofGeneration(customerId, generation);
    return decrypt(key, binding, body).toString('utf8');
  }

  async derive(customerId: string, purpose: string): Promise<Uint8Array> {
    const open = await this.#dataKeys.ofCustomer(customerId);
    const noSalt = new Uint8Array();
    // From the oldest, so that a new generation beside it changes nothing.
    return new Uint8Array(
      hkdfSync('sha256', keyOf(open, open.oldest), noSalt, `derived:${purpose}`, KEY_BYTES),
    );
  }

  async destroy(customerId: string, through?: number): Promise<number> {
    const destroyed = await this.#parts.keys.destroy(customerId, through);
    this.#tell(customerId);
    return destroyed;
  }

  async renew(customerId: string): Promise<boolean> {
    const isNew = await this.#dataKeys.renew(customerId);
    this.#tell(customerId);
    return isNew;
  }

  rewrap(customerId: string): Promise<number> {
    return this.#dataKeys.rewrap(customerId);
  }

  /**
   * Proves that this node's key-encryption key is that of the database; the first node of all decides which that is.
   * @throws Error naming both keys when it is another one
   */
  async proveKey(): Promise<void> {
    await this.seal(KEY_PROOF, KEY_PROOF, '');
  }

  #tell(customerId: string): void {
    this.#dataKeys.forget(customerId);
    this.#parts.bus.publish({ kind: 'customer-keys', customerId });
  }

  async close(): Promise<void> {
    await this.#parts.keyEncryptionKey.close();
  }
}
