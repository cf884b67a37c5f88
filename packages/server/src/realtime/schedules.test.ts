/**
 * Random schedules of what people and networks do, over the product's own clients, connections and hub: a customer with
 * two tabs, two agents' desks, two nodes, one store and one bus. They write, type, ask and pick answers, end
 * conversations and leave messages. Time and network move only as the schedule says; a failure names its seed and is shrunk to the shortest schedule that still fails.
 */
import fc from 'fast-check';
import { it } from 'vitest';
import { expectAtEveryMoment, expectInTheEnd } from '../../test-support/kept-promises.js';
import { anyStep, CAST } from '../../test-support/schedule-step.js';
import { ScheduledWorld } from '../../test-support/scheduled-world.js';

const FULL = process.env.THROUGHLINE_TEST_FULL === '1';
const SCHEDULES = FULL ? 10_000 : 200;
const SEED = Number(process.env.THROUGHLINE_TEST_SEED ?? 20_260_302);

/** What happened in all schedules together. */
class Tally {
  readonly #counts = new Map<string, number>();

  add(what: string, count: number): void {
    this.#counts.set(what, (this.#counts.get(what) ?? 0) + count);
  }

  toString(): string {
    return [...this.#counts].map(([what, count]) => `${count} ${what}`).join(', ');
  }
}

it(`[T1] [T2] [T3] [WIRE-23] [CONV-25] keeps every promise in ${SCHEDULES} random schedules`, async () => {
  const tally = new Tally();
  const schedules = fc.asyncProperty(
    fc.boolean(),
    fc.array(anyStep, { minLength: 20, maxLength: 80, size: 'max' }),
    async (isTalking, steps) => {
      const world = new ScheduledWorld(CAST);
      try {
        await world.begin(isTalking);
        for (const next of steps) {
          await world.run(next);
          await expectAtEveryMoment(world);
        }
        await world.heal();
        await expectInTheEnd(world);
        await count(world, tally);
      } finally {
        world.stop();
      }
    },
  );
  await fc.assert(schedules, { seed: SEED, numRuns: SCHEDULES });
  // biome-ignore lint/suspicious/noConsole: the counts are what the run is for
  console.log(`schedules: ${SCHEDULES} without a violation, ${tally}, seed ${SEED}`);
}, 3_600_000);

async function count(world: ScheduledWorld, tally: Tally): Promise<void> {
  const kept = await world.kept();
  const entries = kept.flatMap((each) => each.entries);
  const countOf = (kind: string) => entries.filter((entry) => entry.kind === kind).length;
  tally.add('messages', countOf('message'));
  tally.add('assignments', countOf('joined'));
  tally.add('ends', countOf('ended'));
  tally.add('messages left', world.left().length);
  tally.add('refused', world.peers.flatMap((peer) => peer.failed()).length);
  tally.add('picked', world.tabs.flatMap(({ answered }) => [...answered]).length);
  for (const { overHttp, movedBack } of world.tabs) {
    tally.add('times over HTTP', overHttp);
    tally.add('back', movedBack);
  }
}
