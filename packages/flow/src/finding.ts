import type { FlowErrorCode, FlowPlace } from './flow-error.js';

export type FindingRule =
  | 'unknown-property'
  | 'ignored-default'
  | 'no-default'
  | 'missing-default'
  | 'unreachable'
  | 'never-true'
  | 'shadowed'
  | 'cycle'
  | 'no-way-out'
  | 'unknown-queue'
  | 'unknown-skill'
  | 'unknown-host'
  | 'unused';

/** Something that lint has to say about a flow. An error misroutes or drops a rule; a warning may be meant. */
export interface Finding extends FlowPlace {
  readonly severity: 'error' | 'warning';
  /** Codes of `FlowError` are reported as rules too, by `lintSource`. */
  readonly rule: FindingRule | FlowErrorCode;
  readonly message: string;
}
