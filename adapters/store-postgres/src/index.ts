export type { Store } from '@throughline/core';
export { StoreLockedError, StoreOpenError, StoreStatementError } from './errors.js';
export { inspectPostgresStore, type PostgresInspection } from './inspect-postgres-store.js';
export { type EmbeddedStoreOptions, openEmbeddedStore } from './open-embedded-store.js';
export { type OpenKeyStore, openPostgresKeyStore } from './open-postgres-key-store.js';
export { openPostgresStore, type PostgresStoreOptions } from './open-postgres-store.js';
