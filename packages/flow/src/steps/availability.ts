import type { AvailabilityAnswer } from '../engine/event.js';
import type { Fields } from '../reading/fields.js';
import type { StepOf } from '../step.js';
import { answerIn, GATHER_MS } from './gathering.js';
import { MAX_WAIT_MS, type StepKind } from './kind.js';

type AvailabilityStep = StepOf<'availability'>;

export const availability: StepKind<AvailabilityStep> = {
  declare(fields) {
    const as = fields.raw('as');
    if (typeof as !== 'string') return;
    for (const name of Object.keys(numbersOf(as, null))) {
      fields.reading.attempt(() => fields.scope.declare(name, 'number', fields.at('as')));
    }
  },
  read(fields: Fields) {
    const own = {
      queue: fields.text('queue'),
      skills: fields.texts('skills'),
      maxWaitMs: fields.duration('maxWait', MAX_WAIT_MS),
      as: fields.optionalText('as'),
    };
    fields.exit('available');
    fields.optionalExit('busy', 'available');
    fields.exit('nobody');
    fields.optionalExit('unknown', 'busy');
    return own;
  },
  enter(step, run) {
    return run.gather(step, { kind: 'availability', queue: step.queue, skills: step.skills }, GATHER_MS);
  },
  resume(step, event, run, waiting) {
    const answer = answerIn(event, waiting, 'availability');
    if (answer === undefined) return null;
    if (step.as !== null) {
      for (const [name, value] of Object.entries(numbersOf(step.as, answer)))
        run.set(step.scope, name, value);
    }
    const { outcome, because } = judge(step, answer);
    run.say(`${step.queue}: ${because}`);
    return outcome;
  },
};

function judge(
  step: AvailabilityStep,
  answer: AvailabilityAnswer | null,
): { outcome: string; because: string } {
  if (answer === null) return { outcome: 'unknown', because: 'it is not known who is available' };
  const { free, signedIn, waiting, wait } = answer;
  if (signedIn <= 0) return { outcome: 'nobody', because: 'nobody is there' };
  if (free > 0) return { outcome: 'available', because: `${free} of ${signedIn} agents are free` };
  const queue = `all ${signedIn} agents are busy, ${waiting} customers wait`;
  if (step.maxWaitMs !== null && wait !== null && wait.toMs > step.maxWaitMs) {
    return { outcome: 'nobody', because: `${queue}, too long to wait` };
  }
  return { outcome: 'busy', because: queue };
}

/** `as: sales` gives `salesFree`, `salesSignedIn`, `salesWaiting` and `salesWaitSeconds`, the upper end of the range. */
function numbersOf(as: string, answer: AvailabilityAnswer | null): Readonly<Record<string, number | null>> {
  return {
    [`${as}Free`]: answer?.free ?? null,
    [`${as}SignedIn`]: answer?.signedIn ?? null,
    [`${as}Waiting`]: answer?.waiting ?? null,
    [`${as}WaitSeconds`]: answer?.wait ? answer.wait.toMs / 1_000 : null,
  };
}
