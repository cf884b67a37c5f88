/**
 * Random schedules of what people and networks do, over the product's own clients, connections and hub: a customer with
 * two tabs, two agents' desks, two nodes, one store and one bus. Time and network move only as the schedule says; a
 * failure names its seed and is shrunk to the shortest schedule that still fails.
 */
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { ScheduledWorld, type Step } from '../../test-support/scheduled-world.js';

const FULL = process.env.THROUGHLINE_TEST_FULL === '1';
const SCHEDULES = FULL ? 10_000 : 200;
const SEED = Number(process.env.THROUGHLINE_TEST_SEED ?? 20_260_302);
const TABS = 2;
const AGENTS = 2;
const NODES = 2;

const tab = fc.nat(TABS - 1);
const agent = fc.nat(AGENTS - 1);
const peer = fc.nat(TABS + AGENTS - 1);
const step: fc.Arbitrary<Step> = fc.oneof(
  { weight: 6, arbitrary: fc.record({ kind: fc.constant('send' as const), tab }) },
  {
    weight: 16,
    arbitrary: fc.record({
      kind: fc.constant('deliver' as const),
      peer,
      up: fc.boolean(),
      count: fc.integer({ min: 1, max: 5 }),
      backwards: fc.boolean(),
    }),
  },
  { weight: 3, arbitrary: fc.record({ kind: fc.constant('flow' as const) }) },
  { weight: 2, arbitrary: fc.record({ kind: fc.constantFrom('cut' as const, 'wake' as const), peer }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('twice' as const), tab }) },
  {
    weight: 3,
    arbitrary: fc.record({
      kind: fc.constantFrom(
        'block' as const,
        'unblock' as const,
        'probe' as const,
        'again' as const,
        'lose' as const,
      ),
      tab,
    }),
  },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant('open' as const), tab, intent: fc.nat(2) }) },
  {
    weight: 6,
    arbitrary: fc.record({
      kind: fc.constantFrom('available' as const, 'accept' as const, 'accept' as const, 'say' as const),
      agent,
    }),
  },
  {
    weight: 1,
    arbitrary: fc.record({ kind: fc.constantFrom('decline' as const, 'away' as const), agent }),
  },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('restart' as const), node: fc.nat(NODES - 1) }) },
  {
    weight: 2,
    arbitrary: fc.record({
      kind: fc.constant('store' as const),
      mood: fc.constantFrom('well' as const, 'away' as const, 'losing' as const),
    }),
  },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('bus' as const), works: fc.boolean() }) },
  {
    weight: 4,
    arbitrary: fc.record({ kind: fc.constant('wait' as const), ms: fc.integer({ min: 1, max: 20_000 }) }),
  },
);

it(`[T1] [T2] [T3] [WIRE-23] [CONV-25] keeps every promise in ${SCHEDULES} random schedules`, async () => {
  let messages = 0;
  let joined = 0;
  let overHttp = 0;
  let movedBack = 0;
  const schedules = fc.asyncProperty(
    fc.boolean(),
    fc.array(step, { minLength: 20, maxLength: 80, size: 'max' }),
    async (isTalking, steps) => {
      const world = new ScheduledWorld({ tabs: TABS, agents: AGENTS, nodes: NODES });
      try {
        await world.begin(isTalking);
        for (const next of steps) {
          await world.run(next);
          const stored = new Set((await world.stored()).map(({ id }) => id));
          expect(world.acknowledged().filter((id) => !stored.has(id))).toEqual([]);
        }
        await world.heal();
        const entries = await world.stored();
        const stored = entries.map(({ id }) => id);
        const said = entries.filter(({ kind }) => kind === 'message').map(({ id }) => id);
        messages += said.length;
        joined += entries.filter(({ kind }) => kind === 'joined').length;
        // What was sent is stored once, but for what its agent was told is not.
        expect(said.toSorted()).toEqual(world.sent().toSorted());
        for (const { sent } of world.senders) {
          const own = new Set(sent);
          expect(said.filter((id) => own.has(id))).toEqual(sent.filter((id) => stored.includes(id)));
        }
        for (const shown of world.shown()) expect(shown).toEqual(stored);
        // One agent at a time, and the one whom the contact center says.
        const hands = entries
          .filter(({ kind }) => kind === 'joined' || kind === 'left')
          .map(({ kind }) => kind);
        expect(hands).toEqual(hands.map((_, index) => (index % 2 === 0 ? 'joined' : 'left')));
        expect(await world.holder()).toEqual(await world.assignedTo());
        overHttp += world.ways().overHttp;
        movedBack += world.ways().movedBack;
      } finally {
        world.stop();
      }
    },
  );
  await fc.assert(schedules, { seed: SEED, numRuns: SCHEDULES });
  // biome-ignore lint/suspicious/noConsole: the counts are what the run is for
  console.log(
    `schedules: ${SCHEDULES} without a violation, ${messages} messages, ${joined} assignments, ${overHttp} times over HTTP and ${movedBack} back, seed ${SEED}`,
  );
}, 1_800_000);
