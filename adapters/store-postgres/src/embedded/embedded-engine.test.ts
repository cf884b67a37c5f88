import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { sql } from 'kysely';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
// Built, because the worker thread runs the built file.
import { EmbeddedEngine } from '../../dist/embedded/embedded-engine.js';
import { SNAPSHOT_FILE } from '../../dist/embedded/snapshot.js';
import { createDatabase } from '../../dist/engine.js';

const UNAVAILABLE = { name: 'CoreError', code: 'unavailable' };

describe('EmbeddedEngine', () => {
  let folder: string;
  let engine: EmbeddedEngine;
  beforeEach(async () => {
    folder = mkdtempSync(join(tmpdir(), 'throughline-engine-'));
    engine = await EmbeddedEngine.start({ dataDir: folder, snapshotFile: SNAPSHOT_FILE });
  });
  afterEach(async () => {
    await engine.end();
    rmSync(folder, { recursive: true });
  });

  it('[STORE-29] never mixes the statements of two transactions', async () => {
    const db = createDatabase(engine);
    await sql`create table counter (n integer)`.execute(db);
    await sql`insert into counter values (0)`.execute(db);

    await Promise.all(
      Array.from({ length: 20 }, () =>
        db.transaction().execute(async (tx) => {
          const { rows } = await sql<{ n: number }>`select n from counter`.execute(tx);
          await new Promise((resolve) => setImmediate(resolve));
          await sql`update counter set n = ${(rows[0]?.n ?? 0) + 1}`.execute(tx);
        }),
      ),
    );

    expect((await sql`select n from counter`.execute(db)).rows).toEqual([{ n: 20 }]);
  });

  it('[STORE-29] goes on after a refused statement', async () => {
    const db = createDatabase(engine);

    await expect(sql`select 1 / ${0}::integer`.execute(db)).rejects.toMatchObject({
      name: 'StoreStatementError',
      sqlState: '22012',
    });
    expect((await sql`select 1 as one`.execute(db)).rows).toEqual([{ one: 1 }]);
  });

  it('[STORE-26] rejects what is pending and all that follows when the database stops', async () => {
    const db = createDatabase(engine);

    await sql`create table item (id integer)`.execute(db);
    // The next commit needs a new log file and cannot make one, which is the end of any PostgreSQL.
    rmSync(join(folder, 'pg_wal'), { recursive: true });
    await sql`select pg_switch_wal()`.execute(db);

    const fatal = sql`insert into item values (1)`.execute(db);
    const queued = sql`select 1`.execute(db);

    await expect(fatal).rejects.toMatchObject(UNAVAILABLE);
    await expect(queued).rejects.toMatchObject(UNAVAILABLE);
    await expect(sql`select 1`.execute(db)).rejects.toMatchObject(UNAVAILABLE);
  });
});
