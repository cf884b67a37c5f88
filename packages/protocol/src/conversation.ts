import type { MessageContent } from './content.js';

/** Life-cycle state of a conversation; live means: not `ended`. See packages/core/SPEC.md, section States. */
export type ConversationState =
  | 'routing'
  | 'queued'
  | 'offered'
  | 'active'
  | 'held'
  | 'bot'
  | 'fallback'
  | 'ended';

export type PartyRole = 'customer' | 'agent' | 'system';

/** Who did something, as the other side may see it. */
export interface Party {
  readonly role: PartyRole;
  readonly displayName?: string;
}

interface EntryBase {
  /** Place in the conversation: 1, 2, 3 … without gaps (T3). */
  readonly seq: number;
  /** Unique within the conversation; for a message, the id that its sender made. */
  readonly id: string;
  /** When it was committed, ISO 8601 UTC. */
  readonly at: string;
  readonly party: Party;
}

export interface MessageEntry extends EntryBase {
  readonly kind: 'message';
  /** The text after masking. */
  readonly text: string;
  /** Types of the values that masking hid in `text`, each named once. */
  readonly maskedTypes: readonly string[];
  /** Present for agents who may look at some of what is hidden, by `reveal`: where in `text` it is hidden, ascending. */
  readonly revealable?: readonly HiddenSpan[];
  /** Present on messages that say more than plain text; `text` says all of it to clients that do not know the kind. */
  readonly content?: MessageContent;
}

/** A value of this type is hidden here, in UTF-16 code units of the text. */
export interface HiddenSpan {
  readonly type: string;
  readonly start: number;
  readonly end: number;
}

/** `joined`: an agent took the conversation. `left`: that agent is gone and it waits again. `ended`: it is over. */
export interface LifecycleEntry extends EntryBase {
  readonly kind: 'joined' | 'left' | 'ended';
  /**
   * Present where the gateway itself ended it (the customer was away for too long, or the customer's data was erased), and
   * where the customer took another way: a call was promised, or a message was left.
   */
  readonly reason?: 'customer_absent' | 'erased' | 'callback' | 'message';
}

/**
 * An earlier message of the same party holds less from now on, because it began a value that a later one completed.
 * Whoever reads the message anew gets it without the value already.
 */
export interface RedactedEntry extends EntryBase {
  readonly kind: 'redacted';
  /** The id of the message. */
  readonly redacts: string;
  /** What the message is from now on. */
  readonly text: string;
  readonly maskedTypes: readonly string[];
}

/** One customer-visible, sequenced item of a conversation. */
export type Entry = MessageEntry | LifecycleEntry | RedactedEntry;

/** How far one side has got: highest `seq` that reached it, and highest it has looked at. */
export interface Receipts {
  readonly deliveredSeq: number;
  readonly readSeq: number;
}

export interface QueueView {
  /** People before this customer. */
  readonly ahead: number;
  /** How much longer it takes, in seconds: eight waits of ten end in this range. Null when nothing honest can be said. */
  readonly wait: { readonly lowSeconds: number; readonly highSeconds: number } | null;
}

/** Ways to help beside waiting, or instead of an agent. */
export interface WaysView {
  /** What the flow says to the customer about them. */
  readonly text: string | null;
  readonly ways: readonly WayView[];
}

export type WayView = {
  /** To be named when it is taken; null for where the flow has ended. */
  readonly choice: string | null;
  /** Null when the client's own words will do. */
  readonly label: string | null;
} & (
  | {
      readonly kind: 'callback';
      /** Earliest time that can be chosen, ISO 8601 UTC; null: at once. */
      readonly earliestAt: string | null;
    }
  | { readonly kind: 'message' }
  | { readonly kind: 'phone'; readonly number: string; readonly digits: string | null }
  | { readonly kind: 'email'; readonly address: string; readonly subject: string | null }
  | { readonly kind: 'link'; readonly url: string }
  /** The flow goes on. */
  | { readonly kind: 'continue' }
);

/** A call that was promised, as its customer may see it. */
export interface CallbackView {
  readonly id: string;
  readonly state: 'scheduled' | 'due' | 'calling' | 'done' | 'failed' | 'cancelled';
  /** ISO 8601 UTC. */
  readonly dueAt: string;
  /** IANA name. */
  readonly timeZone: string;
  /** The end of the number, so that the customer knows which it is. */
  readonly phoneEnd: string;
}

/**
 * Something that agents see of the customer beside what was written. `internal` has no value here: how the conversation
 * was routed, and what the portal does not tell.
 */
export interface SharedItem {
  readonly kind: 'name' | 'customer-id' | 'tier' | 'intent' | 'page' | 'field' | 'previous' | 'internal';
  /** Of a page its title, of a field what agents know it by. */
  readonly label?: string;
  /** As agents read it; of `previous` the time at which it ended, ISO 8601 UTC. */
  readonly value: string;
  /** Present when the customer can take it back: what `withhold` calls it. */
  readonly name?: string;
}

/** A conversation as its customer may see it. */
export interface ConversationView {
  readonly id: string;
  readonly state: ConversationState;
  readonly openedAt: string;
  /** Highest committed `seq`; 0 before the first entry. */
  readonly headSeq: number;
  /** Present while the conversation waits in a queue. */
  readonly queue: QueueView | null;
  /** The way to the agents is interrupted: what is written is kept, and goes on by itself. */
  readonly interrupted?: true;
  /** Present while the customer can take other ways than to wait. */
  readonly ways?: WaysView;
  /** What agents see of the customer, while the conversation is live; absent when it is as this client had it before. */
  readonly shared?: readonly SharedItem[];
  /** Present while an agent has the conversation. */
  readonly agent: { readonly displayName: string } | null;
  /** What has reached the agent, for the marks on the customer's own messages. */
  readonly agentReceipts: Receipts;
  /** What has reached the customer, on any of their tabs or devices. */
  readonly customerReceipts: Receipts;
}

/** The portal page the customer is on when they ask for help. */
export interface PageContext {
  /** Path and query of the page, masked before anyone sees it. */
  readonly url: string;
  readonly title: string;
}

/** What the portal page says about an escalation. Identity never comes from here. */
export interface EscalationContext {
  /** What the customer wants, in a word or two that flows can test, for example `order-stuck`. */
  readonly intent?: string | undefined;
  readonly page?: PageContext;
  /** How urgent the page holds it; flows decide what comes of it. */
  readonly priority?: Priority | undefined;
  /**
   * What else the page says, such as what is in the basket: by the names of fields that the installation takes from pages,
   * others are left out. At most 50; of a value, the first 256 characters count.
   */
  readonly context?: Readonly<Record<string, string | number | boolean>> | undefined;
}

export type Priority = (typeof PRIORITIES)[number];

export const PRIORITIES = ['low', 'normal', 'high'] as const;
