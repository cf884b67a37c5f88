/** Several nodes over one database: one conversation, whichever node anyone is connected to. */
import { v7 as uuidv7 } from 'uuid';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type WebSocket from 'ws';
import { startThrowawayRedis } from '../tools/test-setup/throwaway-redis.mjs';
import { Cluster, type Node, type SignedIn } from './support/cluster.js';
import { Frames, refusedUpgrade } from './support/frames.js';
import { createDatabase, query } from './support/test-database.js';

/** What a dead node should have done is awaited for this long, in milliseconds: on an idle machine it takes 10 s at most. */
const TAKE_OVER_MS = 30_000;

let databaseUrl: string;
let redis: Awaited<ReturnType<typeof startThrowawayRedis>>;
let cluster: Cluster;
let a: Node;
let b: Node;

beforeAll(async () => {
  databaseUrl = await createDatabase('cluster');
  redis = await startThrowawayRedis();
  cluster = await Cluster.start({ nodes: 2, databaseUrl, redisUrl: redis.url, agents: 3, capacity: 5 });
  a = cluster.node(0);
  b = cluster.node(1);
});
afterAll(async () => {
  await cluster[Symbol.asyncDispose]();
  await redis.stop();
});

const tabAt = (person: SignedIn, node: Node) => Frames.greet(person.socketAt(node));

async function kill(node: Node): Promise<number> {
  await node.end('SIGKILL');
  return performance.now();
}

async function open(frames: Frames, context: object = {}) {
  const ref = uuidv7();
  frames.send({ type: 'open', ref, context });
  return frames.next('opened', (event) => event.ref === ref);
}

async function run(frames: Frames, frame: object): Promise<void> {
  const ref = uuidv7();
  frames.send({ ...frame, ref });
  await frames.next('done', (event) => event.ref === ref);
}

/** An available agent's desk. */
async function deskAt(node: Node, agentId: string): Promise<Frames> {
  const frames = await tabAt(await cluster.agent(agentId), node);
  await run(frames, { type: 'presence', available: true });
  return frames;
}

async function accept(desk: Frames, conversationId: string): Promise<void> {
  const isIt = (offer: { conversationId: string }) => offer.conversationId === conversationId;
  const { offers } = await desk.next('desk', (state) => state.offers.some(isIt));
  await run(desk, { type: 'accept', interactionId: offers.find(isIt)?.interactionId });
}

describe('two nodes', () => {
  it('[T1] [CONV-1] give one conversation to 500 simultaneous opens', async () => {
    const person = await cluster.customer('crowd');
    const tabs = await Promise.all(
      Array.from({ length: 20 }, (_, index) => tabAt(person, index % 2 === 0 ? a : b)),
    );
    const opened = await Promise.all(
      Array.from({ length: 500 }, (_, index) => open(tabs[index % 20] as Frames)),
    );
    const ids = new Set(opened.map(({ conversation }) => conversation.id));
    expect(ids.size).toBe(1);
    expect(opened.filter(({ joined }) => !joined)).toHaveLength(1);
    const [stored] = await query<{ count: string }>(
      databaseUrl,
      `select count(*) from conversation join customer on customer.id = customer_id where external_id = 'crowd'`,
    );
    expect(stored?.count).toBe('1');
    console.log(`open: 500 calls over 2 nodes, ${ids.size} conversation`);
    await run(tabs[0] as Frames, { type: 'end', conversationId: [...ids][0] });
    for (const tab of tabs) tab.close();
  });

  it('[T3] [WIRE-13] [CONV-23] carry a chat between a customer on one and an agent on the other', async () => {
    const person = await cluster.customer('ada');
    const first = await tabAt(person, a);
    const desk = await deskAt(b, 'a0');
    const { conversation } = await open(first, { intent: 'card-lost' });
    await accept(desk, conversation.id);

    const id = uuidv7();
    desk.send({ type: 'send', id, conversationId: conversation.id, text: 'How can I help?' });
    await first.next('entries', ({ entries }) => entries.some((entry) => entry.id === id));

    const second = await tabAt(person, b);
    expect((await second.next('welcome')).conversation?.id).toBe(conversation.id);
    const again = await open(second, {
      intent: 'limit',
      page: { url: '/cards/7', title: 'Card' },
    });
    expect(again).toMatchObject({ joined: true, conversation: { id: conversation.id } });
    const { conversations, offers } = await desk.next('desk', (state) =>
      state.conversations.some(({ customer }) => customer.intent === 'limit'),
    );
    expect(conversations).toHaveLength(1);
    expect(conversations[0]?.customer.pages).toMatchObject([{ url: '/cards/7' }]);
    expect(offers).toEqual([]);

    await run(first, { type: 'end', conversationId: conversation.id });
    await second.next('conversation', (event) => event.conversation.state === 'ended');
    for (const frames of [first, second, desk]) frames.close();
  });

  it('[CONV-21] [T10] continue an ended conversation with the same agent, who sees the earlier transcript', async () => {
    const person = await cluster.customer('eve');
    const tab = await tabAt(person, a);
    const known = await deskAt(b, 'a1');
    const { conversation: first } = await open(tab);
    await accept(known, first.id);
    const said = uuidv7();
    tab.send({ type: 'send', id: said, conversationId: first.id, text: 'My card is gone' });
    await tab.next('ack', ({ id }) => id === said);
    const stranger = await deskAt(a, 'a2');
    await run(tab, { type: 'end', conversationId: first.id });

    const { conversation: second } = await open(tab);
    expect(second.id).not.toBe(first.id);
    await accept(known, second.id);
    const { conversations } = await known.next('desk', (state) =>
      state.conversations.some(({ conversationId }) => conversationId === second.id),
    );
    expect(conversations[0]?.customer.previousConversation).toMatchObject({ id: first.id, continued: true });
    known.received.length = 0;
    known.send({ type: 'fill', conversationId: first.id, afterSeq: 0 });
    // Not one of the news, which may still come.
    const { entries } = await known.next(
      'entries',
      (event) => event.conversationId === first.id && event.entries[0]?.seq === 1,
    );
    expect(entries.map(({ kind }) => kind)).toEqual(['joined', 'message', 'ended']);

    stranger.send({ type: 'fill', conversationId: first.id, afterSeq: 0 });
    expect((await stranger.next('error')).code).toBe('not_found');
    await run(tab, { type: 'end', conversationId: second.id });
    for (const frames of [tab, known, stranger]) frames.close();
  });

  it('[T3] [CLUSTER-1] lose no message while Redis is away, and need little longer', async () => {
    const person = await cluster.customer('finn');
    const [here, there] = [await tabAt(person, a), await tabAt(person, b)];
    const { conversation } = await open(here);
    await there.next('conversation');
    await redis.kill();
    const id = uuidv7();
    here.send({ type: 'send', id, conversationId: conversation.id, text: 'Still there?' });
    await here.next('ack', (event) => event.id === id);
    const ackedAt = performance.now();
    await there.next('entries', ({ entries }) => entries.some((entry) => entry.id === id));
    console.log(
      `Redis away: the other node had the message ${Math.round(performance.now() - ackedAt)} ms later`,
    );
    await redis.launch();
    await run(here, { type: 'end', conversationId: conversation.id });
    for (const frames of [here, there]) frames.close();
  });

  it('[CLUSTER-2] leave what is due to one node, and to another one soon after it has died', async () => {
    const lease = async () => {
      const [row] = await query<{ holder: string; until: Date }>(
        databaseUrl,
        `select holder, until from work_lease where work = 'due-work' and until > clock_timestamp()`,
      );
      return row;
    };
    const taken = () => expect.poll(lease, { timeout: TAKE_OVER_MS, interval: 100 });
    await taken().toBeDefined();
    const before = (await lease())?.holder;
    let [victim, other] = [a, b];
    let killedAt = await kill(victim);
    const atDeath = (await lease())?.until ?? new Date(0);
    await taken().toSatisfy((row) => row && (row.holder !== before || row.until > atDeath));
    if ((await lease())?.holder === before) {
      // The other one had it, and goes on renewing it.
      await victim.launch();
      [victim, other] = [other, victim];
      killedAt = await kill(victim);
      await taken().toSatisfy((row) => row && row.holder !== before);
    }
    const tookMs = Math.round(performance.now() - killedAt);
    console.log(`due work: taken over at most ${tookMs} ms after its node was killed`);
    expect(other.isUp).toBe(true);
    await victim.launch();
  });

  it('[CLUSTER-6] carry out what a dead node had begun with an interaction, soon after it has died', async () => {
    const person = await cluster.customer('ida');
    const tab = await tabAt(person, a);
    const { conversation } = await open(tab);
    const deadAt = performance.now();
    // As a node leaves it that dies after it claimed a change and before it carried it out.
    await query(
      databaseUrl,
      `update interaction set version = version + 1, change_no = nextval('interaction_change'),
         follower = 'a node that died', follow_until = clock_timestamp() + interval '5 s'
       where conversation_id = '${conversation.id}'`,
    );
    const isFollowed = async () => {
      const [row] = await query<{ done: boolean }>(
        databaseUrl,
        `select followed_version = version as done from interaction where conversation_id = '${conversation.id}'`,
      );
      return row?.done;
    };
    expect(await isFollowed()).toBe(false);
    await expect.poll(isFollowed, { timeout: TAKE_OVER_MS, interval: 100 }).toBe(true);
    console.log(
      `interaction: taken over ${Math.round(performance.now() - deadAt)} ms after its node had died`,
    );
    await run(tab, { type: 'end', conversationId: conversation.id });
    tab.close();
  });

  it('[CLUSTER-3] send clients away spread over time, take no new ones, and end with 0', async () => {
    const person = await cluster.customer('grace');
    const tabs = await Promise.all(Array.from({ length: 100 }, () => tabAt(person, b)));
    const closedAt: number[] = [];
    const codes = new Set<number>();
    for (const { socket } of tabs) {
      socket.on('close', (code: number) => {
        closedAt.push(performance.now());
        codes.add(code);
      });
    }
    const ending = b.end('SIGTERM');
    await tabs[0]?.closeCode();
    const late = await refusedUpgrade(person.socketAt(b) as WebSocket);
    expect(late).toEqual({ status: 503, code: 'unavailable' });
    expect(await ending).toBe(0);
    await expect.poll(() => closedAt.length).toBe(100);
    expect([...codes]).toEqual([1012]);
    const spreadMs = Math.max(...closedAt) - Math.min(...closedAt);
    expect(spreadMs).toBeGreaterThan(500);
    console.log(`drain: 100 clients sent away over ${Math.round(spreadMs)} ms`);
    await b.launch();
  });
});

describe('two nodes without Redis', () => {
  it('[CLUSTER-4] [WIRE-13] tell each other through the database', async () => {
    const alone = await Cluster.start({
      nodes: 2,
      databaseUrl: await createDatabase('no_redis'),
      agents: 1,
      capacity: 5,
    });
    const person = await alone.customer('hal');
    const tab = await tabAt(person, alone.node(0));
    const desk = await Frames.greet((await alone.agent('a0')).socketAt(alone.node(1)));
    await run(desk, { type: 'presence', available: true });
    const { conversation } = await open(tab);
    await accept(desk, conversation.id);
    const id = uuidv7();
    desk.send({ type: 'send', id, conversationId: conversation.id, text: 'Hello' });
    await tab.next('entries', ({ entries }) => entries.some((entry) => entry.id === id));
    expect(
      (await tab.next('conversation', (event) => event.conversation.state === 'active')).conversation.agent,
    ).toEqual({ displayName: 'Agent 0' });
    for (const frames of [tab, desk]) frames.close();
    await alone[Symbol.asyncDispose]();
  });
});
