/**
 * The promise under faults, on two nodes with a PostgreSQL and a Redis of their own: what was acknowledged is stored at
 * every kill; in the end, what was sent is stored once and shown once, in order, on both sides; never two live
 * conversations of a customer, never an offer to two agents. `npm run test:faults` runs the long form.
 */
import { afterAll, beforeAll, expect, it } from 'vitest';
import { startThrowawayPostgres } from '../tools/test-setup/throwaway-postgres.mjs';
import { startThrowawayRedis } from '../tools/test-setup/throwaway-redis.mjs';
import { Cluster } from './support/cluster.js';
import { BadNetwork, FaultAgent, FaultCustomer } from './support/fault-customer.js';
import { OfferWatch } from './support/offer-watch.js';
import { query } from './support/test-database.js';

const FULL = process.env.THROUGHLINE_TEST_FULL === '1';
const CONVERSATIONS = FULL ? 50 : 6;
const MESSAGES = FULL ? 10_000 : 600;
const AGENTS = FULL ? 10 : 2;
const NODE_KILLS = FULL ? 10 : 2;
const REDIS_STOP_MS = FULL ? 10_000 : 2_000;
/** Time over which the messages are written, in milliseconds. */
const WRITING_MS = FULL ? 150_000 : 16_000;
const DOUBLED = 0.1;
/** A killed process closes its connections at once; what breaks this close to a kill broke by it. */
const NOTICED_MS = 100;
const SETTLE_MS = 120_000;

let postgres: Awaited<ReturnType<typeof startThrowawayPostgres>>;
let redis: Awaited<ReturnType<typeof startThrowawayRedis>>;
let cluster: Cluster;

beforeAll(async () => {
  postgres = await startThrowawayPostgres(new AbortController().signal, { durable: true });
  redis = await startThrowawayRedis();
  cluster = await Cluster.start({
    nodes: 2,
    databaseUrl: postgres.url,
    redisUrl: redis.url,
    agents: AGENTS,
    capacity: Math.ceil(CONVERSATIONS / AGENTS) + 1,
  });
});
afterAll(async () => {
  await cluster[Symbol.asyncDispose]();
  await redis.stop();
  await postgres.stop();
});

const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

async function until(what: string, holds: () => boolean, limitMs = SETTLE_MS): Promise<void> {
  const deadline = Date.now() + limitMs;
  while (!holds()) {
    if (Date.now() > deadline) throw new Error(`Waited in vain until ${what}.`);
    await pause(50);
  }
}

interface StoredMessage {
  readonly conversation_id: string;
  readonly seq: string;
  readonly id: string;
  readonly kind: string;
}

const storedEntries = () =>
  query<StoredMessage>(
    postgres.url,
    'select conversation_id, seq, id, kind from entry order by conversation_id, seq',
  );

/** Looks again and again for what must never be. */
class Watch {
  looks = 0;
  violations: string[] = [];
  #over = false;
  readonly #done: Promise<void>;

  constructor() {
    this.#done = this.#run();
  }

  async end(): Promise<void> {
    this.#over = true;
    await this.#done;
  }

  async #run(): Promise<void> {
    while (!this.#over) {
      await this.#look().catch(() => undefined);
      await pause(250);
    }
  }

  async #look(): Promise<void> {
    const doubled = await query<{ customer_id: string }>(
      postgres.url,
      `select customer_id from conversation where state <> 'ended' group by customer_id having count(*) > 1`,
    );
    const overloaded = await query<{ agent_id: string }>(
      postgres.url,
      `select agent.id as agent_id from agent join interaction on interaction.agent_id = agent.id
       group by agent.id, agent.capacity having count(*) > agent.capacity`,
    );
    this.looks += 1;
    this.violations.push(...doubled.map((row) => `two live conversations: ${row.customer_id}`));
    this.violations.push(...overloaded.map((row) => `more than the capacity: ${row.agent_id}`));
  }
}

it(
  `[T1] [T2] [T3] [CONV-7] [CLUSTER-1] [CC-7] keeps the promise for ${MESSAGES} messages in ${CONVERSATIONS} conversations`,
  async () => {
    const customers = await Promise.all(
      Array.from({ length: CONVERSATIONS }, async (_, index) => {
        const person = await cluster.customer(`c${index}`, cluster.node(index % 2));
        return new FaultCustomer(`c${index}`, new BadNetwork(cluster, person, DOUBLED));
      }),
    );
    const agents = await Promise.all(
      Array.from({ length: AGENTS }, async (_, index) => {
        const person = await cluster.agent(`a${index}`, cluster.node(index % 2));
        return new FaultAgent(`a${index}`, new BadNetwork(cluster, person, DOUBLED));
      }),
    );
    const networks = [...customers, ...agents].map(({ network }) => network);
    const watch = new Watch();
    const offerWatch = await OfferWatch.start(postgres.url, agents);
    for (const { client } of agents) client.start();
    await until('every desk is connected', () => agents.every(({ client }) => client.snapshot.desk !== null));
    await Promise.all(agents.map(({ client }) => client.setAvailable(true)));
    for (const { client } of customers) client.start();

    const checkAcknowledged = async () => {
      const acknowledged = [...customers, ...agents].flatMap((person) => person.acknowledged());
      const stored = new Set((await storedEntries()).map(({ id }) => id));
      expect(acknowledged.filter((id) => !stored.has(id))).toEqual([]);
      return acknowledged.length;
    };

    let written = 0;
    const writing = (async () => {
      const startedAt = Date.now();
      while (written < MESSAGES) {
        const due = Math.min(MESSAGES, Math.ceil(((Date.now() - startedAt) / WRITING_MS) * MESSAGES));
        for (; written < due; written += 1) {
          const customer = customers[Math.floor(written / 2) % CONVERSATIONS];
          const conversationId = customer?.client.snapshot.conversation?.id;
          const agent = agents.find(({ conversationIds }) => conversationIds.includes(conversationId ?? ''));
          // Half of what is said is the agents', as soon as they have the conversation.
          if (agent && conversationId && written % 2 === 1) agent.say(conversationId, `a${written}`);
          else customer?.say(`c${written}`);
        }
        await pause(20);
      }
    })();

    const disturbing = setInterval(
      () => {
        const network = networks[Math.floor(Math.random() * networks.length)];
        if (Math.random() < 0.5) network?.cut();
        else network?.stall(500 + Math.random() * 2_500);
      },
      WRITING_MS / (FULL ? 300 : 40),
    );

    let checked = 0;
    const recoveries: { readonly ms: number; readonly triedAfterMs: number }[] = [];
    const killNode = async (index: number) => {
      const node = cluster.node(index);
      await node.end('SIGKILL');
      const killedAt = performance.now();
      checked += await checkAcknowledged();
      await until('every customer is connected again', () =>
        customers.every(({ client }) => client.snapshot.connection.kind === 'ready'),
      );
      const felt = customers
        .flatMap(({ outages }) => outages)
        .filter(({ from }) => from >= killedAt - NOTICED_MS && from <= killedAt + NOTICED_MS);
      recoveries.push(...felt);
      await node.launch();
    };
    const between = WRITING_MS / (NODE_KILLS + 4);
    for (let kill = 0; kill < NODE_KILLS; kill += 1) {
      await pause(between * (0.5 + Math.random() * 0.5));
      await killNode(Math.random() < 0.5 ? 0 : 1);
      if (kill === 0) {
        await redis.kill();
        await redis.launch();
      }
      if (kill === 1) {
        await postgres.restart(FULL ? 2_000 : 500);
        checked += await checkAcknowledged();
        await redis.kill();
        await pause(REDIS_STOP_MS);
        await redis.launch();
      }
    }
    await writing;
    clearInterval(disturbing);
    await until('every outbox is empty', () =>
      [
        ...customers.map(({ client }) => client.snapshot.pending.length),
        ...agents.map(({ pending }) => pending),
      ].every((left) => left === 0),
    );

    const stored = await storedEntries();
    const of = (conversationId: string) => stored.filter((entry) => entry.conversation_id === conversationId);
    const agentOf = (conversationId: string) =>
      agents.find(({ conversationIds }) => conversationIds.includes(conversationId));
    const idOf = ({ client }: FaultCustomer) => client.snapshot.conversation?.id ?? '';
    await until('everybody sees everything', () =>
      customers.every((customer) => {
        const id = idOf(customer);
        const { length } = of(id);
        return customer.shown.length === length && agentOf(id)?.shown(id).length === length;
      }),
    );
    await watch.end();

    const ids = ({ kind }: { kind: string }) => kind === 'message';
    const sent = [
      ...customers.flatMap((customer) => customer.sent),
      ...agents.flatMap((agent) => [...agent.sent.values()].flat()),
    ];
    const storedIds = stored.filter(ids).map(({ id }) => id);
    expect(storedIds.toSorted()).toEqual(sent.toSorted());
    for (const customer of customers) {
      const conversationId = idOf(customer);
      const entries = of(conversationId);
      const agent = agentOf(conversationId);
      const order = entries.map(({ id }) => id);
      expect(entries.map(({ seq }) => Number(seq))).toEqual(entries.map((_, index) => index + 1));
      expect(customer.shown.map(({ id }) => id)).toEqual(order);
      expect(agent?.shown(conversationId).map(({ id }) => id)).toEqual(order);
      for (const own of [customer.sent, agent?.sent.get(conversationId) ?? []]) {
        const mine = new Set(own);
        expect(order.filter((id) => mine.has(id))).toEqual(own);
      }
    }
    expect(watch.violations).toEqual([]);
    const { offers, violations } = await offerWatch.result();
    expect(violations).toEqual([]);
    expect(offers).toBeGreaterThanOrEqual(CONVERSATIONS);

    const sum = (count: (network: BadNetwork) => number) =>
      networks.reduce((total, network) => total + count(network), 0);
    const percentiles = (times: readonly number[]) => {
      const sorted = times.toSorted((x, y) => x - y);
      const percentile = (share: number) => Math.round(sorted[Math.floor((sorted.length - 1) * share)] ?? 0);
      return `p50 ${percentile(0.5)} ms, p99 ${percentile(0.99)} ms`;
    };
    console.log(
      [
        `faults: ${NODE_KILLS} node kills, 1 PostgreSQL restart, 1 Redis restart, 1 Redis stop of ${REDIS_STOP_MS / 1000} s, ${sum(({ cuts }) => cuts)} network cuts, ${sum(({ stalls }) => stalls)} slow readers, ${sum(({ doubles }) => doubles)} duplicate sends`,
        `messages: ${sent.length} sent = ${storedIds.length} stored = shown once, in order, on both sides, in ${CONVERSATIONS} conversations; ${checked} acknowledgements checked at kills, 0 lost`,
        `never: two live conversations 0, agents above capacity 0, in ${watch.looks} looks; two open offers of one interaction 0, in ${offers} offers and ${offerWatch.looks} looks at all desks`,
        `talking again after a node's death: ${recoveries.length} customers, ${percentiles(recoveries.map(({ ms }) => ms))}`,
        // What lies between is the time that a node took to welcome them: it grows with the load of the machine.
        `of which until the last try began: ${percentiles(recoveries.map(({ triedAfterMs }) => triedAfterMs))}`,
      ].join('\n'),
    );
  },
  FULL ? 540_000 : 180_000,
);
