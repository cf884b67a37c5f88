import type { FlowTarget } from '../target.js';

/** What the caller is to do, in order. Plain JSON. Doing one twice must do no harm. */
export type FlowEffect =
  /** Find something out and answer with a `facts` or `timeout` event that carries `request`. */
  | {
      readonly kind: 'gather';
      readonly request: string;
      readonly timeLimitMs: number;
      readonly what: Question;
    }
  /** Send a `timer` event at that time. A later timer, and the end, replace it. */
  | { readonly kind: 'timer'; readonly id: string; readonly at: string }
  /** Take a place in the queue, or change what is asked for at the place that is taken. */
  | {
      readonly kind: 'route';
      readonly queue: string;
      readonly priority: number;
      readonly skills: readonly string[];
      readonly preferredAgent: string | null;
    }
  /** Give the place in the queue up. */
  | { readonly kind: 'withdraw' }
  /** Show the customer these ways; the place in the queue is kept. An empty list takes them away. */
  | {
      readonly kind: 'offerChoices';
      readonly choices: readonly OfferedChoice[];
      readonly text: string | null;
    }
  /** Keep the conversation as the target says. */
  | { readonly kind: 'hold'; readonly target: Extract<FlowTarget, { kind: 'hold' }> }
  /** The flow is over; carry the target out. */
  | { readonly kind: 'end'; readonly target: FlowTarget };

export interface OfferedChoice {
  readonly choice: string;
  /** Null when the caller's own words for the choice will do. */
  readonly label: string | null;
}

export type Question =
  | { readonly kind: 'availability'; readonly queue: string; readonly skills: readonly string[] }
  | { readonly kind: 'continuity' }
  | {
      readonly kind: 'lookup';
      /** Id of the step, for circuit breakers and metrics. */
      readonly step: string;
      readonly method: 'GET' | 'POST';
      /** Always `https:`. Whether its host is allowed is for the caller to check. */
      readonly url: string;
      /** JSON of a POST; null for GET. */
      readonly body: Readonly<Record<string, unknown>> | null;
      /** How often to try again after a failure, within the time limit. */
      readonly retries: number;
    };
