import type { FlowTarget } from '@throughline/flow';

/**
 * The recorded outcome of one flow run (T8), brought up to date while the run goes on. `sealedFacts` opens to the facts
 * as JSON.
 */
export interface DecisionRecord {
  readonly id: string;
  readonly conversationId: string;
  readonly at: Date;
  readonly flowName: string;
  /** Content hash of the flow file, so that the very version can be found again. */
  readonly flowVersion: string;
  readonly sealedFacts: Uint8Array;
  /** Ids of the steps taken. */
  readonly path: readonly string[];
  readonly reasons: readonly string[];
  readonly target: DecisionTarget;
  /** Null for decisions of earlier releases, which did not wait. */
  readonly run: FlowRunRecord | null;
}

/** Where the flow sent the escalation. */
export interface DecisionTarget {
  readonly kind: FlowTarget['kind'];
  /** Present when agents of a queue are asked, now or later. */
  readonly queueId?: string;
  readonly priority?: number;
}

/** Where a contact center that decides for itself sent a conversation. */
export interface RoutingOutcome {
  /** The conversation's id there. */
  readonly remoteId: string;
  /** It is the one that the customer's conversation before this one had there: agents see what was said in it. */
  readonly rejoined: boolean;
  /** Who was asked: people, a program, or nobody. */
  readonly taker: 'agent' | 'bot' | 'none';
  /** As the contact center calls it; null when there is none. */
  readonly queue: string | null;
  readonly skills: readonly string[];
}

/** A run of a flow, as it is kept between its events. */
export interface FlowRunRecord {
  /** Opens to the events so far, the state, and the effects that are still to be carried out. */
  readonly sealed: Uint8Array;
  /** When the run goes on by itself; null when it waits for something else, or is over. */
  readonly timerAt: Date | null;
  /** Effects are still to be carried out. */
  readonly pending: boolean;
  /** Rises with every change. */
  readonly version: number;
}

/** What a turn of the run changes. */
export interface DecisionUpdate {
  readonly at: Date;
  readonly path: readonly string[];
  readonly reasons: readonly string[];
  readonly target: DecisionTarget;
  readonly run: FlowRunRecord;
}
