import type { ContextItem, Conversation } from '../model/conversation.js';
import type { Core } from './core.js';
import { openContext } from './sealing.js';

/** What an agent may know of a conversation before and while serving it. Everything in it has passed masking. */
export interface CustomerCard {
  readonly context: readonly ContextItem[];
  /** What the customer talked about before: the conversation that this one continues, else the last that ended. */
  readonly previous: Conversation | null;
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

/** Reads the card. The caller has checked that the reader is entitled to it (T10). */
export async function readCustomerCard(core: Core, conversation: Conversation): Promise<CustomerCard> {
  const { id, customerId, previousConversationId } = conversation;
  const [stored, decision, previous] = await Promise.all([
    core.conversations.context(id),
    core.conversations.decision(id),
    previousConversationId
      ? core.conversations.get(previousConversationId)
      : core.conversations.findLastEnded(customerId),
  ]);
  const context = await Promise.all(stored.map((item) => openContext(core.sealer, customerId, id, item)));
  return {
    context,
    previous: previous?.id === id ? null : previous,
    routingReasons: decision?.reasons ?? [],
  };
}
