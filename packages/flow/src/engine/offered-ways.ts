import type { Flow } from '../flow.js';
import { nextOpening } from '../schedule/opening.js';
import type { Choice, Step } from '../step.js';
import { outcomeOf } from '../steps/choices.js';
import type { FlowTarget } from '../target.js';
import { toIso } from './run.js';
import type { FlowState } from './state.js';

/** A way that the customer can take now. */
export interface OfferedWay {
  readonly choice: string;
  /** Null when the caller's own words will do. */
  readonly label: string | null;
  /** Where it leads, when it leads out at once; null when the flow goes on. */
  readonly target: FlowTarget | null;
}

export interface OfferedWays {
  readonly text: string | null;
  readonly ways: readonly OfferedWay[];
}

const NONE: OfferedWays = { text: null, ways: [] };

/** What the step that waits offers to the customer at that time. Pure. */
export function offeredWays(flow: Flow, { waiting, done }: FlowState, at: Date): OfferedWays {
  const step = waiting && !done ? flow.steps.get(waiting.step) : undefined;
  if (step?.kind !== 'queue' && step?.kind !== 'choose') return NONE;
  return {
    text: step.kind === 'choose' ? step.text : null,
    ways: step.choices.map((choice) => toWay(flow, step, choice, at)),
  };
}

function toWay(flow: Flow, step: Step, { choice, label }: Choice, at: Date): OfferedWay {
  const next = flow.steps.get(step.exits.get(outcomeOf(choice))?.to ?? '');
  return { choice, label, target: next ? targetOf(flow, next, at) : null };
}

/** The target that the step would give at that time, when it ends the flow. */
function targetOf(flow: Flow, step: Step, at: Date): FlowTarget | null {
  switch (step.kind) {
    case 'callback': {
      const schedule = step.schedule === null ? undefined : flow.schedules.get(step.schedule);
      const earliest = schedule ? nextOpening(schedule, at.getTime()) : null;
      return earliest === null ? step.target : { ...step.target, earliestAt: toIso(earliest) };
    }
    case 'leaveMessage':
    case 'phone':
    case 'email':
    case 'link':
    case 'join':
    case 'end':
      return step.target;
    default:
      return null;
  }
}
