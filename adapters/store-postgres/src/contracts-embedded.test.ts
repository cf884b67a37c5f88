import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Store } from '@throughline/core';
// By name, because the worker thread runs the built file.
import { openEmbeddedStore } from '@throughline/store-postgres';
import { storeContracts } from '@throughline/test-kit';
import { afterAll, beforeAll, describe } from 'vitest';

describe('on the embedded database', () => {
  let folder: string;
  let store: Store;
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'throughline-store-'));
    store = await openEmbeddedStore({ dataDir: join(folder, 'database') });
  });
  afterAll(async () => {
    await store.close();
    await rm(folder, { recursive: true });
  });

  storeContracts(() => store);
});
