import { setTimeout as pause } from 'node:timers/promises';
import {
  type Conversation,
  createMemoryStore,
  type RateRule,
  type Store,
  systemClock,
} from '@throughline/core';
import { v7 as uuidv7 } from 'uuid';
import { expect, it } from 'vitest';
import { eventually } from '../../test-support/eventually.js';
import { RelayDoor } from '../../test-support/relay-door.js';
import { RelayGateway } from '../../test-support/relay-gateway.js';
import { WindowedLimiter } from '../../test-support/windowed-limiter.js';

const IS_FULL = process.env.THROUGHLINE_TEST_FULL === '1';
const SESSIONS = IS_FULL ? 2_000 : 50;
/** To look up each conversation takes so long that taking over takes longer than a lease, in milliseconds. */
const READ_MS = 50;

/** Counts the connections that it allows. */
class CountingLimiter extends WindowedLimiter {
  connections = 0;

  override async take(rule: RateRule, key: string): Promise<number | null> {
    const over = await super.take(rule, key);
    if (rule.name === 'genesys-connections' && over === null) this.connections += 1;
    return over;
  }
}

/** A store that is slow to say what a conversation is. */
function slowToRead(store: Store): Store {
  const { conversations } = store;
  const get: typeof conversations.get = async (id) => {
    await pause(READ_MS);
    return conversations.get(id);
  };
  const slow = new Proxy(conversations, {
    get: (target, name) => {
      const member: unknown = name === 'get' ? get : Reflect.get(target, name);
      return typeof member === 'function' ? member.bind(target) : member;
    },
  });
  return { ...store, conversations: slow };
}

it(
  `[GUEST-7] takes ${SESSIONS} sessions of a dead node over, within the limits of the other side, and loses nothing`,
  async () => {
    const door = await RelayDoor.start();
    const [store, limiter] = [createMemoryStore(uuidv7), new CountingLimiter(systemClock)];
    const shared = {
      endpoint: door.endpoint,
      store,
      limiter,
      limits: IS_FULL ? { leaseMs: 6_000, tickMs: 2_000 } : { leaseMs: 1_500, tickMs: 250 },
    };
    const dying = new RelayGateway(shared);
    const surviving = new RelayGateway({ ...shared, store: slowToRead(store) });
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
    limiter.connections = 0;
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
    // None is given up because its lease ran out while others were taken over.
    expect(limiter.connections).toBe(SESSIONS);
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
