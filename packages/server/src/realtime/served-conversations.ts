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
  toPlainText,
} from '@throughline/core';
import type { EntrySource } from './entry-stream.js';

/** A conversation as it was when it was looked up. */
export interface ServedConversation {
  readonly conversation: Conversation;
  /** Null when it is the core's own. Never changes. */
  readonly owner: GuestConversations | null;
}

/** What a desk needs of a conversation, whoever owns it: the core, guests of another door, promised calls. */
export class ServedConversations {
  readonly #core: Core;
  readonly #others: readonly GuestConversations[];

  constructor(core: Core, others: readonly GuestConversations[]) {
    this.#core = core;
    this.#others = others;
  }

  async get(conversationId: string): Promise<ServedConversation | null> {
    for (const owner of this.#others) {
      const conversation = await owner.get(conversationId);
      if (conversation) return { conversation, owner };
    }
    const conversation = await this.#core.conversations.get(conversationId);
    return conversation && { conversation, owner: null };
  }

  async card({ conversation, owner }: ServedConversation): Promise<CustomerCard> {
    return (await owner?.card(conversation.id)) ?? readCustomerCard(this.#core, conversation);
  }

  async heads(ids: readonly string[]): Promise<ReadonlyMap<string, number>> {
    const heads = new Map(await this.#core.conversations.heads(ids));
    for (const id of ids) {
      const other = heads.has(id) ? null : await this.get(id);
      if (other) heads.set(id, other.conversation.headSeq);
    }
    return heads;
  }

  entries({ conversation: { id, customerId }, owner }: ServedConversation): EntrySource {
    if (!owner) return coreEntries(this.#core, id, customerId);
    return {
      // Their entries are announced by their number only.
      open: () => Promise.reject(new Error('The bus carries no entries of guests.')),
      read: (afterSeq, limit) => owner.read(id, afterSeq, limit),
    };
  }

  /**
   * Prepares the message, and gives the commit that follows: messages are numbered in the order of these calls.
   * @throws CoreError `masking_failed`, `unavailable`
   */
  async send(
    { conversation: { customerId }, owner }: ServedConversation,
    message: AgentMessage,
    lane: SendLane,
  ): Promise<{ readonly committed: Promise<Entry> }> {
    const { agent, content } = message;
    if (owner) {
      const text = content ? toPlainText(content) : message.text;
      return { committed: owner.send({ ...message, text }) };
    }
    const sender = { role: 'agent', id: agent.id, displayName: agent.displayName } as const;
    const prepared = await prepareMessage(this.#core, { ...message, customerId, sender });
    return { committed: commitMessage(this.#core, customerId, prepared, lane) };
  }

  async raiseAgentReceipts({ conversation, owner }: ServedConversation, receipts: Receipts): Promise<void> {
    const conversationId = conversation.id;
    if (owner) return owner.raiseAgentReceipts(conversationId, receipts);
    const raised = await this.#core.conversations.raiseReceipts(conversationId, 'agent', receipts);
    if (raised) {
      const { customerReceipts: customer, agentReceipts: agent } = raised;
      this.#core.bus.publish({ kind: 'receipts', conversationId, customer, agent });
    }
  }

  /** @throws CoreError `not_found`, `unavailable` */
  async end({ conversation, owner }: ServedConversation, agent: AgentMessage['agent']): Promise<void> {
    if (owner) return owner.end(conversation.id, agent);
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
