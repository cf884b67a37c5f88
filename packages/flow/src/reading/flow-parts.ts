import type { Flow } from '../flow.js';
import type { SourcePath } from '../source.js';
import type { Exit, StepOf } from '../step.js';

/** What the two forms of a flow have in common once they are read. */
export type FlowParts = Pick<
  Flow,
  'form' | 'facts' | 'variables' | 'steps' | 'start' | 'fallback' | 'schedules'
> & {
  /** What the flow uses from outside its source, as JSON that tells its versions apart; null for nothing. */
  readonly borrowed: unknown;
};

/** A place in a queue as the router form writes it; how long customers wait is up to the installation. */
export function plainQueueStep(
  id: string,
  target: { readonly queue: string; readonly priority?: number },
  path: SourcePath,
  rest: Pick<StepOf<'queue'>, 'reason' | 'silent'> = {},
): StepOf<'queue'> {
  const exits: ReadonlyMap<string, Exit> = new Map();
  return {
    id,
    kind: 'queue',
    scope: '',
    path,
    exits,
    queue: target.queue,
    priority: target.priority ?? null,
    skills: [],
    relax: [],
    preferredAgent: null,
    limitMs: null,
    choices: [],
    ...rest,
  };
}

/** Where customers go whom a flow without a default of its own does not claim. */
export function defaultQueueStep(queue: string): StepOf<'queue'> {
  return plainQueueStep('defaultQueue', { queue }, [], { reason: NOTHING_HELD });
}

export const NOTHING_HELD = 'no condition was true, so the default applies';
