import type { Schedule } from './schedule/schedule.js';

export interface ParseFlowOptions {
  /** Name of the flow in decisions; without it the source's own name, else `flow`. */
  readonly name?: string;
  /** Queue for escalations that no part of the flow claims. Required for a flow without a default of its own. */
  readonly defaultQueue?: string;
  /** Schedules that the flow can name besides its own; its own come first. */
  readonly schedules?: ReadonlyMap<string, Schedule>;
  /** Sub-flows that the flow can call besides its own, as written; its own come first. */
  readonly flows?: Readonly<Record<string, unknown>>;
}
