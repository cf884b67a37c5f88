import { describe, expect, it } from 'vitest';
import { Timeline } from '../../test-support/timeline.js';
import { WindowedLimiter } from '../../test-support/windowed-limiter.js';
import { Budget, type BudgetLimit, CONNECTION_BUDGET, PLATFORM_BUDGET, type Urgency } from './budget.js';

function twoNodes(limit: BudgetLimit) {
  const time = new Timeline();
  const limiter = new WindowedLimiter(time.clock);
  const node = () => new Budget(limiter, time.clock, limit, time.sleep);
  return { time, nodes: [node(), node()] as const };
}

/** Most uses in any minute. */
function mostInAMinute(uses: readonly number[]): number {
  return Math.max(...uses.map((at) => uses.filter((other) => other >= at && other < at + 60_000).length));
}

describe('a budget', () => {
  for (const limit of [PLATFORM_BUDGET, CONNECTION_BUDGET]) {
    it(`[BUDGET-1] keeps ${limit.name} of two nodes below the limit in every minute`, async () => {
      const { time, nodes } = twoNodes(limit);
      const uses: number[] = [];
      const note = () => uses.push(time.clock.now().getTime());
      // A window that is nearly over when most come: its uses and those of the next ones are close together.
      void nodes[0].take('key', 'active').then(note);
      await time.pass(limit.windowSeconds * 900);
      for (let n = 0; n < 1_000; n += 1) {
        for (const node of nodes) void node.take('key', 'active', { maxWaitMs: 3_600_000 }).then(note);
      }

      await time.pass(10 * 60_000);

      expect(uses).toHaveLength(2_001);
      expect(mostInAMinute(uses)).toBeLessThanOrEqual(limit.perMinute);
      // And does not waste much of it.
      const minutes = ((uses.at(-1) ?? 0) - (uses[0] ?? 0)) / 60_000;
      expect(uses.length / minutes).toBeGreaterThan(limit.perMinute * 0.8);
    });
  }

  it('[BUDGET-1] counts keys apart, such as two deployments', async () => {
    const { time, nodes } = twoNodes({ ...CONNECTION_BUDGET, perMinute: 61 });
    const admitted: string[] = [];
    for (const key of ['one', 'other', 'one'])
      void nodes[0].take(key, 'active').then(() => admitted.push(key));

    await time.pass(0);
    expect(admitted).toEqual(['one', 'other']);
    await time.pass(1_000);
    expect(admitted).toEqual(['one', 'other', 'one']);
  });

  it('[BUDGET-2] serves active conversations first, even those that come later', async () => {
    const { time, nodes } = twoNodes({ ...CONNECTION_BUDGET, perMinute: 61 });
    const order: string[] = [];
    const ask = (urgency: Urgency, name: string) =>
      void nodes[0].take('key', urgency, { maxWaitMs: 60_000 }).then(() => order.push(name));
    ask('active', 'first');
    ask('background', 'idle');
    ask('waiting', 'queued');
    ask('active', 'second');
    await time.pass(500);
    ask('active', 'third');

    await time.pass(10_000);

    expect(order).toEqual(['first', 'second', 'third', 'queued', 'idle']);
  });

  it('[BUDGET-2] leaves room for the active ones of other nodes', async () => {
    const { time, nodes } = twoNodes(PLATFORM_BUDGET);
    let background = 0;
    for (let n = 0; n < 100; n += 1) {
      void nodes[0].take('key', 'background', { maxWaitMs: 60_000 }).then(() => {
        background += 1;
      });
    }
    await time.pass(0);
    let active = 0;
    for (let n = 0; n < 23; n += 1) {
      void nodes[1].take('key', 'active').then(() => {
        active += 1;
      });
    }
    await time.pass(0);

    expect(background).toBe(15);
    expect(active).toBe(23);
  });

  it('[BUDGET-2] does not let the pause of a less urgent one hold an active one', async () => {
    const { time, nodes } = twoNodes(PLATFORM_BUDGET);
    for (let n = 0; n < 16; n += 1) void nodes[0].take('key', 'background');
    await time.pass(0);
    let served = false;
    void nodes[0].take('key', 'active').then(() => {
      served = true;
    });

    await time.pass(0);

    expect(served).toBe(true);
  });

  it('[BUDGET-3] refuses at once who cannot be served in time, and says when to come back', async () => {
    const { time, nodes } = twoNodes({ ...CONNECTION_BUDGET, perMinute: 61 });
    await nodes[0].take('key', 'active');
    await time.pass(400);

    await expect(nodes[1].take('key', 'active', { maxWaitMs: 599 })).rejects.toMatchObject({
      code: 'limited',
      facts: { operation: 'genesys-connections', retryAfterMs: 600 },
    });
  });

  it('[BUDGET-3] lets who gives up go, and serves the next', async () => {
    const { time, nodes } = twoNodes({ ...CONNECTION_BUDGET, perMinute: 61 });
    await nodes[0].take('key', 'active');
    const gone = new AbortController();
    const given = nodes[0].take('key', 'active', { signal: gone.signal });
    let served = false;
    void nodes[0].take('key', 'waiting').then(() => {
      served = true;
    });
    await time.pass(100);
    gone.abort(new Error('closed'));

    await expect(given).rejects.toThrow('closed');
    await time.pass(1_000);
    expect(served).toBe(true);
    expect(nodes[0].waiting).toBe(0);
  });

  it('[BUDGET-3] keeps away for as long as Genesys asks', async () => {
    const { time, nodes } = twoNodes(PLATFORM_BUDGET);
    nodes[0].pause('key', 5_000);
    let served = false;
    void nodes[0].take('key', 'active').then(() => {
      served = true;
    });

    await time.pass(4_999);
    expect(served).toBe(false);
    await time.pass(1);
    expect(served).toBe(true);
  });
});
