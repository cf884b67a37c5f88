import type { AgentWork } from '@throughline/contact-center';
import type { Conversation, Interaction } from '@throughline/core';
import type { DeskConversation, DeskState, Offer, WaitingItem } from '@throughline/protocol';
import type { CardCache, CardedConversation } from './card-cache.js';
import type { Services } from './services.js';

/** Everything that one agent's desk shows beside transcripts. */
export async function readDeskState(
  services: Services,
  cards: CardCache,
  work: AgentWork,
): Promise<DeskState> {
  const queueNames = new Map(
    (await services.contactCenter.queues()).map((queue) => [queue.id, queue.displayName]),
  );
  const nameOf = (interaction: Interaction) => queueNames.get(interaction.queueId) ?? interaction.queueId;
  const assigned = work.own.filter((interaction) => interaction.state === 'assigned');
  const offered = work.own.filter((interaction) => interaction.state === 'offered');
  return {
    available: work.agent.available,
    capacity: work.agent.capacity,
    waiting: await withCards(cards, work.waiting, (interaction, { card }) =>
      toWaitingItem(interaction, card, nameOf(interaction)),
    ),
    offers: await withCards(cards, offered, (interaction, { card }) =>
      toOffer(interaction, card, nameOf(interaction)),
    ),
    conversations: await withCards(cards, assigned, async (interaction, { card }) => {
      const found = await services.served.get(interaction.conversationId);
      // Until the conversation has followed its interaction, the agent has no part in it.
      if (found?.conversation.agentId !== interaction.agentId) return null;
      return toDeskConversation(interaction, found.conversation, card, nameOf(interaction));
    }),
  };
}

async function withCards<Item>(
  cards: CardCache,
  interactions: readonly Interaction[],
  toItem: (interaction: Interaction, carded: CardedConversation) => Item | null | Promise<Item | null>,
): Promise<Item[]> {
  const items = await Promise.all(
    interactions.map(async (interaction) => {
      const carded = await cards.get(interaction.conversationId);
      return carded && toItem(interaction, carded);
    }),
  );
  return items.filter((item) => item !== null);
}

type Card = CardedConversation['card'];

function toWaitingItem(interaction: Interaction, card: Card, queueName: string): WaitingItem {
  return {
    interactionId: interaction.id,
    displayName: card.displayName,
    tier: card.tier,
    intent: card.intent,
    queueName,
    priority: interaction.priority,
    waitingSince: interaction.queuedAt.toISOString(),
  };
}

function toOffer(interaction: Interaction, customer: Card, queueName: string): Offer {
  return {
    interactionId: interaction.id,
    conversationId: interaction.conversationId,
    queueName,
    expiresAt: (interaction.offerExpiresAt ?? interaction.queuedAt).toISOString(),
    customer: withoutPersonalFields(customer),
  };
}

function withoutPersonalFields({ fields, ...card }: Card): Card {
  return fields ? { ...card, fields: fields.filter((field) => field.class !== 'personal') } : card;
}

function toDeskConversation(
  interaction: Interaction,
  conversation: Conversation,
  customer: Card,
  queueName: string,
): DeskConversation {
  return {
    interactionId: interaction.id,
    conversationId: conversation.id,
    state: conversation.state,
    queueName,
    assignedAt: (interaction.assignedAt ?? interaction.queuedAt).toISOString(),
    headSeq: conversation.headSeq,
    customer,
    customerReceipts: conversation.customerReceipts,
  };
}
