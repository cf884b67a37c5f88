/**
 * Random schedules of what people and networks do, over the product's own client and connections: a customer with
 * three tabs, two nodes, a model store. Time and network move only as the schedule says; a failure names its seed and
 * is shrunk to the shortest schedule that still fails.
 */
import { type ChatClient, createChatClient } from '@throughline/chat-client';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { ModelCluster, type StoreMood } from '../../test-support/model-cluster.js';
import { settle, VirtualTime, Wire } from '../../test-support/scripted-network.js';

const SCHEDULES = process.env.THROUGHLINE_TEST_FULL === '1' ? 10_000 : 300;
const SEED = Number(process.env.THROUGHLINE_TEST_SEED ?? 20_260_302);
const TABS = 3;
const NODES = 2;
/** Longest that healing may take once nothing goes wrong any more, in steps of a second. */
const HEALING_STEPS = 120;

type Step =
  | { readonly kind: 'send' | 'cut' | 'wake' | 'twice'; readonly tab: number }
  | { readonly kind: 'deliver'; readonly tab: number; readonly up: boolean; readonly count: number }
  | { readonly kind: 'open'; readonly tab: number; readonly intent: number }
  | { readonly kind: 'restart'; readonly node: number }
  | { readonly kind: 'store'; readonly mood: StoreMood }
  | { readonly kind: 'bus'; readonly works: boolean }
  | { readonly kind: 'wait'; readonly ms: number };

const tab = fc.nat(TABS - 1);
const step: fc.Arbitrary<Step> = fc.oneof(
  { weight: 6, arbitrary: fc.record({ kind: fc.constant('send' as const), tab }) },
  {
    weight: 12,
    arbitrary: fc.record({
      kind: fc.constant('deliver' as const),
      tab,
      up: fc.boolean(),
      count: fc.integer({ min: 1, max: 5 }),
    }),
  },
  {
    weight: 2,
    arbitrary: fc.record({ kind: fc.constantFrom('cut' as const, 'wake' as const, 'twice' as const), tab }),
  },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant('open' as const), tab, intent: fc.nat(2) }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('restart' as const), node: fc.nat(NODES - 1) }) },
  {
    weight: 2,
    arbitrary: fc.record({
      kind: fc.constant('store' as const),
      mood: fc.constantFrom<StoreMood>('well', 'away', 'losing'),
    }),
  },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('bus' as const), works: fc.boolean() }) },
  {
    weight: 4,
    arbitrary: fc.record({ kind: fc.constant('wait' as const), ms: fc.integer({ min: 1, max: 20_000 }) }),
  },
);

/** One tab: the client, its connection now, and what it has sent. */
class Tab {
  readonly client: ChatClient;
  readonly sent: string[] = [];
  wire: Wire | null = null;
  #dials = 0;

  constructor(cluster: ModelCluster, time: VirtualTime, index: number, newId: () => string) {
    this.client = createChatClient({
      setTimer: time.setTimer,
      now: time.now,
      random: () => 0.5,
      newId,
      signIn: async () => undefined,
      connect: () => {
        const wire = new Wire();
        this.wire = wire;
        this.#dials += 1;
        cluster.accept(wire, index + this.#dials);
        queueMicrotask(() => wire.open());
        return wire.client;
      },
    });
    this.client.start();
  }

  say(): void {
    this.sent.push(this.client.send(`text ${this.sent.length}`));
  }

  acknowledged(): string[] {
    const pending = new Set(this.client.snapshot.pending.map(({ id }) => id));
    return this.sent.filter((id) => !pending.has(id));
  }
}

class World {
  readonly time = new VirtualTime();
  readonly cluster: ModelCluster;
  readonly tabs: Tab[];
  #ids = 0;

  constructor() {
    const newId = () => {
      this.#ids += 1;
      return `00000000-0000-7000-8000-${String(this.#ids).padStart(12, '0')}`;
    };
    this.cluster = new ModelCluster(this.time, newId, NODES);
    this.tabs = Array.from({ length: TABS }, (_, index) => new Tab(this.cluster, this.time, index, newId));
  }

  async run(next: Step): Promise<void> {
    this.#carryOut(next);
    if (next.kind === 'wait') await this.time.advance(next.ms);
    await settle();
  }

  #carryOut(next: Step): void {
    if (next.kind === 'restart') this.cluster.restart(next.node);
    if (next.kind === 'store') this.cluster.store.mood = next.mood;
    if (next.kind === 'bus') this.cluster.busWorks = next.works;
    if (!('tab' in next)) return;
    const tab = this.tabs[next.tab];
    if (next.kind === 'send') tab?.say();
    if (next.kind === 'cut') tab?.wire?.cut();
    if (next.kind === 'wake') tab?.client.wake();
    if (next.kind === 'open') tab?.client.setContext({ intent: `intent-${next.intent}` });
    if (next.kind === 'deliver') tab?.wire?.deliver(next.up ? 'up' : 'down', next.count);
    // A frame that the network or an impatient proxy has sent again.
    if (next.kind === 'twice') {
      const [last] = tab?.client.snapshot.pending ?? [];
      const conversationId = tab?.client.snapshot.conversation?.id;
      if (last?.status === 'sending' && conversationId) {
        tab?.wire?.client.send(
          JSON.stringify({ type: 'send', id: last.id, conversationId, text: last.text }),
        );
      }
    }
  }

  /** From now on nothing goes wrong. */
  async heal(): Promise<void> {
    this.cluster.store.mood = 'well';
    this.cluster.busWorks = true;
    for (let count = 0; count < HEALING_STEPS; count += 1) {
      for (let round = 0; round < 4; round += 1) {
        for (const { wire } of this.tabs) {
          wire?.deliver('up', 1_000);
          await settle();
          wire?.deliver('down', 1_000);
        }
        await settle();
      }
      if (await this.#isQuiet()) return;
      await this.time.advance(1_000);
    }
  }

  async #isQuiet(): Promise<boolean> {
    const stored = await this.stored();
    return this.tabs.every(
      ({ client }) =>
        client.snapshot.pending.length === 0 && client.snapshot.entries.length === stored.length,
    );
  }

  async stored(): Promise<string[]> {
    const live = await this.cluster.store.findLive('customer');
    return live ? (await this.cluster.store.read(live.id, 0, 100_000)).map(({ id }) => id) : [];
  }

  stop(): void {
    for (const { client, wire } of this.tabs) {
      client.stop();
      wire?.cut();
    }
  }
}

it(`[T1] [T2] [T3] [WIRE-23] keeps every promise in ${SCHEDULES} random schedules`, async () => {
  let messages = 0;
  const schedules = fc.asyncProperty(
    fc.array(step, { minLength: 20, maxLength: 80, size: 'max' }),
    async (steps) => {
      const world = new World();
      try {
        await settle();
        for (const next of steps) {
          await world.run(next);
          const stored = new Set(await world.stored());
          const acknowledged = world.tabs.flatMap((one) => one.acknowledged());
          expect(acknowledged.filter((id) => !stored.has(id))).toEqual([]);
        }
        await world.heal();
        const stored = await world.stored();
        messages += stored.length;
        expect(stored.toSorted()).toEqual(world.tabs.flatMap(({ sent }) => sent).toSorted());
        for (const { client, sent } of world.tabs) {
          expect(client.snapshot.entries.map(({ id }) => id)).toEqual(stored);
          const own = new Set(sent);
          expect(stored.filter((id) => own.has(id))).toEqual(sent);
        }
      } finally {
        world.stop();
      }
    },
  );
  await fc.assert(schedules, { seed: SEED, numRuns: SCHEDULES });
  // biome-ignore lint/suspicious/noConsole: the counts are what the run is for
  console.log(`schedules: ${SCHEDULES} without a violation, ${messages} messages, seed ${SEED}`);
}, 600_000);
