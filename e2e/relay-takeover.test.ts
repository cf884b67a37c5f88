/** A node process that holds 2,000 sessions at a door in a process of its own is killed; only in the full run: 2½ minutes of connections, twice. */
import { setTimeout as pause } from 'node:timers/promises';
import { type ChatClient, createChatClient } from '@throughline/chat-client';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { Cluster } from './support/cluster.js';
import { DEPLOYMENT, Door, type Platform } from './support/door.js';
import { createDatabase } from './support/test-database.js';

const IS_FULL = process.env.THROUGHLINE_TEST_FULL === '1';
const SESSIONS = 2_000;
/** Customers who sign in at the same time. */
const AT_ONCE = 20;

let door: Door;
let cluster: Cluster;
beforeAll(async () => {
  if (!IS_FULL) return;
  const [databaseUrl, started] = await Promise.all([
    createDatabase('relay_takeover'),
    // The test reads every conversation at the end; the limits of guests stay.
    Door.startWith({}, '--limit', 'platformRequestsPerMinute=1000000'),
  ]);
  door = started;
  cluster = await Cluster.start({
    nodes: 2,
    databaseUrl,
    agents: 1,
    capacity: 1,
    settings: `contactCenter: genesys\ngenesys: { address: "${door.url}", deploymentId: ${DEPLOYMENT} }`,
  });
});
afterAll(async () => {
  if (!IS_FULL) return;
  await cluster[Symbol.asyncDispose]();
  await door.stop();
});

it.skipIf(!IS_FULL)(
  `[GUEST-7] [GUEST-31] takes ${SESSIONS} sessions of a killed process over, within the limits, and loses nothing`,
  async () => {
    const clients: ChatClient[] = [];
    while (clients.length < SESSIONS) {
      const batch = Array.from({ length: AT_ONCE }, (_, n) => arrive(`c${clients.length + n}`));
      clients.push(...(await Promise.all(batch)));
    }
    const write = (text: string) => {
      for (const [n, client] of clients.entries()) client.send(`${text} ${n}`);
    };
    await until(() => delivered(clients, 1) === SESSIONS);

    write('during');
    await cluster.node(0).end('SIGKILL');
    const killedAt = performance.now();
    write('after');
    const curve: number[] = [];
    await until(() => {
      const seconds = (performance.now() - killedAt) / 1_000;
      if (seconds >= 10 * (curve.length + 1)) curve.push(delivered(clients, 3));
      return delivered(clients, 3) === SESSIONS;
    });
    const tookS = Math.round((performance.now() - killedAt) / 1_000);
    process.stdout.write(`delivered, each 10 s after the kill: ${curve.join(' ')}; all after ${tookS} s\n`);

    const counts = await messageCounts(await door.platform());
    expect(counts).toEqual(Array.from({ length: SESSIONS }, () => 3));
    for (const { output } of cluster.nodes) expect(output).not.toMatch(/answered 429/);
    for (const client of clients) client.stop();
  },
  1_500_000,
);

async function arrive(name: string): Promise<ChatClient> {
  const person = await cluster.customer(name);
  const client = createChatClient({
    connect: () => person.socketAt(cluster.node(cluster.node(0).isUp ? 0 : 1)),
    signIn: async () => undefined,
  });
  client.start();
  client.send(`before ${name.slice(1)}`);
  return client;
}

/** How many customers see as many of their messages as this delivered. */
function delivered(clients: readonly ChatClient[], messages: number): number {
  return clients.filter(({ snapshot }) => {
    const toSeq = snapshot.conversation?.agentReceipts.deliveredSeq ?? 0;
    const own = snapshot.entries.filter(({ kind, seq }) => kind === 'message' && seq <= toSeq);
    return own.length === messages;
  }).length;
}

/** How many messages the other side has of each conversation. */
async function messageCounts(platform: Platform): Promise<readonly number[]> {
  const day = 24 * 3_600_000;
  const interval = [Date.now() - day, Date.now() + day].map((ms) => new Date(ms).toISOString()).join('/');
  const counts: number[] = [];
  for (let pageNumber = 1; ; pageNumber += 1) {
    const paging = { pageSize: 100, pageNumber };
    const { body } = await platform.call('POST', '/api/v2/analytics/conversations/details/query', {
      interval,
      paging,
    });
    for (const { conversationId } of body.conversations ?? []) {
      const conversation = await platform.get(`/api/v2/conversations/messages/${conversationId}`);
      const participants = conversation.body.participants as { purpose: string; messages?: unknown[] }[];
      const customer = participants.find(({ purpose }) => purpose === 'customer');
      counts.push(customer?.messages?.length ?? 0);
    }
    if ((body.conversations ?? []).length < paging.pageSize) return counts;
  }
}

async function until(isSo: () => boolean): Promise<void> {
  while (!isSo()) await pause(200);
}
