import type { FlowEvent } from '../engine/event.js';
import type { Move, Run } from '../engine/run.js';
import type { Waiting } from '../engine/state.js';
import type { Fields } from '../reading/fields.js';
import type { Step, StepBase } from '../step.js';

/** All that there is to know about one kind of step. */
export interface StepKind<S extends Step = Step> {
  /** Declares the variables that the step computes, before any expression is read. */
  declare?(fields: Fields): void;
  /** Reads the step's own properties; those that name further steps become its exits. */
  read(fields: Fields, name: string): Own<S>;
  /** Does what the step does, and says how it goes on. */
  enter(step: S, run: Run): Move;
  /** Goes on after a wait; null when the event means nothing to the step. */
  resume?(step: S, event: FlowEvent, run: Run, waiting: Waiting): Move | null;
}

type Own<S extends Step> = Omit<S, keyof StepBase | 'kind'>;

/** Longest wait for an agent that a flow can ask for. */
export const MAX_WAIT_MS = 24 * 3_600_000;
/** Longest hold, and latest promise of a callback. */
export const MAX_HOLD_MS = 30 * 86_400_000;
