import { join } from 'node:path';
import type { KeyStore, Store } from '@throughline/core';
import { openEmbeddedStore, openPostgresKeyStore, openPostgresStore } from '@throughline/store-postgres';
import type { ServerOptions } from '../config/options.js';
import { DirectoryKeyStore } from '../sealing/directory-key-store.js';
import { keyPlace } from '../sealing/key-place.js';

export type StorePlaces = Pick<ServerOptions, 'databaseUrl' | 'dataDir' | 'keyStore'>;

/**
 * The database, and the place of customers' keys, where those that are still in the database move.
 * @throws StoreOpenError, StoreLockedError
 */
export async function openDurableStore(places: StorePlaces): Promise<Store> {
  const place = keyPlace(places);
  if (place.kind === 'database') return openWithKeyDatabase(places, place.url);
  return place.kind === 'directory'
    ? openDatabase(places, new DirectoryKeyStore(place.directory))
    : openDatabase(places);
}

async function openWithKeyDatabase(places: StorePlaces, url: string): Promise<Store> {
  const keyDatabase = await openPostgresKeyStore({ url });
  try {
    const store = await openDatabase(places, keyDatabase.keys);
    return {
      ...store,
      description: `${store.description}; ${keyDatabase.description}`,
      ping: async () => {
        await Promise.all([store.ping(), keyDatabase.ping()]);
      },
      close: async () => {
        await store.close();
        await keyDatabase.close();
      },
    };
  } catch (error) {
    await keyDatabase.close();
    throw error;
  }
}

function openDatabase({ databaseUrl, dataDir }: StorePlaces, keys?: KeyStore): Promise<Store> {
  const elsewhere = keys ? { keys } : {};
  return databaseUrl
    ? openPostgresStore({ url: databaseUrl, ...elsewhere })
    : openEmbeddedStore({ dataDir: join(dataDir, 'database'), ...elsewhere });
}
