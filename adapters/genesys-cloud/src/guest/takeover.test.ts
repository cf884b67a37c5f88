import { type Conversation, createMemoryStore, systemClock } from '@throughline/core';
import { v7 as uuidv7 } from 'uuid';
import { expect, it } from 'vitest';
import { eventually } from '../../test-support/eventually.js';
import { RelayDoor } from '../../test-support/relay-door.js';
import { RelayGateway } from '../../test-support/relay-gateway.js';
import { WindowedLimiter } from '../../test-support/windowed-limiter.js';

const IS_FULL = process.env.THROUGHLINE_TEST_FULL === '1';
const SESSIONS = IS_FULL ? 2_000 : 50;

it(
  `[GUEST-7] takes ${SESSIONS} sessions of a dead node over, within the limits of the other side, and loses nothing`,
  async () => {
    const door = await RelayDoor.start();
    const [store, limiter] = [createMemoryStore(uuidv7), new WindowedLimiter(systemClock)];
    const shared = {
      endpoint: door.endpoint,
      store,
      limiter,
      limits: IS_FULL ? { leaseMs: 6_000, tickMs: 2_000 } : { leaseMs: 1_000, tickMs: 250 },
    };
    const [dying, surviving] = [new RelayGateway(shared), new RelayGateway(shared)];
    const conversations: Conversation[] = [];
    for (let n = 0; n < SESSIONS; n += 1) conversations.push(await dying.open());
    const write = (node: RelayGateway, text: string) =>
      Promise.all(conversations.map((conversation, n) => node.send(conversation, `${text} ${n}`)));
    const delivered = async () => {
      const all = await Promise.all(conversations.map((each) => surviving.get(each)));
      return all.filter(({ headSeq, agentReceipts }) => agentReceipts.deliveredSeq === headSeq).length;
    };
    await write(dying, 'before');
    await eventually(delivered, (count) => count === SESSIONS);

    await write(dying, 'during');
    await dying.kill();
    await write(surviving, 'after');
    const curve = await recovery(delivered);

    const transcripts = await Promise.all(door.conversations.map((id) => door.transcript(id)));
    const arrived = transcripts.flat().toSorted();
    const written = conversations.flatMap((_each, n) =>
      ['before', 'during', 'after'].map((text) => `customer: ${text} ${n}`),
    );
    expect(arrived).toEqual(written.toSorted());
    for (const said of transcripts) {
      expect(said.map((line) => line.split(' ')[1])).toEqual(['before', 'during', 'after']);
    }
    expect(door.conversations).toHaveLength(SESSIONS);
    expect(door.refusals).toBe(0);
    if (IS_FULL) process.stdout.write(`delivered, by seconds after the death: ${curve.join(' ')}\n`);
    await surviving.stop();
    await door.stop();
  },
  IS_FULL ? 900_000 : 60_000,
);

/** How many customers had everything delivered, a second after the other, until all had. */
async function recovery(delivered: () => Promise<number>): Promise<readonly number[]> {
  const curve: number[] = [];
  let nextAt = performance.now();
  await eventually(delivered, (count) => {
    if (performance.now() >= nextAt || count === SESSIONS) {
      curve.push(count);
      nextAt += 1_000;
    }
    return count === SESSIONS;
  });
  return curve;
}
