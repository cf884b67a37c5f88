import { fsyncSync, readdirSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { PGlite } from '@electric-sql/pglite';
import { NodeFS } from '@electric-sql/pglite/nodefs';
import { StoreOpenError } from '../errors.js';
import { syncPath } from './sync-path.js';

/** An open embedded database whose commits are on disk when they are acknowledged. */
export interface EmbeddedDatabase {
  readonly pglite: PGlite;
  /** How often the database has had a file synced to disk. */
  syncs(): number;
}

/** `-F` would switch fsync off; a buffer of 16 MB instead of 128 MB halves the memory of the process. */
const START_PARAMS = [
  ...PGlite.defaultStartParams.filter((parameter) => parameter !== '-F'),
  '-c',
  'wal_sync_method=fsync',
  '-c',
  'shared_buffers=16MB',
];

const INT8_OID = 20;

/**
 * Opens the database in this folder, or makes one when the folder is empty: from the snapshot, if there is one.
 * @throws StoreOpenError when the folder cannot be opened or syncing to disk does not work
 */
export async function openPglite(dataDir: string, snapshotFile: string | null): Promise<EmbeddedDatabase> {
  const isNew = readdirSync(dataDir).length === 0;
  const pglite = await PGlite.create({
    fs: new NodeFS(dataDir),
    startParams: START_PARAMS,
    parsers: { [INT8_OID]: Number },
    ...(isNew && snapshotFile ? { loadDataDir: readSnapshot(snapshotFile) } : {}),
  });
  const syncs = countSyncs(pglite);
  await proveSync(pglite, syncs);
  if (isNew) syncTree(dataDir);
  return { pglite, syncs };
}

/** A new database, packed for `openPglite`. */
export async function packNewPglite(): Promise<Uint8Array> {
  const pglite = await PGlite.create({ startParams: START_PARAMS });
  await pglite.exec('checkpoint');
  const pack = await pglite.dumpDataDir('gzip');
  await pglite.close();
  return new Uint8Array(await pack.arrayBuffer());
}

function readSnapshot(file: string): File {
  return new File([new Uint8Array(readFileSync(file))], basename(file), { type: 'application/gzip' });
}

/** The part of the WASM file system that the hook below touches. */
interface MountedFolder {
  readonly mount: {
    readonly type: { readonly stream_ops: { fsync?: (stream: { readonly nfd: number }) => number } };
  };
}

/** Gives the mounted folder the fsync that it lacks; without it, nothing the database writes is ever synced. */
function countSyncs(pglite: PGlite): () => number {
  let count = 0;
  const folder = pglite.Module.FS.lookupPath(PGlite.paths.PGDATA).node as unknown as MountedFolder;
  folder.mount.type.stream_ops.fsync = (stream) => {
    fsyncSync(stream.nfd);
    count += 1;
    return 0;
  };
  return () => count;
}

/** Commits one row and sees that a sync came with it. */
async function proveSync(pglite: PGlite, syncs: () => number): Promise<void> {
  await pglite.exec('create table if not exists embedded_self_test (id integer primary key, at timestamptz)');
  const before = syncs();
  await pglite.query(
    'insert into embedded_self_test values (1, now()) on conflict (id) do update set at = excluded.at',
  );
  if (syncs() > before) return;
  await pglite.close();
  throw new StoreOpenError(
    'The embedded database does not sync its commits to disk, so it would lose what it has acknowledged. ' +
      'Use PostgreSQL (THROUGHLINE_DATABASE_URL), and report this with the versions of Node and PGlite.',
  );
}

/** The files of a new database were written without syncing. */
function syncTree(folder: string): void {
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) syncTree(path);
    else syncPath(path);
  }
  syncPath(folder);
}
