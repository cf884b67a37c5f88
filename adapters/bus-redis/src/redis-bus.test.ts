import { createServer } from 'node:net';
import { busContract } from '@throughline/test-kit';
import { createClient } from 'redis';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startThrowawayRedis } from '../../../tools/test-setup/throwaway-redis.mjs';
import { RedisBus } from './redis-bus.js';

type Redis = Awaited<ReturnType<typeof startThrowawayRedis>>;

let redis: Redis;
let nodes: [RedisBus, RedisBus];

beforeAll(async () => {
  redis = await startThrowawayRedis();
  nodes = [await RedisBus.open({ url: redis.url }), await RedisBus.open({ url: redis.url })];
});
afterAll(async () => {
  await Promise.all(nodes.map((node) => node.close()));
  await redis.stop();
});

/** Fulfils when `holds` does; the test's own time limit ends the wait. */
async function until(holds: () => boolean): Promise<void> {
  while (!holds()) await new Promise((resolve) => setTimeout(resolve, 10));
}

/** How often each node hears from now on that something may be lost. */
function countGaps(): number[] {
  const gaps = [0, 0];
  for (const [index, node] of nodes.entries()) {
    node.subscribe(({ kind }) => {
      if (kind === 'gap') gaps[index] = (gaps[index] ?? 0) + 1;
    });
  }
  return gaps;
}

describe('RedisBus', () => {
  busContract(async () => ({ nodes }));

  it('reaches only its own node while Redis is away, and all nodes soon after it is back', async () => {
    expect(nodes[0].reach).toBe('all-nodes');
    await redis.kill();
    await until(() => nodes.every(({ reach }) => reach === 'this-node'));
    const own: string[] = [];
    const stop = nodes[0].subscribe(({ kind }) => own.push(kind));
    nodes[0].publish({ kind: 'contact-center' });
    await until(() => own.length === 1);
    stop();

    await redis.launch();
    await until(() => nodes.every(({ reach }) => reach === 'all-nodes'));
    const heard: string[] = [];
    nodes[1].subscribe(({ kind }) => heard.push(kind));
    const again = setInterval(() => nodes[0].publish({ kind: 'contact-center' }), 50);
    // The news that something may be lost (`gap`) may come before it.
    await until(() => heard.includes('contact-center'));
    clearInterval(again);
  });

  it('[CLUSTER-1] tells every node that something may be lost after an outage', async () => {
    const gaps = countGaps();
    await redis.kill();
    await until(() => nodes.every(({ reach }) => reach === 'this-node'));
    await redis.launch();
    await until(() => gaps.every((count) => count > 0));
  });

  it('[CLUSTER-1] tells the others of what it could not say, however short the outage was', async () => {
    const gaps = countGaps();
    const admin = createClient({ url: redis.url });
    await admin.connect();
    // Those who listen stay connected, and would notice nothing by themselves.
    await admin.sendCommand(['CLIENT', 'KILL', 'TYPE', 'normal', 'SKIPME', 'yes']);
    nodes[0].publish({ kind: 'contact-center' });
    await until(() => (gaps[1] ?? 0) > 0);
    admin.destroy();
  });

  it('keeps installations on different database numbers apart', async () => {
    const other = await RedisBus.open({ url: `${redis.url}/1` });
    const heard: string[] = [];
    other.subscribe(({ kind }) => heard.push(kind));
    const there: string[] = [];
    nodes[1].subscribe(({ kind }) => there.push(kind));
    nodes[0].publish({ kind: 'contact-center' });
    // News of the tests before may come first.
    await until(() => there.includes('contact-center'));
    expect(heard).toEqual([]);
    await other.close();
  });

  it('says at the start that Redis cannot be reached, without the password', async () => {
    const closed = createServer().listen(0, '127.0.0.1');
    await new Promise((resolve) => closed.once('listening', resolve));
    const { port } = closed.address() as { port: number };
    await new Promise((resolve) => closed.close(resolve));
    const opening = RedisBus.open({ url: `redis://user:secret@127.0.0.1:${port}` });
    await expect(opening).rejects.toThrow(/Redis cannot be reached.*THROUGHLINE_REDIS_URL/);
    await expect(opening).rejects.not.toThrow(/secret/);
  });
});
