import type { KeyStore, Store } from '@throughline/core';
import { createDatabase } from './engine.js';
import { migrate } from './migrate.js';
import { placeKeys } from './place-keys.js';
import { openServer, type PostgresServerOptions, prepareServer } from './postgres-server.js';
import { createStore } from './store.js';

export interface PostgresStoreOptions extends PostgresServerOptions {
  /** Where customers' keys are kept; those that are in the database move there. In the database when absent. */
  readonly keys?: KeyStore;
}

/**
 * Opens the store on a PostgreSQL server (15 or newer) and applies migrations. Lost connections are replaced by
 * themselves; calls made in between reject with `CoreError('unavailable')`.
 * @throws StoreOpenError when the server cannot be reached, is too old, or a migration fails
 */
export async function openPostgresStore(options: PostgresStoreOptions): Promise<Store> {
  const description = await prepareServer(options, async (db) => {
    await migrate(db);
    await placeKeys(db, options.keys);
  });
  const engine = openServer(options);
  const db = createDatabase(engine);
  return createStore(db, await placeKeys(db, options.keys), description, () => engine.end());
}
