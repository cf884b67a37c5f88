import type { RateLimiter } from '@throughline/core';
import { anId, rateLimiterContract } from '@throughline/test-kit';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startThrowawayRedis } from '../../../tools/test-setup/throwaway-redis.mjs';
import { RedisRateLimiter } from './redis-rate-limiter.js';

/** Allows everything, and says that it was asked. */
class Fallback implements RateLimiter {
  asked = 0;
  async take(): Promise<null> {
    this.asked += 1;
    return null;
  }
  async close(): Promise<void> {}
}

let redis: Awaited<ReturnType<typeof startThrowawayRedis>>;
let fallback: Fallback;
let nodes: readonly [RedisRateLimiter, RedisRateLimiter];

/** Fulfils when this node counts in Redis. */
async function connected(node: RedisRateLimiter): Promise<void> {
  for (;;) {
    const before = fallback.asked;
    await node.take({ name: 'probe', uses: 1_000_000, perSeconds: 60 }, 'probe');
    if (fallback.asked === before) return;
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

beforeAll(async () => {
  redis = await startThrowawayRedis();
  fallback = new Fallback();
  // On a busy machine a count may take longer than a request waits for it, and would not be one of Redis then.
  const options = { url: redis.url, fallback, commandTimeoutMs: 10_000 };
  nodes = [new RedisRateLimiter(options), new RedisRateLimiter(options)];
  for (const node of nodes) await connected(node);
});
afterAll(async () => {
  await Promise.all(nodes.map((node) => node.close()));
  await redis.stop();
});

describe('RedisRateLimiter', () => {
  rateLimiterContract(async () => nodes);

  it('[EDGE-4] refuses nobody because Redis is away, and counts together again when it is back', async () => {
    const rule = { name: `rule-${anId()}`, uses: 1, perSeconds: 60 };
    await nodes[0].take(rule, 'ava');
    await redis.kill();
    expect(await nodes[0].take(rule, 'ava')).toBeNull();
    expect(await nodes[1].take(rule, 'ava')).toBeNull();

    await redis.launch();
    for (const node of nodes) await connected(node);
    const again = { ...rule, name: `rule-${anId()}` };
    expect(await nodes[0].take(again, 'ava')).toBeNull();
    expect(await nodes[1].take(again, 'ava')).not.toBeNull();
  });
});
