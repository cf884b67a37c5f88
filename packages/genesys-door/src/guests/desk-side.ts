import {
  type AgentMessage,
  type Conversation,
  CoreError,
  type CustomerCard,
  type Entry,
  type GuestConversations,
  type Interaction,
  type Masker,
  type Receipts,
} from '@throughline/core';
import { AgentSteps } from './agent-steps.js';
import type { GuestDependencies } from './dependencies.js';
import type { ServedItem } from './model.js';
import type { ServedItems } from './served-items.js';

/** What differs between the kinds of items. */
export interface DeskBehavior<Item extends ServedItem> {
  customerId(item: Item): string;
  card(item: Item): CustomerCard;
  /** Brings an agent's text to the customer. @throws CoreError */
  say(item: Item, message: AgentMessage): ReturnType<Masker> & { readonly at: Date };
  /** Ends the item; the agent's name is null when the contact center did. */
  end(item: Item, agentName: string | null): Promise<void>;
}

const STATES = { waiting: 'queued', offered: 'offered', assigned: 'active', closed: 'ended' } as const;

/** Items of the door as agents of the desk serve them. */
export class DeskSide<Item extends ServedItem> implements GuestConversations {
  readonly #items: ServedItems<Item>;
  readonly #steps: AgentSteps<Item>;
  readonly #behavior: DeskBehavior<Item>;

  constructor(dependencies: GuestDependencies, items: ServedItems<Item>, behavior: DeskBehavior<Item>) {
    this.#items = items;
    this.#steps = new AgentSteps(dependencies, items);
    this.#behavior = behavior;
  }

  has(id: string): boolean {
    return this.#items.get(id) !== null;
  }

  async follow(interaction: Interaction): Promise<boolean> {
    const item = this.#items.get(interaction.conversationId);
    if (!item) return false;
    if (item.endTime || interaction.version <= item.interactionVersion) return true;
    item.interactionVersion = interaction.version;
    if (interaction.state === 'closed') {
      await this.#behavior.end(item, null);
      return true;
    }
    await this.#steps.follow(item, interaction);
    this.#items.announce(item);
    return true;
  }

  async get(id: string): Promise<Conversation | null> {
    const item = this.#items.get(id);
    if (!item) return null;
    return {
      id,
      customerId: this.#behavior.customerId(item),
      state: item.endTime ? 'ended' : STATES[item.interactionState],
      openedAt: item.startTime,
      endedAt: item.endTime,
      headSeq: item.entries.length,
      agentId: item.endTime ? null : item.agentId,
      previousConversationId: null,
      customerReceipts: item.customerReceipts,
      agentReceipts: item.agentReceipts,
    };
  }

  async card(id: string): Promise<CustomerCard | null> {
    const item = this.#items.get(id);
    return item && this.#behavior.card(item);
  }

  async read(id: string, afterSeq: number, limit: number): Promise<readonly Entry[]> {
    return this.#items.get(id)?.entries.slice(afterSeq, afterSeq + limit) ?? [];
  }

  async send(message: AgentMessage): Promise<Entry> {
    const { id, conversationId, agent } = message;
    const item = this.#items.get(conversationId);
    const known = item?.entries.find((entry) => entry.id === id);
    if (known) return known;
    if (item?.endTime) throw new CoreError('conversation_ended', 'This conversation has ended.');
    if (item?.agentId !== agent.id) {
      throw new CoreError('not_found', 'There is no such conversation for you.');
    }
    const said = this.#behavior.say(item, message);
    return this.#items.append(item, {
      id,
      kind: 'message',
      party: { role: 'agent', id: agent.id },
      at: said.at,
      body: {
        displayName: agent.displayName,
        text: said.text,
        maskedTypes: said.maskedTypes,
      },
    });
  }

  async raiseAgentReceipts(id: string, receipts: Receipts): Promise<void> {
    const item = this.#items.get(id);
    if (!item) return;
    const { deliveredSeq, readSeq } = item.agentReceipts;
    const head = item.entries.length;
    item.agentReceipts = {
      deliveredSeq: Math.max(deliveredSeq, Math.min(head, receipts.deliveredSeq)),
      readSeq: Math.max(readSeq, Math.min(head, receipts.readSeq)),
    };
  }

  async end(id: string, agent: AgentMessage['agent']): Promise<void> {
    const item = this.#items.get(id);
    if (item) await this.#behavior.end(item, agent.displayName);
  }
}
