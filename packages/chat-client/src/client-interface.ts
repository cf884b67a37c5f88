import type { EscalationContext, NewContent, SharedItem } from '@throughline/protocol';
import type { ChatSnapshot, WayTaken } from './chat-snapshot.js';
import type { LaterParts } from './later-parts.js';
import type { Tabs } from './tabs.js';

/** The headless client of one customer in one tab. */
export interface ChatClient {
  readonly snapshot: ChatSnapshot;
  /** Calls `listener` after every change; returns its remover. */
  subscribe(listener: () => void): () => void;
  /** Signs in and connects; reconnects by itself until `stop`. Safe to call twice. */
  start(): void;
  /** Closes the connection and cancels every timer. Unsent messages stay in memory. */
  stop(): void;
  /**
   * Takes the parts that a conversation can begin without, once: renewing the session ahead of its end, typing, receipts,
   * and everything from `choose` on down. `tabs`: the other tabs of this browser; without them every tab renews for itself.
   */
  complete(parts: LaterParts, tabs?: Tabs): void;
  /**
   * Tries now instead of at the next planned time: the tab became visible, the network came back, the customer signed in again. `silentMs`: for how long
   * nothing has come, where that is not for the client to judge.
   */
  wake(silentMs?: number): void;
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
