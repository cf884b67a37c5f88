import type { QueueLoad } from '@throughline/core';
import { describe, expect, it } from 'vitest';
import { estimateWait } from './estimate-wait.js';

const NOW = new Date('2026-11-25T10:00:00Z');
const MINUTE = 60_000;

function aLoad(overrides: Partial<QueueLoad> = {}): QueueLoad {
  return {
    agentsAvailable: 3,
    agentsFree: 0,
    waiting: 4,
    recentlyAssigned: 20,
    recentSince: new Date(NOW.getTime() - 20 * MINUTE),
    ...overrides,
  };
}

describe('estimateWait', () => {
  it('[CC-8] says nothing when nobody is there, or the queue has hardly moved', () => {
    expect(estimateWait(aLoad({ agentsAvailable: 0 }), 0, NOW)).toBeNull();
    expect(estimateWait(aLoad({ recentlyAssigned: 4 }), 0, NOW)).toBeNull();
    expect(estimateWait(aLoad({ recentlyAssigned: 0, recentSince: null }), 0, NOW)).toBeNull();
    expect(estimateWait(aLoad({ recentSince: NOW }), 0, NOW)).toBeNull();
  });

  it('[CC-8] says at once when an agent has room, also in a queue without a past', () => {
    const load = aLoad({ agentsFree: 2, recentlyAssigned: 0, recentSince: null });
    expect(estimateWait(load, 1, NOW)).toEqual({ lowSeconds: 0, highSeconds: 30 });
    expect(estimateWait(load, 2, NOW)).toBeNull();
  });

  it('[CC-8] rises with every person ahead, and falls when the queue moves faster', () => {
    const first = estimateWait(aLoad(), 0, NOW);
    const fifth = estimateWait(aLoad(), 4, NOW);
    const faster = estimateWait(aLoad({ recentlyAssigned: 40 }), 4, NOW);
    expect(fifth?.highSeconds).toBeGreaterThan(first?.highSeconds ?? 0);
    expect(fifth?.lowSeconds).toBeGreaterThan(first?.lowSeconds ?? 0);
    expect(faster?.highSeconds).toBe(Math.round((fifth?.highSeconds ?? 0) / 2));
  });

  it('[CC-8] names a range that eight waits of ten end in', () => {
    // Agents end a wait once a minute on average, at random, as a seeded generator says.
    const random = seeded(7);
    for (const ahead of [0, 2, 9]) {
      const range = estimateWait(aLoad(), ahead, NOW);
      const waits = Array.from({ length: 20_000 }, () => {
        let seconds = 0;
        for (let served = 0; served <= ahead; served += 1) seconds -= 60 * Math.log(1 - random());
        return seconds;
      });
      const within = waits.filter((s) => range && s >= range.lowSeconds && s <= range.highSeconds).length;
      expect(within / waits.length).toBeGreaterThan(0.77);
      expect(within / waits.length).toBeLessThan(0.83);
    }
  });
});

/** Numbers from 0 to 1, the same for the same seed (mulberry32). */
function seeded(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}
