import { createHash } from 'node:crypto';
import { type KeyEncryptionKey, KeyEncryptionKeyError } from '@throughline/core';
import { decrypt, encrypt, KEY_BYTES } from './aead.js';

/**
 * A key-encryption key that this process has in its memory.
 * @param text 32 bytes as base64.
 * @param where Where it came from, for messages.
 * @throws KeyEncryptionKeyError when the text is anything else
 */
export function localKey(kind: 'file' | 'environment', text: string, where: string): KeyEncryptionKey {
  const key = Buffer.from(text.trim(), 'base64');
  if (key.length !== KEY_BYTES) {
    throw new KeyEncryptionKeyError(
      `${capitalized(where)} must hold ${KEY_BYTES} bytes as base64. Restore it from its backup; without it, stored conversations cannot be read.`,
    );
  }
  const fingerprint = createHash('sha256').update(key).digest('base64url').slice(0, 12);
  const id = `${kind}:${fingerprint}`;
  return {
    id,
    wrap: async (binding, dataKey) => ({ wrappedBy: id, wrapped: encrypt(key, binding, dataKey) }),
    unwrap: async (binding, { wrappedBy, wrapped }) => {
      // The same key may have come from elsewhere when it wrapped.
      if (!/^(file|environment):/.test(wrappedBy) || wrappedBy.split(':')[1] !== fingerprint) {
        throw new KeyEncryptionKeyError(`A data key was wrapped by ${wrappedBy}, but ${where} holds ${id}.`);
      }
      return decrypt(key, binding, wrapped);
    },
    close: async () => undefined,
  };
}

function capitalized(text: string): string {
  return `${text.slice(0, 1).toUpperCase()}${text.slice(1)}`;
}
