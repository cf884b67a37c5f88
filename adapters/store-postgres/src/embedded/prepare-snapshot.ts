/**
 * Run by the build: `node dist/embedded/prepare-snapshot.js` packs a new, empty database, from which first starts
 * copy. Does nothing when there is one for the installed version of PGlite.
 */
import { existsSync, renameSync, writeFileSync } from 'node:fs';
import { packNewPglite } from './pglite.js';
import { SNAPSHOT_FILE } from './snapshot.js';

if (!existsSync(SNAPSHOT_FILE)) {
  const unfinished = `${SNAPSHOT_FILE}.${process.pid}`;
  writeFileSync(unfinished, await packNewPglite());
  renameSync(unfinished, SNAPSHOT_FILE);
}
