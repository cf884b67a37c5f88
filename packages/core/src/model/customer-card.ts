import type { ContextField, ContextItem, Conversation } from './conversation.js';
import type { WrapUp } from './wrap-up.js';

export interface CardField extends ContextField {
  readonly value: string;
}

/** What an agent may know of a conversation before and while serving it. Everything in it has passed masking. */
export interface CustomerCard {
  readonly context: readonly ContextItem[];
  /** What the portal's server added, in the order of the configuration; absent when there is nothing. */
  readonly fields?: readonly CardField[];
  /** What the customer talked about before: the conversation that this one continues, else the last that ended. */
  readonly previous: Conversation | null;
  /** How an agent of a contact center elsewhere summed that one up. */
  readonly previousWrapUp?: WrapUp;
  readonly routingReasons: readonly string[];
  /** Present when the work is a call to the customer, or a message that was left. */
  readonly callback?: {
    /** E.164; null for a message that was left. */
    readonly phone: string | null;
    /** What it is about, or the message. */
    readonly note: string | null;
    /** The promised time. */
    readonly dueAt: Date;
    readonly timeZone: string;
    /** 1 for the first call. */
    readonly attempt: number;
  };
}
