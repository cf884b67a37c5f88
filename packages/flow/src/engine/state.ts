import type { FlowTarget } from '../target.js';
import type { Values } from '../values.js';

/** Where one run of a flow is. Plain JSON: it can be stored and taken up again at another place. */
export interface FlowState {
  readonly flow: string;
  readonly version: string;
  /** Time of the last event, ISO 8601. */
  readonly at: string;
  /** Each variable under its name; those of a sub-flow under `<call>/<name>`. */
  readonly values: Values;
  /** Each step that was left, and how; the last one may still be waiting. */
  readonly trace: readonly Visit[];
  /** In words, in order, for agents and supervisors. */
  readonly reasons: readonly string[];
  /** What holds at the moment: the place in a queue, a hold, or the way out. */
  readonly target: FlowTarget | null;
  readonly waiting: Waiting | null;
  /** A place in a queue is taken. */
  readonly queued: boolean;
  readonly done: boolean;
}

export interface Visit {
  readonly step: string;
  /** Null while the step waits, and for a step that ends the flow. */
  readonly outcome: string | null;
}

export interface Waiting {
  readonly step: string;
  /** Distinguishes this wait from those before it; names its timer and its request. */
  readonly id: string;
  /** ISO 8601. */
  readonly since: string;
  /** When something happens without an event; null when the caller bounds the wait. */
  readonly dueAt: string | null;
  /** How many relaxations of a queue were applied. */
  readonly stage: number;
}
