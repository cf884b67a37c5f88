import type { Expression } from './expression.js';
import type { Finding } from './finding.js';
import type { FlowPlace } from './flow-error.js';
import type { SourcePath } from './source.js';

/** A flow that is read, checked and compiled. Made by `parseFlow`; immutable. */
export interface Flow {
  readonly name: string;
  /** The source's own `version`, else a hash of its content (FLOW-16). */
  readonly version: string;
  readonly inputs: readonly Variable[];
  /** Computed from the inputs. */
  readonly assignments: readonly Variable[];
  readonly logic: readonly LogicItem[];
  /** Applies when no item of `logic` does. */
  readonly fallback: Fallback;
  /** What was noticed while reading; `lintFlow` reports it. */
  readonly notes: readonly Finding[];
  readonly locate: (path: SourcePath) => FlowPlace;
}

/** One name that expressions can use. */
export interface Variable {
  readonly name: string;
  readonly value: VariableValue;
}

export type VariableValue =
  | { readonly kind: 'literal'; readonly value: unknown }
  /** Read from the facts, for example `['user', 'tier']`. */
  | { readonly kind: 'fact'; readonly path: readonly string[] }
  | { readonly kind: 'expression'; readonly expression: Expression };

export interface LogicItem {
  /** Id of the step, for example `logic[0]`. */
  readonly id: string;
  /** Null when the item applies always. */
  readonly condition: Expression | null;
  readonly target: FlowTarget;
}

export interface Fallback {
  /** `default`, `defaultTarget` or `fallback` as the flow spells it; `defaultQueue` when the caller gave it. */
  readonly id: string;
  readonly target: FlowTarget;
}

/** Where an escalation goes. Further kinds come with the full language. */
export interface FlowTarget {
  readonly kind: 'queue';
  readonly queue: string;
  /** Absent when the flow gives none. */
  readonly priority?: number;
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
