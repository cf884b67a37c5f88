import type {
  Callback,
  CallbackRequest,
  Conversation,
  CustomerCard,
  Entry,
  EntryBody,
  QueuePlace,
  Way,
  Ways,
} from '@throughline/core';
import type {
  AckEvent,
  CallbackView,
  ConversationView,
  SharedItem,
  WaysView,
  WayView,
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
  if (kind === 'message') return { ...base, kind, ...toSaid(body) };
  if (kind === 'redacted') return { ...base, kind, redacts: body.redacts ?? '', ...toSaid(body) };
  switch (body.reason) {
    case 'customer_absent':
    case 'erased':
    case 'callback':
    case 'message':
      return { ...base, kind, reason: body.reason };
    default:
      return { ...base, kind };
  }
}

/** The same for an agent who may look at some of what is hidden. */
export function toRevealableEntry(entry: Entry): WireEntry {
  const wire = toWireEntry(entry);
  const { revealable } = entry.body;
  return wire.kind === 'message' && revealable ? { ...wire, revealable } : wire;
}

export function toAck(entry: Entry): AckEvent {
  return {
    type: 'ack',
    id: entry.id,
    conversationId: entry.conversationId,
    seq: entry.seq,
    at: entry.at.toISOString(),
    ...toSaid(entry.body),
  };
}

function toSaid({ text = '', maskedTypes = [], content }: EntryBody) {
  return content === undefined ? { text, maskedTypes } : { text, maskedTypes, content };
}

export function toConversationView(
  conversation: Conversation,
  place: QueuePlace | undefined,
  agentDisplayName: string | null,
  ways: Ways,
  shared: readonly SharedItem[],
  isInterrupted: boolean,
): ConversationView {
  return {
    id: conversation.id,
    state: conversation.state,
    openedAt: conversation.openedAt.toISOString(),
    headSeq: conversation.headSeq,
    queue: place ? { ahead: place.ahead, wait: place.estimate } : null,
    ...(isInterrupted ? { interrupted: true as const } : {}),
    ...(ways.text !== null || ways.ways.length > 0 ? { ways: toWaysView(ways) } : {}),
    ...(conversation.state === 'ended' ? {} : { shared }),
    agent: agentDisplayName === null ? null : { displayName: agentDisplayName },
    agentReceipts: conversation.agentReceipts,
    customerReceipts: conversation.customerReceipts,
  };
}

function toWaysView({ text, ways }: Ways): WaysView {
  return { text, ways: ways.flatMap((way) => toWayView(way) ?? []) };
}

/** Null for what is no way to take. */
function toWayView({ choice, label, target }: Way): WayView | null {
  const named = { choice, label };
  switch (target?.kind) {
    case undefined:
      return { ...named, kind: 'continue' };
    case 'callback':
      return { ...named, kind: 'callback', earliestAt: target.earliestAt ?? null };
    case 'message':
      return { ...named, kind: 'message' };
    case 'phone':
      return { ...named, kind: 'phone', number: target.number, digits: target.digits ?? null };
    case 'email':
      return { ...named, kind: 'email', address: target.address, subject: target.subject ?? null };
    case 'link':
      return { ...named, kind: 'link', url: target.url };
    default:
      return choice === null ? null : { ...named, kind: 'continue' };
  }
}

export function toCallbackView(callback: Callback, { phone }: CallbackRequest): CallbackView {
  return {
    id: callback.id,
    state: callback.state,
    dueAt: callback.dueAt.toISOString(),
    timeZone: callback.timeZone,
    phoneEnd: phone?.slice(-3) ?? '',
  };
}

export function toWireCard(
  card: CustomerCard,
  { previousConversationId }: Pick<Conversation, 'previousConversationId'>,
): WireCard {
  const { context, fields, previous, previousWrapUp, routingReasons, callback } = card;
  const latest = context.at(-1);
  return {
    customerId: latest?.customer.externalId ?? '',
    displayName: latest?.customer.displayName ?? '',
    tier: latest?.customer.tier ?? null,
    intent: context.findLast((item) => item.intent !== null)?.intent ?? null,
    ...(fields
      ? { fields: fields.map(({ label, value, class: kind }) => ({ label, value, class: kind })) }
      : {}),
    pages: context.flatMap(({ page, at }) => (page ? [{ ...page, at: at.toISOString() }] : [])),
    previousConversation: previous?.endedAt
      ? {
          id: previous.id,
          endedAt: previous.endedAt.toISOString(),
          continued: previous.id === previousConversationId,
          ...(previousWrapUp ? { wrapUp: previousWrapUp } : {}),
        }
      : null,
    routingReasons,
    ...(callback ? { callback: { ...callback, dueAt: callback.dueAt.toISOString() } } : {}),
  };
}
