import { sql } from 'kysely';
import { missingMigrations } from './migrate.js';
import { type PostgresServerOptions, prepareServer } from './postgres-server.js';

/** What a PostgreSQL server was found to be. */
export interface PostgresInspection {
  /** For people. */
  readonly description: string;
  /** Names of migrations that have not been made yet, in order. */
  readonly missing: readonly string[];
  /** Its clock against this machine's, in milliseconds; positive when it is ahead. Good to the length of a round trip. */
  readonly aheadMs: number;
}

/**
 * Looks at a server and changes nothing.
 * @throws StoreOpenError when the server cannot be reached, or is too old
 */
export async function inspectPostgresStore(options: PostgresServerOptions): Promise<PostgresInspection> {
  let missing: readonly string[] = [];
  let aheadMs = 0;
  const description = await prepareServer(options, async (db) => {
    const before = Date.now();
    const { rows } = await sql<{ ms: number }>`
      select (extract(epoch from clock_timestamp()) * 1000)::float8 as ms`.execute(db);
    aheadMs = (rows[0]?.ms ?? before) - (before + Date.now()) / 2;
    missing = await missingMigrations(db);
  });
  return { description, missing, aheadMs };
}
