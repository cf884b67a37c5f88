import { LIMITS } from '../limits.js';
import type { Step } from '../step.js';
import { takeChoicesAway } from '../steps/choices.js';
import { kindOf } from '../steps/kinds.js';
import type { FlowEvent } from './event.js';
import { END, type Move, type Run, WAIT } from './run.js';
import type { Waiting } from './state.js';

/** Begins a run and follows it until it waits or ends. */
export function begin(run: Run, facts: unknown): void {
  run.start(facts);
  advance(run, run.flow.start);
}

/** Gives an event to the step that waits. What means nothing to it changes nothing. */
export function feed(run: Run, event: FlowEvent): void {
  const { waiting } = run;
  const step = waiting && run.flow.steps.get(waiting.step);
  if (!waiting || !step || run.done) return;
  const outcome = event.kind === 'agentFree' ? taken(run, step) : resume(run, step, waiting, event);
  if (outcome !== null && outcome !== WAIT) leave(run, step.id, outcome);
}

function resume(run: Run, step: Step, waiting: Waiting, event: FlowEvent): Move | null {
  return kindOf(step).resume?.(step, event, run, waiting) ?? null;
}

/** An agent can come as long as the place in the queue is kept, also while a later step asks or finds out. */
function taken(run: Run, step: Step): Move | null {
  if (!run.queued || run.target?.kind !== 'queue') return null;
  if ('choices' in step) takeChoicesAway(step, run);
  run.say(`an agent of ${run.target.queue} took the conversation`);
  return END;
}

/** Ends the wait in a step. */
export function leave(run: Run, id: string, outcome: Move): void {
  run.trace.pop();
  run.waiting = null;
  const next = move(run, id, outcome);
  if (next !== null) advance(run, next);
}

function advance(run: Run, start: string): void {
  let id: string | null = start;
  while (id !== null) {
    const step = run.flow.steps.get(id);
    if (!step || run.trace.length >= LIMITS.runSteps) {
      fallBack(run);
      return;
    }
    id = move(run, id, kindOf(step).enter(step, run));
  }
}

/** Notes how a step was left, and gives the id of the next one; null when the turn is over. */
function move(run: Run, from: string, outcome: Move): string | null {
  if (outcome === WAIT || outcome === END) {
    run.trace.push({ step: from, outcome: null });
    if (outcome === END) finish(run);
    return null;
  }
  run.trace.push({ step: from, outcome });
  return run.flow.steps.get(from)?.exits.get(outcome)?.to ?? run.flow.fallback;
}

function finish(run: Run): void {
  run.done = true;
  run.waiting = null;
  if (!run.target) return;
  if (run.queued && run.target.kind !== 'queue') {
    run.queued = false;
    run.effects.push({ kind: 'withdraw' });
  }
  run.effects.push({ kind: 'end', target: run.target });
}

/** A flow that goes round in circles ends at its default, where a queue is no place to wait but the target. */
function fallBack(run: Run): void {
  run.say('the flow did not come to an end, so the default applies');
  const step = run.flow.steps.get(run.flow.fallback);
  if (step) {
    run.trace.push({ step: step.id, outcome: null });
    kindOf(step).enter(step, run);
  }
  finish(run);
}
