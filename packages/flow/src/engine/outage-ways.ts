import type { Flow } from '../flow.js';
import type { FlowTarget } from '../target.js';
import { type OfferedWays, offeredWays } from './offered-ways.js';
import type { FlowState } from './state.js';
import { step } from './step.js';

/** What a flow has for a customer who waits in a queue that cannot be reached. */
export interface OutageWays extends OfferedWays {
  /** Where the flow ends without a further choice; null when it offers choices, or nothing that helps. */
  readonly target: FlowTarget | null;
}

/**
 * Where the flow would lead after an `unreachable` event, without going there: the place in the queue is kept until
 * the customer takes one of these ways. Null when no queue is waited in. Pure.
 */
export function outageWays(flow: Flow, state: FlowState, at: Date): OutageWays | null {
  if (state.done || flow.steps.get(state.waiting?.step ?? '')?.kind !== 'queue') return null;
  const after = step(flow, state, { kind: 'unreachable', at: at.toISOString() }).state;
  return { ...offeredWays(flow, after, at), target: after.done ? after.target : null };
}
