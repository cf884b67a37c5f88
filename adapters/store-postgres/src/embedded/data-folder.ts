import { existsSync, mkdirSync, readdirSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { StoreOpenError } from '../errors.js';
import { syncPath } from './sync-path.js';

/** A folder for an embedded database, and the files beside it. */
export interface DataFolder {
  /** Absolute, without symbolic links, so that every name of the folder leads to the same lock. */
  readonly path: string;
  readonly lockFile: string;
  /** Exists while the database in the folder is being made for the first time. */
  readonly incompleteFile: string;
}

export function locateDataFolder(dataDir: string): DataFolder {
  mkdirSync(dataDir, { recursive: true, mode: 0o700 });
  const path = realpathSync(dataDir);
  return { path, lockFile: `${path}.lock`, incompleteFile: `${path}.incomplete` };
}

/**
 * Leaves the folder either empty, marked as incomplete until {@link markComplete}, or with a whole database in it.
 * What a first start left when it was cut short is removed. Call it under the lock.
 * @throws StoreOpenError when the folder holds something else
 */
export function prepareDataFolder(folder: DataFolder): void {
  if (existsSync(folder.incompleteFile)) {
    for (const name of readdirSync(folder.path)) rmSync(join(folder.path, name), { recursive: true });
    return;
  }
  const names = readdirSync(folder.path);
  if (names.includes('PG_VERSION')) return;
  if (names.length > 0) {
    throw new StoreOpenError(
      `The folder ${folder.path} holds files that are not a Throughline database. Choose an empty or new folder.`,
    );
  }
  writeFileSync(folder.incompleteFile, '', { mode: 0o600 });
  syncPath(folder.incompleteFile);
  syncPath(dirname(folder.incompleteFile));
}

/** Trusts the folder from now on: the mark is gone for good before anything is acknowledged. */
export function markComplete(folder: DataFolder): void {
  if (!existsSync(folder.incompleteFile)) return;
  rmSync(folder.incompleteFile);
  syncPath(dirname(folder.incompleteFile));
}
