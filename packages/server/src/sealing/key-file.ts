import { randomBytes, randomUUID } from 'node:crypto';
import { chmod, link, mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { type KeyEncryptionKey, KeyEncryptionKeyError } from '@throughline/core';
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
  const text = await readOrCreate(file, mayCreate);
  return localKey('file', text, `the key file ${file}`);
}

async function readOrCreate(file: string, mayCreate: boolean): Promise<string> {
  try {
    return await readFile(file, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
  }
  if (!mayCreate) {
    throw new KeyEncryptionKeyError(
      `There is no key file ${file}, so nothing that is sealed can be read. Name the nodes' key file (THROUGHLINE_KEY_FILE, or keyFile in the configuration).`,
    );
  }
  await mkdir(dirname(file), { recursive: true, mode: 0o700 });
  // Written aside and linked into place: two first starts at once agree on one key, and none reads half a key.
  const own = `${file}.${randomUUID()}`;
  await writeFile(own, `${randomBytes(KEY_BYTES).toString('base64')}\n`, { mode: 0o600, flush: true });
  try {
    await link(own, file);
    await chmod(file, 0o600);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
  } finally {
    await rm(own, { force: true });
  }
  return readFile(file, 'utf8');
}
