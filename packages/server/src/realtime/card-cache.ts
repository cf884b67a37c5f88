import type { CustomerCard, SharedItem } from '@throughline/protocol';
import type { ServedConversations } from './served-conversations.js';
import { toShared } from './shared-with-agents.js';
import { toWireCard } from './to-wire.js';

const MAX_CARDS = 5_000;

export interface CardedConversation {
  readonly customerId: string;
  readonly card: CustomerCard;
  /** The same as its customer sees it. */
  readonly shared: readonly SharedItem[];
}

/** Customer cards of conversations that desks show, read once until something about the conversation changes. */
export class CardCache {
  readonly #served: ServedConversations;
  readonly #cards = new Map<string, Promise<CardedConversation | null>>();

  constructor(served: ServedConversations) {
    this.#served = served;
  }

  /** Null for an unknown conversation. */
  get(conversationId: string): Promise<CardedConversation | null> {
    const cached = this.#cards.get(conversationId);
    if (cached) return cached;
    const reading = this.#read(conversationId);
    this.#cards.set(conversationId, reading);
    reading.catch(() => this.#cards.delete(conversationId));
    if (this.#cards.size > MAX_CARDS) this.#cards.delete(this.#cards.keys().next().value ?? '');
    return reading;
  }

  /** Something may have changed unheard. */
  forgetAll(): void {
    this.#cards.clear();
  }

  forget(conversationId: string): void {
    this.#cards.delete(conversationId);
  }

  async #read(conversationId: string): Promise<CardedConversation | null> {
    const found = await this.#served.get(conversationId);
    if (!found) return null;
    const { conversation } = found;
    const card = await this.#served.card(found);
    return {
      customerId: conversation.customerId,
      card: toWireCard(card, conversation),
      shared: toShared(card),
    };
  }
}
