import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { MemoryKeyStore, type Store } from '@throughline/core';
// By name, because the worker thread runs the built file.
import { openEmbeddedStore, openPostgresKeyStore, openPostgresStore } from '@throughline/store-postgres';
import { anId, keyStoreContract, someBytes } from '@throughline/test-kit';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { NEEDS_SERVER, TEST_DATABASE_URL, TemporarySchema } from '../test-support/temporary-schema.js';

const aKey = (generation = 1) => ({ generation, wrappedBy: 'kek-1', wrapped: someBytes() });

/** Registers the tests of keys that leave a database. `open` opens the same database again. */
function movesKeys(open: (keys?: MemoryKeyStore) => Promise<Store>): void {
  it('[STORE-144] moves keys out of the database once, destroyed ones included, and takes none any more', async () => {
    const [ava, ben, chloe] = [anId(), anId(), anId()];
    const [first, second, third] = [aKey(1), aKey(2), aKey(1)];
    const before = await open();
    await before.keys.addGeneration(ava, first);
    await before.keys.addGeneration(ava, second);
    await before.keys.addGeneration(ben, aKey());
    await before.keys.destroy(ben);
    await before.keys.addGeneration(chloe, third);
    await before.close();

    const elsewhere = new MemoryKeyStore();
    const after = await open(elsewhere);
    expect(after.keys).toBe(elsewhere);
    await after.close();

    expect(await elsewhere.get(ava)).toEqual({ generations: [first, second], destroyedThrough: 0 });
    expect(await elsewhere.get(ben)).toEqual({ generations: [], destroyedThrough: 1 });
    expect(await elsewhere.get(chloe)).toEqual({ generations: [third], destroyedThrough: 0 });
    await expect(open()).rejects.toMatchObject({
      name: 'StoreOpenError',
      message: expect.stringContaining('keyStore'),
    });
  });
}

describe('keys leave the embedded database', { timeout: 120_000 }, () => {
  const folder = mkdtempSync(join(tmpdir(), 'throughline-keys-'));
  afterAll(() => rmSync(folder, { recursive: true }));

  movesKeys((keys) => openEmbeddedStore({ dataDir: join(folder, 'database'), ...(keys ? { keys } : {}) }));
});

describe.skipIf(!TEST_DATABASE_URL)(`keys leave a PostgreSQL server (${NEEDS_SERVER})`, () => {
  let schema: TemporarySchema;
  beforeAll(() => {
    schema = new TemporarySchema('moved_keys');
  });
  afterAll(() => schema.drop());

  movesKeys((keys) => openPostgresStore({ url: schema.url, schema: schema.name, ...(keys ? { keys } : {}) }));

  it('[STORE-144] moves nothing to a store with other keys, and all once it is the right one', async () => {
    const own = new TemporarySchema('other_keys');
    const open = (keys?: MemoryKeyStore) =>
      openPostgresStore({ url: own.url, schema: own.name, ...(keys ? { keys } : {}) });
    const [ava, key] = [anId(), aKey()];
    const before = await open();
    await before.keys.addGeneration(ava, key);
    await before.close();
    const wrong = new MemoryKeyStore();
    await wrong.addGeneration(ava, aKey());

    await expect(open(wrong)).rejects.toMatchObject({
      name: 'StoreOpenError',
      message: expect.stringContaining('holds other keys'),
    });
    const right = new MemoryKeyStore();
    for (const keys of [right, right]) await (await open(keys)).close();

    expect((await right.get(ava)).generations).toEqual([key]);
    await own.drop();
  });

  it('[STORE-144] refuses inserts of older builds into the table that was emptied', async () => {
    await expect(
      schema.query('insert into customer_key (customer_id, wrapped_by, wrapped) values ($1, $2, $3)', [
        anId(),
        'kek-1',
        Buffer.alloc(1),
      ]),
    ).rejects.toThrow(/customer_key_moved/);
  });

  it('[STORE-144] takes the database of conversations for no key database', async () => {
    await expect(openPostgresKeyStore({ url: schema.url, schema: schema.name })).rejects.toMatchObject({
      name: 'StoreOpenError',
      message: expect.stringContaining('one of their own'),
    });
  });
});

describe.skipIf(!TEST_DATABASE_URL)(`a database of keys (${NEEDS_SERVER})`, () => {
  let schema: TemporarySchema;
  beforeAll(() => {
    schema = new TemporarySchema('key_store');
  });
  afterAll(() => schema.drop());

  keyStoreContract(async () => {
    const opened = await openPostgresKeyStore({ url: schema.url, schema: schema.name, maxConnections: 8 });
    await opened.ping();
    return { store: opened.keys };
  });
});
