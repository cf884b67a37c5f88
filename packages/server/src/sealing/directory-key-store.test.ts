import {
  mkdtempSync,
  openSync,
  readdirSync,
  readFileSync,
  readSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { anId, keyStoreContract, someBytes } from '@throughline/test-kit';
import { afterAll, describe, expect, it } from 'vitest';
import { DirectoryKeyStore } from './directory-key-store.js';

const folder = mkdtempSync(join(tmpdir(), 'throughline-key-store-'));
afterAll(() => rmSync(folder, { recursive: true }));

const aKey = (generation = 1) => ({ generation, wrappedBy: 'kek-1', wrapped: someBytes() });

describe('keys in a folder', () => {
  keyStoreContract(async () => ({ store: new DirectoryKeyStore(join(folder, 'contract')) }));

  it('[KEY-3] keeps one private file a customer, and finds it again', async () => {
    const place = join(folder, anId());
    const key = aKey();
    await new DirectoryKeyStore(place).addGeneration('key/proof ü', key);

    const [name = '', ...others] = readdirSync(place);
    expect(others).toEqual([]);
    expect(statSync(join(place, name)).mode & 0o777).toBe(0o600);
    expect(statSync(place).mode & 0o777).toBe(0o700);
    const again = new DirectoryKeyStore(place);
    expect(await again.get('key/proof ü')).toEqual({ generations: [key], destroyedThrough: 0 });
    expect(await again.list(null, 10)).toEqual(['key/proof ü']);
  });

  it('[KEY-3] overwrites what a file held when its key is destroyed or exchanged', async () => {
    const place = join(folder, anId());
    const store = new DirectoryKeyStore(place);
    for (const change of [
      () => store.rewrap('ava', 'kek-1', { ...aKey(), wrappedBy: 'kek-2' }),
      () => store.destroy('ava'),
    ]) {
      await store.addGeneration('ava', aKey());
      const file = join(place, 'ava.json');
      const before = openSync(file, 'r');
      const { size } = statSync(file);

      await change();

      const bytes = Buffer.alloc(size);
      expect(readSync(before, bytes, 0, size, 0)).toBe(size);
      expect(bytes.equals(Buffer.alloc(size))).toBe(true);
      expect(readdirSync(place)).toEqual(['ava.json']);
    }
    expect(readFileSync(join(place, 'ava.json'), 'utf8')).toBe('{"destroyedThrough":1,"generations":[]}\n');
  });

  it('[KEY-3] finishes at the next start what a crash cut short', async () => {
    const place = join(folder, anId());
    await new DirectoryKeyStore(place).addGeneration('ava', aKey());
    const left = join(place, 'ava.json.0198.old');
    writeFileSync(left, 'a wrapped key');
    const before = openSync(left, 'r');

    await new DirectoryKeyStore(place).get('ava');

    const bytes = Buffer.alloc(13);
    readSync(before, bytes, 0, 13, 0);
    expect(bytes.equals(Buffer.alloc(13))).toBe(true);
    expect(readdirSync(place)).toEqual(['ava.json']);
  });

  it('[KEY-3] takes a damaged file for no reason to make a new key', async () => {
    const place = join(folder, anId());
    const store = new DirectoryKeyStore(place);
    await store.addGeneration('ava', aKey());
    writeFileSync(join(place, 'ava.json'), '{"generations":[');

    await expect(store.get('ava')).rejects.toThrow(/ava is damaged.*backup/);
    await expect(store.addGeneration('ava', aKey())).rejects.toThrow(/damaged/);
  });
});
