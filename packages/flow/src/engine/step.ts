import type { Flow } from '../flow.js';
import type { FlowEffect } from './effect.js';
import type { FlowEvent } from './event.js';
import { knownTime, Run } from './run.js';
import type { FlowState } from './state.js';
import { begin, feed } from './turn.js';

/**
 * Takes a run of a flow further by one event. Pure: the same flow, state and event give the same result, and none
 * of them is changed. Never throws. A `start` event begins a run whatever the state; other events need one.
 */
export function step(
  flow: Flow,
  state: FlowState | null,
  event: FlowEvent,
): { readonly state: FlowState; readonly effects: readonly FlowEffect[] } {
  const run = new Run(flow, knownTime(Date.parse(event.at)), event.kind === 'start' ? null : state);
  if (event.kind === 'start') begin(run, event.facts);
  else feed(run, event);
  return { state: toState(run, event.at), effects: run.effects };
}

function toState(run: Run, at: string): FlowState {
  const { flow, values, trace, reasons, target, waiting, queued, done } = run;
  return {
    flow: flow.name,
    version: flow.version,
    at,
    values,
    trace,
    reasons,
    target,
    waiting,
    queued,
    done,
  };
}

/** Ids of the steps of a run, in order, as decisions record them. */
export function pathOf(flow: Flow, { trace }: Pick<FlowState, 'trace'>): readonly string[] {
  const ids = trace.map(({ step: id }) => id);
  return flow.form === 'router' ? ids.filter((id) => !flow.steps.get(id)?.silent) : ids;
}
