import { appendFileSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type EmbeddedDatabase, openPglite } from './pglite.js';

describe('openPglite', () => {
  const folder = mkdtempSync(join(tmpdir(), 'throughline-pglite-'));
  let database: EmbeddedDatabase;
  beforeAll(async () => {
    database = await openPglite(folder, null);
  });
  afterAll(async () => {
    if (!database.pglite.closed) await database.pglite.close();
    rmSync(folder, { recursive: true });
  });

  it('[T2] syncs to disk with every commit', async () => {
    const { pglite, syncs } = database;
    await pglite.exec('create table item (id integer)');
    for (let id = 0; id < 20; id += 1) {
      const before = syncs();
      await pglite.query('insert into item values ($1)', [id]);
      expect(syncs()).toBeGreaterThan(before);
    }
  });

  it('[T2] syncs with the commit of a transaction, and not before', async () => {
    const { pglite, syncs } = database;
    const before = syncs();
    await pglite.exec('begin');
    await pglite.query('insert into item values (100)');
    expect(syncs()).toBe(before);
    await pglite.exec('commit');
    expect(syncs()).toBeGreaterThan(before);
  });

  it('[STORE-27] runs with the settings that durability rests on', async () => {
    const { rows } = await database.pglite.query<{ name: string; setting: string }>(
      `select name, setting from pg_settings
       where name in ('fsync', 'synchronous_commit', 'full_page_writes', 'wal_sync_method') order by name`,
    );
    expect(rows.map(({ name, setting }) => `${name}=${setting}`)).toEqual([
      'fsync=on',
      'full_page_writes=on',
      'synchronous_commit=on',
      'wal_sync_method=fsync',
    ]);
  });

  it('[STORE-27] refuses a database whose commits are not synced', async () => {
    await database.pglite.close();
    appendFileSync(join(folder, 'postgresql.conf'), 'fsync = off\n');

    await expect(openPglite(folder, null)).rejects.toThrow(/does not sync its commits to disk.*PostgreSQL/);
  });
});
