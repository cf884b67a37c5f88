import type { NewConversation, Store } from '@throughline/core';
import {
  aContextItem,
  aConversation,
  aDecision,
  aNewEntry,
  anAgent,
  anAuditEntry,
  anId,
  anInteraction,
  aQueue,
} from '@throughline/test-kit';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { NEEDS_SERVER, TEST_DATABASE_URL, TemporarySchema } from '../test-support/temporary-schema.js';
import { openPostgresStore } from './open-postgres-store.js';

const NOW = new Date('2026-03-02T09:00:00.000Z');
const after = (ms: number) => new Date(NOW.getTime() + ms);

let schema: TemporarySchema;
/** Two nodes with eight connections each. */
let nodes: readonly Store[];

describe.skipIf(!TEST_DATABASE_URL)(`many nodes on one PostgreSQL (${NEEDS_SERVER})`, () => {
  beforeAll(async () => {
    schema = new TemporarySchema('concurrency');
    const options = { url: schema.url, schema: schema.name, maxConnections: 8 };
    nodes = await Promise.all([openPostgresStore(options), openPostgresStore(options)]);
  });
  afterAll(async () => {
    await Promise.all(nodes.map((node) => node.close()));
    await schema.drop();
  });

  describe('conversations', conversations);
  describe('interactions', interactions);
});

function conversations(): void {
  it('[T1] 50 simultaneous calls on two nodes open one conversation', async () => {
    const customerId = await newCustomer();

    const results = await Promise.all(Array.from({ length: 50 }, (_, call) => open(node(call), customerId)));

    expect(results.filter((result) => !result.joined)).toHaveLength(1);
    const rows = await schema.query('select id from conversation where customer_id = $1', [customerId]);
    expect(rows).toEqual([{ id: results[0]?.conversation.id }]);
  });

  it('[T1] opening and ending at random never leaves two live conversations', async () => {
    const customerId = await newCustomer();

    await Promise.all(
      Array.from({ length: 16 }, async (_, worker) => {
        for (let round = 0; round < 10; round += 1) {
          const { conversation } = await open(node(worker), customerId);
          if (Math.random() < 0.5) await end(node(worker), conversation.id);
        }
      }),
    );

    const live = await schema.query(
      `select id from conversation where customer_id = $1 and state <> 'ended'`,
      [customerId],
    );
    expect(live.length).toBeLessThanOrEqual(1);
  });

  it('[T3] the same ids from 16 connections, in any order and batch, are stored once and without gaps', async () => {
    const all = await Promise.all(Array.from({ length: 3 }, openNew));
    const entries = all.flatMap((conversation) => Array.from({ length: 60 }, () => aNewEntry(conversation)));

    const results = await Promise.all(
      Array.from({ length: 16 }, async (_, worker) => {
        const batches = inBatches(shuffled(entries));
        const seqs = new Map<string, number>();
        for (const batch of batches) {
          const stored = await node(worker).conversations.append(batch);
          for (const result of stored) {
            if (result.kind === 'stored') seqs.set(result.entry.id, result.entry.seq);
          }
        }
        return seqs;
      }),
    );

    for (const conversation of all) {
      const stored = await node(0).conversations.read(conversation.id, 0, 1_000);
      expect(stored.map((entry) => entry.seq)).toEqual(Array.from({ length: 60 }, (_, index) => index + 1));
      for (const seqs of results) for (const { id, seq } of stored) expect(seqs.get(id)).toBe(seq);
    }
  });

  it('[STORE-22] appends, transitions, receipts and presence of the same conversations never deadlock', async () => {
    const all = await Promise.all(Array.from({ length: 6 }, openNew));

    const work = Array.from({ length: 120 }, (_, call) => {
      const { conversations } = node(call);
      const some = shuffled(all);
      const one = some[0] ?? all[0];
      if (!one) throw new Error('There is a conversation.');
      if (call % 4 === 0)
        return conversations.markPresent(
          some.map((each) => each.customerId),
          after(call),
        );
      if (call % 4 === 1)
        return conversations.raiseReceipts(one.id, 'customer', { deliveredSeq: call, readSeq: 0 });
      if (call % 4 === 2) return conversations.addContext(one.id, aContextItem(), anAuditEntry());
      return conversations.append(some.map((each) => aNewEntry(each)));
    });

    await expect(Promise.all(work)).resolves.toHaveLength(120);
    const heads = await node(0).conversations.heads(all.map((each) => each.id));
    expect([...heads.values()]).toEqual(all.map(() => 30));
  });
}

function interactions(): void {
  it('[STORE-17] capacity holds and no offer is made twice, whatever runs at once', async () => {
    const queues = [aQueue(), aQueue()];
    const queueIds = queues.map((queue) => queue.id);
    const agents = [
      anAgent(queueIds, { capacity: 1 }),
      anAgent(queueIds, { capacity: 2 }),
      anAgent(queueIds.slice(1), { capacity: 3 }),
    ];
    await node(0).interactions.configure(queues, agents);
    for (const agent of agents)
      await node(0).interactions.setPresence(agent.id, true, after(1e9), anAuditEntry());
    const offers: string[] = [];
    let running = true;
    const watch = watchCapacity(() => running);

    await Promise.all(
      Array.from({ length: 16 }, (_, worker) => actAtRandom(node(worker), queueIds, offers, worker)),
    );
    running = false;

    expect(await watch).toEqual([]);
    expect(offers.length).toBeGreaterThan(50);
    expect(new Set(offers).size).toBe(offers.length);
  });
}

/** Queues, offers, accepts, declines, closes, and lets offers and leases run out. */
async function actAtRandom(store: Store, queueIds: readonly string[], offers: string[], worker: number) {
  const { interactions: desk } = store;
  for (let round = 0; round < 12; round += 1) {
    const ms = round * 1_000 + worker;
    await desk.enqueue(anInteraction(queueIds[round % 2] ?? '', { priority: round % 3 }));
    for (const offer of await desk.offerWaiting(after(ms), after(ms + 500))) {
      offers.push(`${offer.id} ${offer.version}`);
      const dice = Math.random();
      if (dice < 0.5) await desk.accept(offer.id, offer.agentId ?? '', after(ms), anAuditEntry());
      else if (dice < 0.7) await desk.decline(offer.id, offer.agentId ?? '', after(ms));
      else if (dice < 0.8) await desk.close(offer.conversationId, after(ms));
    }
    if (round % 5 === 0) await desk.returnExpiredOffers(after(ms));
    if (round % 7 === 0) await desk.expireLeases(after(ms), after(-1e9));
    for (const agent of await desk.agents()) {
      const [oldest] = await desk.ofAgent(agent.id);
      if (oldest && Math.random() < 0.3) await desk.close(oldest.conversationId, after(ms));
    }
    const claim = { holder: `worker ${worker}`, claimMs: 60_000, limit: 3 };
    for (const changed of await desk.claimUnfollowed(claim)) {
      await desk.markFollowed(changed.id, changed.version);
    }
  }
}

/** Collects what exceeds a capacity in any committed state it sees. */
async function watchCapacity(isRunning: () => boolean): Promise<unknown[]> {
  const exceeded: unknown[] = [];
  while (isRunning()) {
    exceeded.push(
      ...(await schema.query(
        `select agent.id from agent join interaction on interaction.agent_id = agent.id
         group by agent.id having count(*) > agent.capacity`,
      )),
    );
  }
  return exceeded;
}

function node(index: number): Store {
  const store = nodes[index % nodes.length];
  if (!store) throw new Error('The nodes are not open.');
  return store;
}

function newCustomer(): Promise<string> {
  return node(0).sessions.customerId({ issuer: 'https://portal.example', externalId: anId() });
}

async function openNew(): Promise<NewConversation> {
  const customerId = await newCustomer();
  const { conversation } = await open(node(0), customerId);
  return aConversation(customerId, { id: conversation.id });
}

function open(store: Store, customerId: string) {
  const conversation = aConversation(customerId);
  return store.conversations.open(conversation, aContextItem(), aDecision(conversation.id), anAuditEntry());
}

function end(store: Store, conversationId: string) {
  return store.conversations.transition({
    conversationId,
    from: ['routing'],
    to: 'ended',
    agentId: null,
    at: NOW,
    interactionVersion: null,
    entry: null,
    audit: null,
  });
}

function shuffled<T>(items: readonly T[]): T[] {
  return items
    .map((item) => ({ item, key: Math.random() }))
    .sort((a, b) => a.key - b.key)
    .map(({ item }) => item);
}

function inBatches<T>(items: readonly T[]): T[][] {
  const batches: T[][] = [];
  for (let from = 0; from < items.length; ) {
    const size = 1 + Math.floor(Math.random() * 20);
    batches.push(items.slice(from, from + size));
    from += size;
  }
  return batches;
}
