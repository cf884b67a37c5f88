import type { Store } from '@throughline/core';
import { storeContracts } from '@throughline/test-kit';
import { afterAll, beforeAll, describe } from 'vitest';
import { NEEDS_SERVER, TEST_DATABASE_URL, TemporarySchema } from '../test-support/temporary-schema.js';
import { openPostgresStore } from './open-postgres-store.js';

describe.skipIf(!TEST_DATABASE_URL)(`on a PostgreSQL server (${NEEDS_SERVER})`, () => {
  let schema: TemporarySchema;
  let store: Store;
  beforeAll(async () => {
    schema = new TemporarySchema('contracts');
    store = await openPostgresStore({ url: schema.url, schema: schema.name, maxConnections: 8 });
  });
  afterAll(async () => {
    await store.close();
    await schema.drop();
  });

  storeContracts(() => store);
});
