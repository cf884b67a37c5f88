import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { Store } from '@throughline/core';
import type { FlowWorld } from '@throughline/flow';
import { openEmbeddedStore, openPostgresStore, StoreOpenError } from '@throughline/store-postgres';
import type { Environment } from '../config/environment.js';
import { connectControlSocket } from './control-socket.js';
import { createOperatorActions, type OperatorActions } from './operator-actions.js';
import { readPlaces } from './places.js';

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
  const { databaseUrl, world } = readPlaces(environment);
  if (databaseUrl !== undefined) return direct(await openPostgresStore({ url: databaseUrl }), world);

  const { dataDir } = environment;
  const actions = await connectControlSocket(dataDir);
  if (actions) return { actions, description: 'the running node', close: async () => undefined };
  const folder = join(dataDir, 'database');
  if (!existsSync(folder)) {
    throw new StoreOpenError(
      `There is no database in ${dataDir}. Name the data directory (THROUGHLINE_DATA_DIR) or the PostgreSQL server (THROUGHLINE_DATABASE_URL, or databaseUrl in the configuration).`,
    );
  }
  return direct(await openEmbeddedStore({ dataDir: folder }), world);
}

function direct(store: Store, world: FlowWorld): OperatorAccess {
  const actions = createOperatorActions(store, world, () => new Date());
  return { actions, description: store.description, close: () => store.close() };
}
