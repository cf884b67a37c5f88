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
  {
    weight: 3,
    arbitrary: fc.record({ kind: fc.constantFrom('cut' as const, 'wake' as const, 'type' as const), peer }),
  },
  {
    weight: 2,
    arbitrary: fc.record({ kind: fc.constantFrom('end' as const, 'leave' as const, 'leave' as const), tab }),
  },
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
    weight: 2,
    arbitrary: fc.record({
      kind: fc.constantFrom('decline' as const, 'away' as const, 'finish' as const),
      agent,
    }),
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
  let ended = 0;
  let left = 0;
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
          const stored = new Set((await world.stored()).flat().map(({ id }) => id));
          expect(world.acknowledged().filter((id) => !stored.has(id))).toEqual([]);
        }
        await world.heal();
        const conversations = await world.stored();
        const entries = conversations.flat();
        const said = entries.filter(({ kind }) => kind === 'message').map(({ id }) => id);
        messages += said.length;
        joined += entries.filter(({ kind }) => kind === 'joined').length;
        ended += entries.filter(({ kind }) => kind === 'ended').length;
        // What was sent is stored once, but for what its sender was told is not.
        expect(said.toSorted()).toEqual(world.sent().toSorted());
        const isStored = new Set(said);
        for (const { sent } of world.senders) {
          const own = new Set(sent);
          expect(said.filter((id) => own.has(id))).toEqual(sent.filter((id) => isStored.has(id)));
        }
        const liveId = await world.liveId();
        for (const [index, id] of world.opened.entries()) {
          const kinds = (conversations[index] ?? []).map(({ kind }) => kind);
          // One conversation at a time; what is over ends with one entry, and nothing comes after it.
          expect(kinds.filter((kind) => kind === 'ended')).toEqual(id === liveId ? [] : ['ended']);
          if (id !== liveId) expect(kinds.at(-1)).toBe('ended');
          // One agent at a time.
          const hands = kinds.filter((kind) => kind === 'joined' || kind === 'left');
          expect(hands).toEqual(hands.map((_, turn) => (turn % 2 === 0 ? 'joined' : 'left')));
        }
        for (const { conversationId, ids } of world.shown()) {
          const index = world.opened.indexOf(conversationId);
          expect(ids).toEqual((conversations[index] ?? []).map(({ id }) => id));
        }
        if (liveId)
          expect(
            world.shown().filter((shown) => shown.conversationId === liveId).length,
          ).toBeGreaterThanOrEqual(TABS);
        expect(world.isTypingShown()).toBe(false);
        // A message that was left is kept, once.
        expect(world.left()).toEqual([...new Set(world.left())]);
        expect(world.told().filter((id) => !world.left().includes(id))).toEqual([]);
        left += world.left().length;
        // It is with the one whom the contact center says.
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
    `schedules: ${SCHEDULES} without a violation, ${messages} messages, ${joined} assignments, ${ended} ends, ${left} messages left, ${overHttp} times over HTTP and ${movedBack} back, seed ${SEED}`,
  );
}, 1_800_000);
