import { busContract } from '@throughline/test-kit';
import { describe } from 'vitest';
import { MemoryBus } from './memory-bus.js';

describe('MemoryBus', () => {
  busContract(async () => {
    const bus = new MemoryBus();
    return { nodes: [bus, bus] };
  });
});
