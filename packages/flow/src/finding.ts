import type { FlowPlace } from './flow-error.js';

export type FindingRule =
  | 'unknown-property'
  | 'ignored-default'
  | 'no-default'
  | 'unreachable'
  | 'unknown-queue';

/** Something that lint has to say about a flow that loads. An error misroutes or drops a rule; a warning may be meant. */
export interface Finding extends FlowPlace {
  readonly severity: 'error' | 'warning';
  readonly rule: FindingRule;
  readonly message: string;
}
