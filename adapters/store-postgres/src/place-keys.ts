import type { KeyStore } from '@throughline/core';
import type { Kysely } from 'kysely';
import { StoreOpenError } from './errors.js';
import { keysWereMoved, moveKeys } from './move-keys.js';
import { PostgresKeyStore } from './postgres-key-store.js';
import type { Database } from './schema.js';

/**
 * The key store that counts: `elsewhere`, with the keys that were in this database, or this database.
 * @throws StoreOpenError when the keys are elsewhere and nobody says where
 */
export async function placeKeys(db: Kysely<Database>, elsewhere: KeyStore | undefined): Promise<KeyStore> {
  if (elsewhere) {
    await moveKeys(db, elsewhere);
    return elsewhere;
  }
  if (await keysWereMoved(db)) {
    throw new StoreOpenError(
      "Customers' keys were moved out of this database, and without them nothing in it can be read. Name the place they were moved to (keyStore in the configuration, or THROUGHLINE_KEY_DATABASE_URL).",
    );
  }
  return new PostgresKeyStore(db);
}
