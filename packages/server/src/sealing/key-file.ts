import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { type KeyEncryptionKey, KeyEncryptionKeyError } from '@throughline/core';
import { openSecretFile } from '../secret-file.js';
import { KEY_BYTES } from './aead.js';
import { localKey } from './local-key.js';

/** Where a node keeps its key file when nothing else is said. */
export function defaultKeyFile(dataDir: string): string {
  return join(dataDir, 'keys', 'key-encryption.key');
}

/**
 * A key-encryption key in a file of mode 0600, made on first use. For development and single machines: whoever
 * copies the disk has both the key and what it protects.
 * @throws Error when the file holds anything but 32 bytes as base64
 */
export async function openKeyFile(
  file: string,
  { mayCreate }: { readonly mayCreate: boolean } = { mayCreate: true },
): Promise<KeyEncryptionKey> {
  const { text } = await openSecretFile(file, () => {
    if (mayCreate) return `${randomBytes(KEY_BYTES).toString('base64')}\n`;
    throw new KeyEncryptionKeyError(
      `There is no key file ${file}, so nothing that is sealed can be read. Name the nodes' key file (THROUGHLINE_KEY_FILE, or keyFile in the configuration).`,
    );
  });
  return localKey('file', text, `the key file ${file}`);
}
