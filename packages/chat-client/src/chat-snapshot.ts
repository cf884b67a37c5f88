import type {
  AvailabilityView,
  CallbackView,
  CallbackWish,
  ConversationView,
  Entry,
  ErrorCode,
  FileRules,
  NewContent,
} from '@throughline/protocol';

/**
 * Where the connection stands.
 * - `idle`: not started, or stopped.
 * - `signing-in`: the portal is being asked to vouch for the customer.
 * - `connecting`: a socket is being opened, or has not been welcomed yet.
 * - `ready`: welcomed; commands go out.
 * - `waiting`: lost; the next try comes by itself at `retryAt` (ms since the epoch).
 * - `sign-in-needed`: the portal no longer vouches for the customer; only a new sign-in helps. Nothing is dropped.
 * - `refused`: the gateway will not serve this client (for example a version it no longer speaks); trying again does not help.
 */
export type ConnectionState =
  | { readonly kind: 'idle' }
  | { readonly kind: 'signing-in' }
  | { readonly kind: 'connecting' }
  | { readonly kind: 'ready' }
  | { readonly kind: 'waiting'; readonly retryAt: number; readonly attempt: number }
  | { readonly kind: 'sign-in-needed' }
  | { readonly kind: 'refused'; readonly code: ErrorCode };

/** One of this client's own messages that the gateway has not acknowledged yet. */
export interface PendingMessage {
  readonly id: string;
  readonly text: string;
  /** When it says more than its text. */
  readonly content?: NewContent;
  /** ms since the epoch, this device's clock. */
  readonly createdAt: number;
  /** `waiting`: not sent yet, goes out by itself. `sending`: sent, no answer yet. `failed`: refused; see `retry`. */
  readonly status: 'waiting' | 'sending' | 'failed';
  readonly error: ErrorCode | null;
}

/** `tag` is the same for the same customer always, and tells nothing about who that is. */
export interface KnownCustomer {
  readonly displayName: string;
  readonly locale: string | null;
  readonly tag: string;
}

/** What a user interface shows. Immutable: a change makes a new object. */
export interface ChatSnapshot {
  readonly connection: ConnectionState;
  /** Connected, and the gateway cannot save at present: what is written is kept here and goes out by itself later. */
  readonly savingPaused: boolean;
  /** Known after the first welcome; kept while reconnecting. */
  readonly customer: KnownCustomer | null;
  /** What the customer is writing; also what they were writing on the page before. */
  readonly draft: string;
  /** The conversation on screen: the live one, or the one that has just ended; null before the first. */
  readonly conversation: ConversationView | null;
  /** Committed entries in order of `seq`, each once. */
  readonly entries: readonly Entry[];
  /** Ids among `entries` that this customer sent, from any tab, are those with party role `customer`. */
  readonly pending: readonly PendingMessage[];
  readonly agentTyping: boolean;
  /** The call that was promised to the customer; null when there is none. */
  readonly callback: CallbackView | null;
  /** Which files can be sent; null while that is not known, or when none can. */
  readonly files: FileRules | null;
  /** Customers are asked how an ended conversation went. */
  readonly survey: true | undefined;
  /** Whether agents are there, before a conversation is opened; null while that is not known. */
  readonly availability: AvailabilityView | null;
}

/** A way that the conversation shows, with what it needs. */
export interface WayTaken {
  /** As the way names it. */
  readonly choice: string | null;
  /** For a way of the kind `callback`. */
  readonly callback?: CallbackWish;
  /** For a way of the kind `message`. */
  readonly message?: string;
}
