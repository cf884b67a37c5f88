import { afterEach, describe, expect, it } from 'vitest';
import { AGENT, QUEUE, type TestDoor } from '../../test-support/door.js';
import { doorAndClient } from '../../test-support/platform.js';
import { QueueFigures } from './queue-figures.js';

let door: TestDoor | undefined;
afterEach(async () => door?.stop());

async function figuresOf() {
  const failures: unknown[] = [];
  const started = await doorAndClient();
  door = started.door;
  const { client, time } = started;
  const figures = new QueueFigures({ client, clock: time.clock, onFailure: (error) => failures.push(error) });
  return { time, failures, figures, door };
}

describe('figures of queues', () => {
  it('[PLATFORM-6] say who is there, who is free, how many wait, and a range of waits', async () => {
    const { figures, door } = await figuresOf();
    await door.contactCenter.setPresence(AGENT.id, true);
    for (let n = 0; n < AGENT.capacity + 1; n += 1) await door.ask(`waiting-${n}`);

    expect(await figures.availability(QUEUE.id)).toEqual({
      agentsAvailable: 1,
      agentsFree: 0,
      waiting: 1,
      estimate: { lowSeconds: 38, highSeconds: 829 },
    });
  });

  it('[PLATFORM-6] say nothing about the wait while nobody is there', async () => {
    const { figures, failures } = await figuresOf();

    expect(await figures.availability(QUEUE.id)).toEqual({
      agentsAvailable: 0,
      agentsFree: 0,
      waiting: 0,
      estimate: null,
    });
    expect(failures).toEqual([]);
  });

  it('[PLATFORM-6] are asked for once for everybody, and again when they are old', async () => {
    const { figures, door, time } = await figuresOf();
    await Promise.all(Array.from({ length: 50 }, () => figures.availability(QUEUE.id)));
    await door.contactCenter.setPresence(AGENT.id, true);

    expect((await figures.availability(QUEUE.id))?.agentsFree).toBe(0);
    time.clock.advance(15_000);
    await figures.availability(QUEUE.id);
    await expect.poll(async () => (await figures.availability(QUEUE.id))?.agentsFree).toBe(1);
  });

  it('[PLATFORM-6] outlive a short failure; after a minute nothing is known', async () => {
    const { figures, door, time, failures } = await figuresOf();
    await door.contactCenter.setPresence(AGENT.id, true);
    expect((await figures.availability(QUEUE.id))?.agentsFree).toBe(1);
    await door.fault({ kind: 'http', status: 503, path: '/api/v2/', times: 100 });

    time.clock.advance(15_000);
    expect((await figures.availability(QUEUE.id))?.agentsFree).toBe(1);
    time.clock.advance(45_000);
    expect(await figures.availability(QUEUE.id)).toBeNull();
    expect(failures[0]).toMatchObject({ code: 'unreachable' });
  });

  it('[PLATFORM-6] name a queue that Genesys does not have', async () => {
    const { figures, failures } = await figuresOf();

    expect(await figures.availability('No_Such_Queue')).toBeNull();
    expect(String(failures[0])).toContain('has no queue "No_Such_Queue"');
  });
});
