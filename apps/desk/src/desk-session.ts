import type { DeskClient, DeskTranscript } from '@throughline/chat-client/desk';
import type { CustomerCard, DeskConversation, Offer } from '@throughline/protocol';
import { countUnread, type OpenConversation } from './features/conversation/open-conversation.js';

/** The customer card on show, and whether it belongs to an offer that is not taken yet. */
export interface CardOnShow {
  readonly card: CustomerCard | null;
  readonly offered: boolean;
}

/**
 * One agent's work on this desk, beside what the gateway knows: which conversation is in front, drafts, what was
 * looked at, conversations that are over but still open. Lives in memory, and through a renewed sign-in.
 */
export class DeskSession {
  readonly client: DeskClient;
  readonly #conversations = new Map<string, DeskConversation>();
  readonly #drafts = new Map<string, string>();
  readonly #seen = new Map<string, number>();
  readonly #closed = new Set<string>();
  #offerIds: ReadonlySet<string> = new Set();
  #poppedOfferId: string | null = null;
  #wantedId: string | null = null;
  #awaitedId: string | null = null;
  #items: readonly OpenConversation[] = [];

  constructor(client: DeskClient) {
    this.client = client;
  }

  /** Conversations on this desk: those of this agent, in order of assignment, and those over but not closed. */
  get items(): readonly OpenConversation[] {
    return this.#items;
  }

  /** The conversation in front; null when there is none. */
  get selected(): OpenConversation | null {
    return this.#items.find(({ conversation }) => conversation.conversationId === this.#wantedId) ?? null;
  }

  /** The newest offer's card from the moment of the offer until the agent turns to a conversation; else the selected one's. */
  get cardOnShow(): CardOnShow {
    const popped = this.#offers.find((offer) => offer.interactionId === this.#poppedOfferId);
    if (popped !== undefined) return { card: popped.customer, offered: true };
    return { card: this.selected?.conversation.customer ?? null, offered: false };
  }

  /** What waits for this agent: unread messages and open offers. */
  get waitingForAgent(): number {
    return this.#items.reduce((sum, { unread }) => sum + unread, this.#offers.length);
  }

  get caughtUp(): boolean {
    return this.#items.every(
      ({ conversation, transcript }) => (transcript.entries.at(-1)?.seq ?? 0) >= conversation.headSeq,
    );
  }

  /** Takes in the client's present snapshot; returns the offers that were not there before. */
  refresh(): readonly Offer[] {
    const { desk } = this.client.snapshot;
    if (desk === null) return [];
    for (const conversation of desk.conversations) {
      const { conversationId } = conversation;
      this.#conversations.set(conversationId, conversation);
      if (conversation.state !== 'ended') this.#closed.delete(conversationId);
      if (conversationId === this.#awaitedId) this.select(conversationId);
    }
    this.#lay();
    const fresh = desk.offers.filter((offer) => !this.#offerIds.has(offer.interactionId));
    this.#offerIds = new Set(desk.offers.map((offer) => offer.interactionId));
    this.#poppedOfferId = fresh.at(-1)?.interactionId ?? this.#poppedOfferId;
    return fresh;
  }

  select(conversationId: string): void {
    this.#wantedId = conversationId;
    this.#awaitedId = null;
    this.#poppedOfferId = null;
    this.#lay();
  }

  /** Selects a conversation as soon as it is this agent's. */
  selectWhenAssigned(conversationId: string): void {
    this.#awaitedId = conversationId;
  }

  /** Selects the conversation `step` places further down the list, round its ends. */
  move(step: 1 | -1): void {
    const from = this.#items.findIndex((item) => item.conversation.conversationId === this.#wantedId);
    const to = this.#items.at((from + step) % Math.max(1, this.#items.length));
    if (to !== undefined) this.select(to.conversation.conversationId);
  }

  /** Takes a conversation that is over off the desk. */
  close(conversationId: string): void {
    this.#closed.add(conversationId);
    this.#conversations.delete(conversationId);
    this.#drafts.delete(conversationId);
    this.#seen.delete(conversationId);
    this.#lay();
  }

  draft(conversationId: string): string {
    return this.#drafts.get(conversationId) ?? '';
  }

  keepDraft(conversationId: string, text: string): void {
    if (text === '') this.#drafts.delete(conversationId);
    else this.#drafts.set(conversationId, text);
  }

  /** Notes that the agent has looked at everything up to `seq`; false when that was known. */
  see(conversationId: string, seq: number): boolean {
    if ((this.#seen.get(conversationId) ?? 0) >= seq) return false;
    this.#seen.set(conversationId, seq);
    this.#lay();
    return true;
  }

  get #offers(): readonly Offer[] {
    return this.client.snapshot.desk?.offers ?? [];
  }

  #lay(): void {
    const { desk, transcripts } = this.client.snapshot;
    const own = new Set(
      desk?.conversations.filter(({ state }) => state !== 'ended').map((one) => one.conversationId),
    );
    this.#items = [...this.#conversations.values()]
      .filter(({ conversationId: id }) => !this.#closed.has(id) && (own.has(id) || transcripts.has(id)))
      .map((conversation) => this.#item(conversation, transcripts.get(conversation.conversationId), own));
    // Without a choice of the agent's, for example after a reload, the first conversation comes to the front.
    if (this.#wantedId === null || this.#closed.has(this.#wantedId)) {
      this.#wantedId = this.#items[0]?.conversation.conversationId ?? null;
    }
  }

  #item(
    conversation: DeskConversation,
    transcript: DeskTranscript = NOTHING_YET,
    own: ReadonlySet<string>,
  ): OpenConversation {
    const { conversationId } = conversation;
    const unread = countUnread(transcript.entries, this.#seen.get(conversationId) ?? 0);
    return { conversation, transcript, over: !own.has(conversationId), unread };
  }
}

const NOTHING_YET: DeskTranscript = { entries: [], earlier: [], pending: [], customerTyping: false };
