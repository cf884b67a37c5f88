import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { MemoryBus, type Store, systemClock } from '@throughline/core';
import { StoreOpenError } from '@throughline/store-postgres';
import { openExistingSigningKey } from '../audit/signing-key.js';
import { openDurableStore } from '../composition/durable-store.js';
import type { Environment } from '../config/environment.js';
import { FileErasureLedger } from '../privacy/file-erasure-ledger.js';
import { createPrivacyActions } from '../privacy/privacy-actions.js';
import { EnvelopeSealer } from '../sealing/envelope-sealer.js';
import { type KeyEncryptionSettings, openKeyEncryption } from '../sealing/open-key-encryption.js';
import { createStandInActions } from '../stand-in/stand-in-actions.js';
import { connectControlSocket } from './control-socket.js';
import { createOperatorActions, type OperatorActions } from './operator-actions.js';
import { type Places, readPlaces } from './places.js';

export interface OperatorAccess {
  readonly actions: OperatorActions;
  /** What the actions reach, for people. */
  readonly description: string;
  /** No node runs on the store while this access is open. */
  readonly isAlone: boolean;
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
  if (actions)
    return { actions, description: 'the running node', isAlone: false, close: async () => undefined };
  const folder = join(dataDir, 'database');
  if (!existsSync(folder)) {
    throw new StoreOpenError(
      `There is no database in ${dataDir}. Name the data directory (THROUGHLINE_DATA_DIR) or the PostgreSQL server (THROUGHLINE_DATABASE_URL, or databaseUrl in the configuration).`,
    );
  }
  return direct(await openDurableStore({ keyStore, dataDir }), places);
}

function direct(
  store: Store,
  { databaseUrl, world, keyEncryption, audit, privacy, maskingPolicy, standInMinutes }: Places,
): OperatorAccess {
  const now = () => new Date();
  let sealer: Promise<EnvelopeSealer> | undefined;
  const openSealer = () => {
    sealer ??= sealerOf(store, keyEncryption);
    return sealer;
  };
  const privacyActions = createPrivacyActions({
    store,
    now,
    openSealer,
    openSigningKey: () => openExistingSigningKey(audit.signingKeyFile),
    openLedger: () => FileErasureLedger.open(privacy.erasureLedgerFile),
    policy: maskingPolicy,
    retention: privacy.retention,
  });
  return {
    actions: createOperatorActions(store, world, now, openSealer, {
      ...privacyActions,
      ...createStandInActions({ store: store.standIn, now, longestMinutes: standInMinutes }),
    }),
    description: store.description,
    isAlone: databaseUrl === undefined,
    close: async () => {
      await (await sealer?.catch(() => undefined))?.close();
      await store.close();
    },
  };
}

/** Nobody listens on its bus: running nodes notice a change of keys within a minute. */
async function sealerOf(store: Store, keyEncryption: KeyEncryptionSettings): Promise<EnvelopeSealer> {
  return new EnvelopeSealer({
    keys: store.keys,
    // A new key could open nothing.
    keyEncryptionKey: await openKeyEncryption(keyEncryption, { mayCreate: false }),
    bus: new MemoryBus('this-node'),
    clock: systemClock,
  });
}
