import type { RateLimiter } from '@throughline/core';
import { expect, it } from 'vitest';
import { anId } from '../builders.js';

/** What every {@link RateLimiter} keeps to. `nodes` count together; the same object twice when there is one node. */
export function rateLimiterContract(create: () => Promise<readonly [RateLimiter, RateLimiter]>): void {
  it('[EDGE-3] allows as many uses as the rule says, over all nodes, and then says how long to wait', async () => {
    const [one, other] = await create();
    const rule = { name: `rule-${anId()}`, uses: 4, perSeconds: 60 };

    const taken = await Promise.all([one, other, one, other].map((node) => node.take(rule, 'ava')));

    expect(taken).toEqual([null, null, null, null]);
    const waitMs = await other.take(rule, 'ava');
    expect(waitMs).toBeGreaterThan(0);
    expect(waitMs).toBeLessThanOrEqual(60_000);
  });

  it('[EDGE-3] counts keys and rules apart', async () => {
    const [one] = await create();
    const rule = { name: `rule-${anId()}`, uses: 1, perSeconds: 60 };
    await one.take(rule, 'ava');

    expect(await one.take(rule, 'ben')).toBeNull();
    expect(await one.take({ ...rule, name: `rule-${anId()}` }, 'ava')).toBeNull();
    expect(await one.take(rule, 'ava')).not.toBeNull();
  });
}
