import { join } from 'node:path';

/** What is said of the place of customers' keys. */
export interface KeyStoreSettings {
  /** A database that holds nothing else, `postgres://…`. */
  readonly databaseUrl?: string;
  /** A folder, for the embedded database. */
  readonly directory?: string;
}

/** Where customers' wrapped data keys are. */
export type KeyPlace =
  | { readonly kind: 'directory'; readonly directory: string }
  | { readonly kind: 'database'; readonly url: string }
  /** With everything else: a destroyed key is then still in the backups of that database. */
  | { readonly kind: 'main-database' };

export function keyPlace(places: {
  readonly keyStore?: KeyStoreSettings;
  readonly databaseUrl?: string;
  readonly dataDir: string;
}): KeyPlace {
  const { keyStore, databaseUrl, dataDir } = places;
  if (keyStore?.databaseUrl) return { kind: 'database', url: keyStore.databaseUrl };
  // A folder belongs to one machine, and a server's database to many nodes.
  if (databaseUrl) return { kind: 'main-database' };
  return { kind: 'directory', directory: keyStore?.directory ?? join(dataDir, 'keys', 'customers') };
}
