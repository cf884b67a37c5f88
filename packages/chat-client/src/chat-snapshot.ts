import type {
  AvailabilityView,
  CallbackView,
  CallbackWish,
  ConversationView,
  Entry,
  ErrorCode,
  EscalationContext,
  FileRules,
  NewContent,
  SharedItem,
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

/** The headless client of one customer in one tab. */
export interface ChatClient {
  readonly snapshot: ChatSnapshot;
  /** Calls `listener` after every change; returns its remover. */
  subscribe(listener: () => void): () => void;
  /** Signs in and connects; reconnects by itself until `stop`. Safe to call twice. */
  start(): void;
  /** Closes the connection and cancels every timer. Unsent messages stay in memory. */
  stop(): void;
  /** Tries now instead of at the next planned time: the tab became visible, the network came back, the customer signed in again. */
  wake(): void;
  /** Says what the customer needs and from where; used when the next message opens a conversation, or sent at once to a live one. */
  setContext(context: EscalationContext): void;
  /** Takes note of what the customer is writing, so that it is there again on the next page. Calls no listener. */
  setDraft(text: string): void;
  /**
   * Queues a message and returns its id. With no live conversation it opens one first.
   * @throws TypeError when `text` is blank without `content`, or longer than `LIMITS.textLength`.
   */
  send(text: string, content?: NewContent): string;
  /** Sends a failed message again under its own id. */
  retry(id: string): void;
  /** Drops a failed message. */
  discard(id: string): void;
  /** Tells the agent that the customer is typing; call it on every keystroke, it limits itself. */
  typing(): void;
  /** The customer has seen everything up to this `seq`. */
  markRead(seq: number): void;
  /** Takes one of the ways of the live conversation; fulfils when the gateway has carried it out. */
  choose(way: WayTaken): Promise<void>;
  /** Takes the promised call back; fulfils when the gateway has carried it out. */
  cancelCallback(): Promise<void>;
  /** Takes back what agents see, as the conversation's `shared` names it; fulfils when the gateway has carried it out. */
  withhold(item: SharedItem): Promise<void>;
  /** Ends the live conversation; fulfils when the gateway has carried it out. */
  end(): Promise<void>;
}
