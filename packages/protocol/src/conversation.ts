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
}

/** `joined`: an agent took the conversation. `left`: that agent is gone and it waits again. `ended`: it is over. */
export interface LifecycleEntry extends EntryBase {
  readonly kind: 'joined' | 'left' | 'ended';
  /** Present where the gateway itself ended it: the customer was away for too long. */
  readonly reason?: 'customer_absent';
}

/** One customer-visible, sequenced item of a conversation. */
export type Entry = MessageEntry | LifecycleEntry;

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

/** A conversation as its customer may see it. */
export interface ConversationView {
  readonly id: string;
  readonly state: ConversationState;
  readonly openedAt: string;
  /** Highest committed `seq`; 0 before the first entry. */
  readonly headSeq: number;
  /** Present while the conversation waits in a queue. */
  readonly queue: QueueView | null;
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
  readonly intent?: string;
  readonly page?: PageContext;
}
