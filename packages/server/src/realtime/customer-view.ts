import type { Conversation, Receipts, WaitRange } from '@throughline/core';
import { readWays } from '@throughline/core';
import type { ConversationView } from '@throughline/protocol';
import type { CardCache } from './card-cache.js';
import type { Services } from './services.js';
import { toConversationView } from './to-wire.js';

export const WAITING_STATES: ReadonlySet<string> = new Set(['routing', 'queued', 'offered']);

/** What the customer sees of a conversation. */
export async function toCustomerView(
  { core }: Services,
  cards: CardCache,
  conversation: Conversation,
): Promise<ConversationView> {
  const { contactCenter } = core;
  const places = WAITING_STATES.has(conversation.state)
    ? await contactCenter.places([conversation.id])
    : undefined;
  const agentName = conversation.agentId ? await contactCenter.agentDisplayName(conversation.agentId) : null;
  const ways = await readWays(core, conversation);
  const isLive = conversation.state !== 'ended';
  const shared = isLive ? ((await cards.get(conversation.id))?.shared ?? []) : [];
  const isInterrupted = isLive && !(await contactCenter.isReachable(conversation.id));
  return toConversationView(
    conversation,
    places?.get(conversation.id),
    agentName,
    ways,
    shared,
    isInterrupted,
  );
}

/** Every receipt brings the view again: what agents see, which can be long, comes when it has changed. */
export function withoutKnown(view: ConversationView, before: ConversationView | null): ConversationView {
  const { shared, ...rest } = view;
  const isKnown = before?.id === view.id && JSON.stringify(before.shared) === JSON.stringify(shared);
  return isKnown ? rest : view;
}

export function isSame(
  view: ConversationView,
  { id, state, agentReceipts, customerReceipts }: Conversation,
): boolean {
  return (
    view.id === id &&
    view.state === state &&
    isEqual(view.agentReceipts, agentReceipts) &&
    isEqual(view.customerReceipts, customerReceipts)
  );
}

export function isSameWait(a: WaitRange | null, b: WaitRange | null): boolean {
  return a?.lowSeconds === b?.lowSeconds && a?.highSeconds === b?.highSeconds;
}

function isEqual(a: Receipts, b: Receipts): boolean {
  return a.deliveredSeq === b.deliveredSeq && a.readSeq === b.readSeq;
}
