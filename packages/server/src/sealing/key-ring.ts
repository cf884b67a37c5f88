import { type KeyEncryptionKey, KeyEncryptionKeyError } from '@throughline/core';

/** The key that wraps, and those before it, which still unwrap until everything is wrapped anew. */
export class KeyRing implements KeyEncryptionKey {
  readonly id: string;
  readonly #current: KeyEncryptionKey;
  readonly #all: readonly KeyEncryptionKey[];

  constructor(current: KeyEncryptionKey, previous: readonly KeyEncryptionKey[]) {
    this.id = current.id;
    this.#current = current;
    this.#all = [current, ...previous];
  }

  wrap(...parameters: Parameters<KeyEncryptionKey['wrap']>): ReturnType<KeyEncryptionKey['wrap']> {
    return this.#current.wrap(...parameters);
  }

  async unwrap(...[binding, wrapped]: Parameters<KeyEncryptionKey['unwrap']>): Promise<Uint8Array> {
    const key = this.#all.find(({ id }) => nameOf(id) === nameOf(wrapped.wrappedBy));
    if (key) return key.unwrap(binding, wrapped);
    throw new KeyEncryptionKeyError(
      `A customer's data key was wrapped by ${wrapped.wrappedBy}, but this node has ${this.#all.map(({ id }) => id).join(' and ')}. Give it the same key-encryption key as the others (keyFile, THROUGHLINE_KEY_FILE, keyEncryption), or name the one from before under keyEncryption.previous.`,
    );
  }

  async close(): Promise<void> {
    await Promise.all(this.#all.map((key) => key.close()));
  }
}

/** A key of this process is the same one, wherever it was read from. */
function nameOf(id: string): string {
  return id.replace(/^(file|environment):/, 'local:');
}
