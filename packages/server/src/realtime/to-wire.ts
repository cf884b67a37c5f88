import type { Conversation, CustomerCard, Entry, QueuePlace } from '@throughline/core';
import type {
  AckEvent,
  ConversationView,
  CustomerCard as WireCard,
  Entry as WireEntry,
} from '@throughline/protocol';

/** An entry as both sides see it: without the ids of who did it. */
export function toWireEntry(entry: Entry): WireEntry {
  const { seq, id, kind, body } = entry;
  const base = {
    seq,
    id,
    at: entry.at.toISOString(),
    party: { role: entry.party.role, displayName: body.displayName },
  };
  if (kind === 'message')
    return { ...base, kind, text: body.text ?? '', maskedTypes: body.maskedTypes ?? [] };
  return body.reason === 'customer_absent' ? { ...base, kind, reason: body.reason } : { ...base, kind };
}

export function toAck(entry: Entry): AckEvent {
  return {
    type: 'ack',
    id: entry.id,
    conversationId: entry.conversationId,
    seq: entry.seq,
    at: entry.at.toISOString(),
    text: entry.body.text ?? '',
    maskedTypes: entry.body.maskedTypes ?? [],
  };
}

export function toConversationView(
  conversation: Conversation,
  place: QueuePlace | undefined,
  agentDisplayName: string | null,
): ConversationView {
  return {
    id: conversation.id,
    state: conversation.state,
    openedAt: conversation.openedAt.toISOString(),
    headSeq: conversation.headSeq,
    queue: place ? { ahead: place.ahead, wait: place.estimate } : null,
    agent: agentDisplayName === null ? null : { displayName: agentDisplayName },
    agentReceipts: conversation.agentReceipts,
    customerReceipts: conversation.customerReceipts,
  };
}

export function toWireCard(card: CustomerCard, { previousConversationId }: Conversation): WireCard {
  const { context, previous, routingReasons } = card;
  const latest = context.at(-1);
  return {
    customerId: latest?.customer.externalId ?? '',
    displayName: latest?.customer.displayName ?? '',
    tier: latest?.customer.tier ?? null,
    intent: context.findLast((item) => item.intent !== null)?.intent ?? null,
    pages: context.flatMap(({ page, at }) => (page ? [{ ...page, at: at.toISOString() }] : [])),
    previousConversation: previous?.endedAt
      ? {
          id: previous.id,
          endedAt: previous.endedAt.toISOString(),
          continued: previous.id === previousConversationId,
        }
      : null,
    routingReasons,
  };
}
