/** Where an escalation goes. Properties that the flow does not give are absent. Plain JSON. */
export type FlowTarget =
  | QueueTarget
  | CallbackTarget
  | MessageTarget
  | PhoneTarget
  | EmailTarget
  | LinkTarget
  | HoldTarget
  | JoinTarget
  | EndTarget;

export interface QueueTarget {
  readonly kind: 'queue';
  readonly queue: string;
  /** A whole number; higher is served first. */
  readonly priority?: number;
  /** What an agent must have, at the start of the wait; relaxed over time by `route` effects. */
  readonly skills?: readonly string[];
  readonly preferredAgent?: string;
  /** After this the flow goes on without an agent. */
  readonly limitMs?: number;
}

/** Somebody calls back. A work item, not a live conversation. */
export interface CallbackTarget {
  readonly kind: 'callback';
  readonly queue: string;
  /** Latest promised time, counted from `earliestAt` or else from the decision. */
  readonly withinMs: number;
  /** ISO 8601; the next opening of the schedule when it is closed. */
  readonly earliestAt?: string;
  readonly schedule?: string;
  readonly priority?: number;
  readonly text?: string;
}

/** The customer leaves a message for a queue. */
export interface MessageTarget {
  readonly kind: 'message';
  readonly queue: string;
  readonly text?: string;
}

export interface PhoneTarget {
  readonly kind: 'phone';
  /** In international form, with a plus sign. */
  readonly number: string;
  /** What to dial after the number, through the menus of the line. A comma is a pause. */
  readonly digits?: string;
  readonly text?: string;
}

export interface EmailTarget {
  readonly kind: 'email';
  readonly address: string;
  readonly subject?: string;
  readonly text?: string;
}

export interface LinkTarget {
  readonly kind: 'link';
  /** An `https:` address, or a path of the portal. */
  readonly url: string;
  readonly text?: string;
}

/** The conversation waits for something outside, in somebody's care. */
export interface HoldTarget {
  readonly kind: 'hold';
  readonly owner: string;
  /** Name of the event that ends the hold. */
  readonly release: string;
  readonly limitMs: number;
  readonly text?: string;
}

/** The customer goes on in the conversation that is live already. */
export interface JoinTarget {
  readonly kind: 'join';
}

/** Nothing more to do but to tell the customer so. */
export interface EndTarget {
  readonly kind: 'end';
  readonly text?: string;
}
