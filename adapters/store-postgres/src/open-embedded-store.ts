import { existsSync } from 'node:fs';
import type { KeyStore, Store } from '@throughline/core';
import { sql } from 'kysely';
import {
  type DataFolder,
  locateDataFolder,
  markComplete,
  prepareDataFolder,
} from './embedded/data-folder.js';
import { EmbeddedEngine } from './embedded/embedded-engine.js';
import { FolderLock } from './embedded/folder-lock.js';
import { PGLITE_VERSION, SNAPSHOT_FILE } from './embedded/snapshot.js';
import { createDatabase } from './engine.js';
import { StoreOpenError } from './errors.js';
import { migrate } from './migrate.js';
import { placeKeys } from './place-keys.js';
import { createStore } from './store.js';

export interface EmbeddedStoreOptions {
  /** Folder of the database; made when missing. A lock file is kept beside it. */
  readonly dataDir: string;
  /** Where customers' keys are kept; those that are in the database move there. In the database when absent. */
  readonly keys?: KeyStore;
}

/**
 * Opens the store on an embedded database in a thread of its own, and applies migrations. One process at a time; what
 * it promises is in the README.
 * @throws StoreLockedError when a process has the folder open
 * @throws StoreOpenError when the folder or the database in it cannot be used
 */
export async function openEmbeddedStore(options: EmbeddedStoreOptions): Promise<Store> {
  const folder = locateDataFolder(options.dataDir);
  const lock = FolderLock.take(folder.lockFile);
  try {
    prepareDataFolder(folder);
    const engine = await start(folder.path);
    return await openOn(engine, folder, options.keys, () => engine.end().finally(() => lock.release()));
  } catch (error) {
    lock.release();
    throw error;
  }
}

async function openOn(
  engine: EmbeddedEngine,
  folder: DataFolder,
  keys: KeyStore | undefined,
  close: () => Promise<void>,
): Promise<Store> {
  const db = createDatabase(engine);
  try {
    markComplete(folder);
    await migrate(db);
    const keyStore = await placeKeys(db, keys);
    // There is no autovacuum here. The tables that change in place are small, so this takes milliseconds.
    await sql`vacuum (analyze) conversation, interaction, agent, session, agent_session`.execute(db);
    return createStore(
      db,
      keyStore,
      `embedded PostgreSQL (PGlite ${PGLITE_VERSION}) in ${folder.path}`,
      close,
    );
  } catch (error) {
    await engine.end();
    throw error;
  }
}

async function start(dataDir: string): Promise<EmbeddedEngine> {
  try {
    return await EmbeddedEngine.start({
      dataDir,
      snapshotFile: existsSync(SNAPSHOT_FILE) ? SNAPSHOT_FILE : null,
    });
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new StoreOpenError(`The embedded database in ${dataDir} cannot be opened: ${reason}`, {
      cause: error,
    });
  }
}
