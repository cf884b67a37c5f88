import type { FlowFacts } from '../flow.js';

/** What happened, and when (ISO 8601). The engine knows no other clock. */
export type FlowEvent = { readonly at: string } & (
  | { readonly kind: 'start'; readonly facts: FlowFacts }
  /** The answer to a `gather` effect; null when it could not be had. */
  | { readonly kind: 'facts'; readonly request: string; readonly answer: Answer | null }
  /** The time limit of a `gather` effect has passed. */
  | { readonly kind: 'timeout'; readonly request: string }
  /** The time of a `timer` effect has come. Early and repeated ones do no harm. */
  | { readonly kind: 'timer' }
  /** An agent has taken the customer out of the queue. */
  | { readonly kind: 'agentFree' }
  /** No agent can be reached, and the customer goes where the flow leads when nobody is free. */
  | { readonly kind: 'unreachable' }
  /** The customer took one of the ways that `offerChoices` named. */
  | { readonly kind: 'choice'; readonly choice: string }
  /** What a hold waits for has happened. */
  | { readonly kind: 'released'; readonly release: string }
);

export type Answer = AvailabilityAnswer | ContinuityAnswer | LookupAnswer;

export interface AvailabilityAnswer {
  readonly kind: 'availability';
  /** Agents with the skills who could take a conversation now. */
  readonly free: number;
  /** Agents with the skills who are signed in and at work. */
  readonly signedIn: number;
  /** Customers in the queue. */
  readonly waiting: number;
  /** Estimated range of the wait; null when there is no estimate. */
  readonly wait: { readonly fromMs: number; readonly toMs: number } | null;
}

export interface ContinuityAnswer {
  readonly kind: 'continuity';
  readonly conversation:
    | { readonly state: 'live' }
    | { readonly state: 'ended'; readonly endedAt: string; readonly agentId: string | null }
    | null;
}

/** The decoded body of a response that was a success. */
export interface LookupAnswer {
  readonly kind: 'lookup';
  readonly body: unknown;
}
