import type { KeyStore } from '@throughline/core';
import { type Kysely, sql } from 'kysely';
import { createDatabase } from './engine.js';
import { StoreOpenError } from './errors.js';
import { migrate } from './migrate.js';
import { KEY_DATABASE_MIGRATIONS } from './migrations/key-database.js';
import { PostgresKeyStore } from './postgres-key-store.js';
import { openServer, type PostgresServerOptions, prepareServer } from './postgres-server.js';
import type { Database } from './schema.js';

export interface OpenKeyStore {
  readonly keys: KeyStore;
  /** What it is and where, for start-up logs. Holds no password. */
  readonly description: string;
  /** Rejects with `CoreError('unavailable')` when it does not answer. */
  ping(): Promise<void>;
  close(): Promise<void>;
}

/**
 * Opens a database that holds customers' keys and nothing else, on a PostgreSQL server (15 or newer).
 * @throws StoreOpenError when the server cannot be reached, is too old, or the database is that of conversations
 */
export async function openPostgresKeyStore(options: PostgresServerOptions): Promise<OpenKeyStore> {
  const description = await prepareServer(options, async (db) => {
    await refuseConversations(db);
    await migrate(db, KEY_DATABASE_MIGRATIONS);
  });
  const engine = openServer(options);
  const db = createDatabase(engine);
  return {
    keys: new PostgresKeyStore(db),
    description: `${description} for keys`,
    ping: async () => {
      await sql`select 1`.execute(db);
    },
    close: () => engine.end(),
  };
}

/** What is destroyed in a database survives in the backups of that database. */
async function refuseConversations(db: Kysely<Database>): Promise<void> {
  const { rows } = await sql<{
    there: boolean;
  }>`select to_regclass('conversation') is not null as there`.execute(db);
  if (!rows[0]?.there) return;
  throw new StoreOpenError(
    "The key database is the database of the conversations. Customers' keys need one of their own, with backups of its own: `createdb throughline_keys`.",
  );
}
