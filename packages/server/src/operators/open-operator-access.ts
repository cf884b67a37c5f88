import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { MemoryBus, type Store, systemClock } from '@throughline/core';
import { StoreOpenError } from '@throughline/store-postgres';
import { openDurableStore } from '../composition/durable-store.js';
import type { Environment } from '../config/environment.js';
import { EnvelopeSealer } from '../sealing/envelope-sealer.js';
import { openKeyFile } from '../sealing/key-encryption-key.js';
import { connectControlSocket } from './control-socket.js';
import { createOperatorActions, type OperatorActions } from './operator-actions.js';
import { type Places, readPlaces } from './places.js';

export interface OperatorAccess {
  readonly actions: OperatorActions;
  /** What the actions reach, for people. */
  readonly description: string;
  close(): Promise<void>;
}

/**
 * Reaches the store for a command: the PostgreSQL server, or the running node that has the embedded database, or that
 * database itself when no node runs.
 * @throws StoreOpenError, StoreLockedError, ConfigurationError, ControlError
 */
export async function openOperatorAccess(environment: Environment): Promise<OperatorAccess> {
  const places = readPlaces(environment);
  const { databaseUrl, keyStore } = places;
  const { dataDir } = environment;
  if (databaseUrl !== undefined) {
    return direct(await openDurableStore({ databaseUrl, keyStore, dataDir }), places);
  }
  const actions = await connectControlSocket(dataDir);
  if (actions) return { actions, description: 'the running node', close: async () => undefined };
  const folder = join(dataDir, 'database');
  if (!existsSync(folder)) {
    throw new StoreOpenError(
      `There is no database in ${dataDir}. Name the data directory (THROUGHLINE_DATA_DIR) or the PostgreSQL server (THROUGHLINE_DATABASE_URL, or databaseUrl in the configuration).`,
    );
  }
  return direct(await openDurableStore({ keyStore, dataDir }), places);
}

function direct(store: Store, { world, keyFile }: Places): OperatorAccess {
  const actions = createOperatorActions(
    store,
    world,
    () => new Date(),
    () => openSealer(store, keyFile),
  );
  return { actions, description: store.description, close: () => store.close() };
}

/** @throws Error when the key file is not there: a new one could open nothing */
async function openSealer(store: Store, keyFile: string): Promise<EnvelopeSealer> {
  if (!existsSync(keyFile)) {
    throw new Error(
      `There is no key file ${keyFile}, so nothing that is sealed can be read. Name the nodes' key file (THROUGHLINE_KEY_FILE, or keyFile in the configuration).`,
    );
  }
  return new EnvelopeSealer({
    keys: store.keys,
    keyEncryptionKey: await openKeyFile(keyFile),
    bus: new MemoryBus('this-node'),
    clock: systemClock,
  });
}
