import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

/** Version of PGlite in use. A prepared database of another one is not used. */
export const PGLITE_VERSION: string = JSON.parse(
  readFileSync(new URL('../package.json', import.meta.resolve('@electric-sql/pglite')), 'utf8'),
).version;

/** A new database, packed: made once by `prepare-snapshot.js`, because making one takes seconds. */
export const SNAPSHOT_FILE = fileURLToPath(
  new URL(`./initial-database-${PGLITE_VERSION}.tar.gz`, import.meta.url),
);
