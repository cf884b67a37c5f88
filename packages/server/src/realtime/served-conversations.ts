import {
  type AgentMessage,
  type Conversation,
  type Core,
  type CustomerCard,
  commitMessage,
  type Entry,
  endConversation,
  type GuestConversations,
  openEntry,
  prepareMessage,
  type Receipts,
  readCustomerCard,
  type SendLane,
} from '@throughline/core';
import type { EntrySource } from './entry-stream.js';

/** What a desk needs of a conversation, whoever owns it: the core, or guests of another door. */
export class ServedConversations {
  readonly #core: Core;
  readonly #guests: GuestConversations | null;

  constructor(core: Core, guests: GuestConversations | null) {
    this.#core = core;
    this.#guests = guests;
  }

  async get(conversationId: string): Promise<Conversation | null> {
    return (await this.#guests?.get(conversationId)) ?? (await this.#core.conversations.get(conversationId));
  }

  async card(conversation: Conversation): Promise<CustomerCard> {
    return (await this.#guests?.card(conversation.id)) ?? readCustomerCard(this.#core, conversation);
  }

  async heads(ids: readonly string[]): Promise<ReadonlyMap<string, number>> {
    const heads = new Map(await this.#core.conversations.heads(ids));
    for (const id of ids) {
      const guest = heads.has(id) ? null : await this.#guests?.get(id);
      if (guest) heads.set(id, guest.headSeq);
    }
    return heads;
  }

  async entries({ id, customerId }: Conversation): Promise<EntrySource> {
    const guests = this.#guests;
    if (!guests || !(await guests.get(id))) return coreEntries(this.#core, id, customerId);
    return {
      // Entries of guests are announced by their number only.
      open: () => Promise.reject(new Error('The bus carries no entries of guests.')),
      read: (afterSeq, limit) => guests.read(id, afterSeq, limit),
    };
  }

  /**
   * Prepares the message, and gives the commit that follows: messages are numbered in the order of these calls.
   * @throws CoreError `masking_failed`, `unavailable`
   */
  async send(
    customerId: string,
    message: AgentMessage,
    lane: SendLane | null,
  ): Promise<{ readonly committed: Promise<Entry> }> {
    const { conversationId, id, agent, text } = message;
    if (this.#guests && (await this.#guests.get(conversationId))) {
      return { committed: this.#guests.send(message) };
    }
    const sender = { role: 'agent', id: agent.id, displayName: agent.displayName } as const;
    const prepared = await prepareMessage(this.#core, { conversationId, customerId, id, sender, text }, lane);
    return { committed: commitMessage(this.#core, customerId, prepared, lane) };
  }

  async raiseAgentReceipts(conversationId: string, receipts: Receipts): Promise<void> {
    if (this.#guests && (await this.#guests.get(conversationId))) {
      return this.#guests.raiseAgentReceipts(conversationId, receipts);
    }
    const raised = await this.#core.conversations.raiseReceipts(conversationId, 'agent', receipts);
    if (raised) {
      const { customerReceipts: customer, agentReceipts: agent } = raised;
      this.#core.bus.publish({ kind: 'receipts', conversationId, customer, agent });
    }
  }

  /** @throws CoreError `not_found`, `unavailable` */
  async end(conversation: Conversation, agent: AgentMessage['agent']): Promise<void> {
    if (this.#guests && (await this.#guests.get(conversation.id))) {
      return this.#guests.end(conversation.id, agent);
    }
    const actor = { kind: 'agent', id: agent.id } as const;
    await endConversation(this.#core, conversation, actor, agent.displayName, 'agent');
  }
}

/** Entries of a conversation that the core owns. */
export function coreEntries(core: Core, conversationId: string, customerId: string): EntrySource {
  const open: EntrySource['open'] = (stored) => openEntry(core.sealer, customerId, stored);
  return {
    open,
    read: async (afterSeq, limit) =>
      Promise.all((await core.conversations.read(conversationId, afterSeq, limit)).map(open)),
  };
}
