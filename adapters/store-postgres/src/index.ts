export { StoreLockedError, StoreOpenError, StoreStatementError } from './errors.js';
export { type EmbeddedStoreOptions, openEmbeddedStore } from './open-embedded-store.js';
export { openPostgresStore, type PostgresStoreOptions } from './open-postgres-store.js';
export type { Store } from './store.js';
