import type { Answer, Flow, Question } from '@throughline/flow';

/** The flows of the installation, every version that running conversations may still be on. */
export interface Flows {
  /** The version in force: new escalations begin on it. */
  readonly current: Flow;
  /** Null when that version is not kept any more. */
  version(name: string, version: string): Promise<Flow | null>;
}

/**
 * Asks other systems what a flow wants to know. Never rejects: null when the answer cannot be had, be it that the host
 * is not allowed, does not answer, or answers something else.
 */
export interface Lookups {
  ask(question: Extract<Question, { kind: 'lookup' }>, timeLimitMs: number): Promise<Answer | null>;
}
