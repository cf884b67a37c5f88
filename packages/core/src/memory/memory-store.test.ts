import { anId, storeContracts } from '@throughline/test-kit';
import { describe } from 'vitest';
import { createMemoryStore } from './memory-store.js';

describe('in memory', () => {
  const store = createMemoryStore(anId);
  storeContracts(() => store);
});
