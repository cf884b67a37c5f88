import type { FactDeclaration } from './fact.js';
import type { Finding } from './finding.js';
import type { FlowPlace } from './flow-error.js';
import type { Schedule } from './schedule/schedule.js';
import type { SourcePath } from './source.js';
import type { Step } from './step.js';
import type { FlowTarget } from './target.js';

/** A flow that is read, checked and compiled. Made by `parseFlow`; immutable. */
export interface Flow {
  readonly name: string;
  /** The source's own `version`, else a hash of its content (FLOW-16). */
  readonly version: string;
  /** `router` is the older form: conditions and queue names. Both forms become the same steps. */
  readonly form: 'router' | 'steps';
  readonly facts: readonly FactDeclaration[];
  /** What steps compute: names, with the prefix of their sub-flow. */
  readonly variables: readonly string[];
  readonly steps: ReadonlyMap<string, Step>;
  /** Id of the first step. */
  readonly start: string;
  /** Id of the step that gives a target when nothing else does. */
  readonly fallback: string;
  readonly schedules: ReadonlyMap<string, Schedule>;
  /** What was noticed while reading; `lintFlow` reports it. */
  readonly notes: readonly Finding[];
  readonly locate: (path: SourcePath) => FlowPlace;
}

/** What is known about one escalation, as plain data. A missing fact reads as null. */
export type FlowFacts = Readonly<Record<string, unknown>>;

export interface FlowResult {
  readonly target: FlowTarget;
  /** Ids of the steps looked at, in order; the last one gave the target. */
  readonly path: readonly string[];
  /** In words, in order, for agents and supervisors. Values of declared variables only, shortened. */
  readonly reasons: readonly string[];
  readonly version: string;
}
