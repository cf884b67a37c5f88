import { randomBytes } from 'node:crypto';
import { mkdtemp, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { KeyStore, WrappedKey } from '@throughline/core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { EnvelopeSealer } from './envelope-sealer.js';
import { type KeyEncryptionKey, openKeyFile } from './key-encryption-key.js';

let folder: string;
let keyEncryptionKey: KeyEncryptionKey;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'throughline-keys-'));
  keyEncryptionKey = await openKeyFile(join(folder, 'key-encryption.key'));
});
afterAll(() => rm(folder, { recursive: true }));

class MapKeyStore implements KeyStore {
  readonly keys = new Map<string, WrappedKey>();
  async get(customerId: string) {
    return this.keys.get(customerId) ?? null;
  }
  async putIfAbsent(customerId: string, key: WrappedKey) {
    const counts = this.keys.get(customerId) ?? key;
    this.keys.set(customerId, counts);
    return counts;
  }
}

describe('sealing', () => {
  it('[CONV-14] opens what it sealed, also on another node', async () => {
    const keys = new MapKeyStore();
    const sealed = await new EnvelopeSealer(keys, keyEncryptionKey).seal('ava', 'entry:1', 'hello – ✓');
    expect(await new EnvelopeSealer(keys, keyEncryptionKey).open('ava', 'entry:1', sealed)).toBe('hello – ✓');
    expect(Buffer.from(sealed).includes('hello')).toBe(false);
  });

  it('[CONV-14] opens nothing for another customer, another binding, or after a change', async () => {
    const sealer = new EnvelopeSealer(new MapKeyStore(), keyEncryptionKey);
    const sealed = await sealer.seal('ava', 'entry:1', 'secret');
    await expect(sealer.open('ben', 'entry:1', sealed)).rejects.toThrow();
    await expect(sealer.open('ava', 'entry:2', sealed)).rejects.toThrow();
    const changed = Buffer.from(sealed);
    changed[changed.length - 1] = (changed.at(-1) ?? 0) ^ 1;
    await expect(sealer.open('ava', 'entry:1', changed)).rejects.toThrow();
    await expect(sealer.open('ava', 'entry:1', sealed.subarray(0, 10))).rejects.toThrow();
  });

  it('[CONV-14] opens nothing once the customer key is destroyed', async () => {
    const keys = new MapKeyStore();
    const sealed = await new EnvelopeSealer(keys, keyEncryptionKey).seal('ava', 'entry:1', 'secret');
    keys.keys.delete('ava');
    await expect(new EnvelopeSealer(keys, keyEncryptionKey).open('ava', 'entry:1', sealed)).rejects.toThrow();
  });

  it('[WIRE-33] derives the same value for a customer and purpose on every node, and others for everything else', async () => {
    const keys = new MapKeyStore();
    const derive = async (customer: string, purpose: string) => {
      const bytes = await new EnvelopeSealer(keys, keyEncryptionKey).derive(customer, purpose);
      expect(bytes).toHaveLength(32);
      return Buffer.from(bytes).toString('hex');
    };
    const first = await derive('ava', 'draft-key');
    expect(await derive('ava', 'draft-key')).toBe(first);
    const others = [await derive('ben', 'draft-key'), await derive('ava', 'customer-tag')];
    expect(new Set([first, ...others]).size).toBe(3);
    keys.keys.delete('ava');
    expect(await derive('ava', 'draft-key')).not.toBe(first);
  });

  it('uses one key per customer when many first uses race', async () => {
    const keys = new MapKeyStore();
    const sealers = [1, 2, 3].map(() => new EnvelopeSealer(keys, keyEncryptionKey));
    const sealed = await Promise.all(sealers.map((sealer) => sealer.seal('ava', 'b', 'x')));
    for (const value of sealed)
      expect(await new EnvelopeSealer(keys, keyEncryptionKey).open('ava', 'b', value)).toBe('x');
  });

  it('tries again after the key store was away', async () => {
    const keys = new MapKeyStore();
    const get = keys.get.bind(keys);
    keys.get = async () => {
      throw new Error('away');
    };
    const sealer = new EnvelopeSealer(keys, keyEncryptionKey);
    await expect(sealer.seal('ava', 'b', 'x')).rejects.toThrow('away');
    keys.get = get;
    await expect(sealer.seal('ava', 'b', 'x')).resolves.toBeInstanceOf(Uint8Array);
  });
});

describe('the key file', () => {
  it('is made once, readable by its owner only, and agreed on by starts that race', async () => {
    const file = join(folder, 'raced.key');
    const [first, second] = await Promise.all([openKeyFile(file), openKeyFile(file)]);
    expect((await stat(file)).mode & 0o777).toBe(0o600);
    const dataKey = randomBytes(32);
    expect(second?.unwrap('b', first?.wrap('b', dataKey) as WrappedKey)).toEqual(dataKey);
  });

  it('refuses a key that was wrapped by another file, and says which is missing', async () => {
    const other = await openKeyFile(join(folder, 'other.key'));
    const wrapped = other.wrap('b', randomBytes(32));
    expect(() => keyEncryptionKey.unwrap('b', wrapped)).toThrow(wrapped.wrappedBy);
  });

  it('refuses a file that holds no key', async () => {
    const file = join(folder, 'broken.key');
    await writeFile(file, 'short');
    await expect(openKeyFile(file)).rejects.toThrow(/32 bytes/);
  });
});
