/**
 * Life of a callback. `scheduled` until its time, `due` while an agent is looked for, `calling` while one has it;
 * `done`, `failed` and `cancelled` are ends. Nobody reached: `scheduled` again, or `failed` after the last attempt.
 */
export const CALLBACK_STATES = ['scheduled', 'due', 'calling', 'done', 'failed', 'cancelled'] as const;

export type CallbackState = (typeof CALLBACK_STATES)[number];

/** What an agent says of a call. */
export type CallOutcome = 'reached' | 'not_reached';

/** `call` the customer, or read and answer a `message` that was left. */
export type CallbackKind = 'call' | 'message';

/** A promise to a customer; a work item, not a live conversation. */
export interface Callback {
  readonly id: string;
  readonly kind: CallbackKind;
  readonly customerId: string;
  /** The conversation in which it was asked for. */
  readonly conversationId: string | null;
  readonly queueId: string;
  readonly priority: number;
  /** The promised time; after an attempt, the time of the next one. */
  readonly dueAt: Date;
  /** IANA name of the customer's time zone, such as `Europe/Berlin`. */
  readonly timeZone: string;
  readonly state: CallbackState;
  /** Calls that reached nobody. */
  readonly attempts: number;
  /** Names the work that agents are offered for the current attempt; null while there is none. */
  readonly workId: string | null;
  readonly agentId: string | null;
  readonly createdAt: Date;
  /** Of the last change. */
  readonly changedAt: Date;
  /** Opens to {@link CallbackRequest} as JSON. */
  readonly sealedRequest: Uint8Array;
}

/** What the customer asked for. Sealed at rest; shown to the agent who calls. */
export interface CallbackRequest {
  /** E.164, such as `+4930123456`; null for a message. */
  readonly phone: string | null;
  readonly displayName: string;
  readonly tier: string | null;
  readonly externalId: string;
  /** What it is about, or the message; after masking. */
  readonly note: string | null;
}

/** What an agent noted during an attempt. */
export interface StoredCallbackNote {
  readonly id: string;
  /** From 1, in the order of commits. */
  readonly seq: number;
  readonly agentId: string;
  readonly at: Date;
  readonly sealed: Uint8Array;
}
