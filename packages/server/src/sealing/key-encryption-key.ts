import { createHash, randomBytes, randomUUID } from 'node:crypto';
import { chmod, link, mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { WrappedKey } from '@throughline/core';
import { decrypt, encrypt, KEY_BYTES } from './aead.js';

/** Encrypts customers' data keys. Knows nothing of customers' data. */
export interface KeyEncryptionKey {
  /** `binding` is authenticated with the key: a wrapped key opens only for the customer it was made for. */
  wrap(binding: string, dataKey: Buffer): Promise<WrappedKey>;
  /** Rejects when the key was wrapped by another key-encryption key, for another binding, or was changed */
  unwrap(binding: string, wrapped: WrappedKey): Promise<Buffer>;
}

/** Where a node keeps its key file when nothing else is said. */
export function defaultKeyFile(dataDir: string): string {
  return join(dataDir, 'keys', 'key-encryption.key');
}

/**
 * A key-encryption key in a file of mode 0600, made on first use. For development and single machines: whoever
 * copies the disk has both the key and what it protects.
 * @throws Error when the file holds anything but 32 bytes as base64
 */
export async function openKeyFile(file: string): Promise<KeyEncryptionKey> {
  const key = Buffer.from((await readOrCreate(file)).trim(), 'base64');
  if (key.length !== KEY_BYTES) {
    throw new Error(
      `The key file ${file} must hold ${KEY_BYTES} bytes as base64. Restore it from its backup; without it, stored conversations cannot be read.`,
    );
  }
  const id = `file:${createHash('sha256').update(key).digest('base64url').slice(0, 12)}`;
  return {
    wrap: async (binding, dataKey) => ({ wrappedBy: id, wrapped: encrypt(key, binding, dataKey) }),
    unwrap: async (binding, { wrappedBy, wrapped }) => {
      if (wrappedBy !== id) {
        throw new Error(
          `A data key was wrapped by ${wrappedBy}, but ${file} holds ${id}. Give this node the same key file as the others (THROUGHLINE_KEY_FILE), or restore the right one.`,
        );
      }
      return decrypt(key, binding, wrapped);
    },
  };
}

async function readOrCreate(file: string): Promise<string> {
  try {
    return await readFile(file, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
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
