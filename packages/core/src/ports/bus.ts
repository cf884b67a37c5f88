import type { Receipts, StoredEntry } from '../model/conversation.js';

/** What nodes tell each other. Bodies stay sealed, so that a broker never sees what anyone wrote. */
export type BusMessage =
  /** Messages may have been lost, on their way here or from another node: look into the store. */
  | { readonly kind: 'gap' }
  /** Entries were committed. */
  | { readonly kind: 'entries'; readonly conversationId: string; readonly entries: readonly StoredEntry[] }
  /** Entries were committed that do not travel on the bus: read up to `headSeq`. */
  | { readonly kind: 'head'; readonly conversationId: string; readonly headSeq: number }
  /** State, holder or context of a conversation changed: read it again. */
  | { readonly kind: 'conversation'; readonly conversationId: string; readonly customerId: string }
  /** The customer's callback changed. */
  | { readonly kind: 'callback'; readonly customerId: string }
  /** The customer's data keys changed or were destroyed: forget them. */
  | { readonly kind: 'customer-keys'; readonly customerId: string }
  /** What has reached either side rose. */
  | {
      readonly kind: 'receipts';
      readonly conversationId: string;
      readonly customer: Receipts;
      readonly agent: Receipts;
    }
  | {
      readonly kind: 'typing';
      readonly conversationId: string;
      readonly role: 'customer' | 'agent';
      readonly on: boolean;
    }
  /** Queues, offers or presence changed: desks and queue places read again. */
  | { readonly kind: 'contact-center' }
  /** Sessions of customers ended: their sockets close. */
  | { readonly kind: 'customer-sessions-ended'; readonly sessionIds: readonly string[] }
  /** An agent's session ended: its sockets close. `sessionHash` is base64url. */
  | { readonly kind: 'session-ended'; readonly sessionHash: string };

/** How far a message that is published now gets. */
export type BusReach = 'all-nodes' | 'this-node';

/**
 * Fan-out between nodes. Best effort: a message may be lost, doubled or late, and nothing may depend on it but
 * latency. `publish` never throws and never blocks; the publisher's own listeners are called too, asynchronously.
 */
export interface Bus {
  /** While it is `this-node`, nodes look into the store for what others did. */
  readonly reach: BusReach;
  publish(message: BusMessage): void;
  /** Returns its remover. */
  subscribe(listener: (message: BusMessage) => void): () => void;
  close(): Promise<void>;
}
