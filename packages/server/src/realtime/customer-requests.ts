import { CoreError, type Customer, endConversation, takeWay, withholdContext } from '@throughline/core';
import type { ChooseCommand, ReceiptCommand, WithholdCommand } from '@throughline/protocol';
import { toCallbackWish } from './callback-wish.js';
import type { Services } from './services.js';

/** Raises what the customer has got and read of a conversation, and tells the others if that is news. */
export async function raiseReceipts(
  core: Services['core'],
  { conversationId, deliveredSeq, readSeq }: ReceiptCommand,
): Promise<void> {
  const raised = await core.conversations.raiseReceipts(conversationId, 'customer', {
    deliveredSeq,
    readSeq,
  });
  if (!raised) return;
  const { customerReceipts: customer, agentReceipts: agent } = raised;
  core.bus.publish({ kind: 'receipts', conversationId, customer, agent });
}

/** @throws CoreError `not_found` when it is not this customer's */
export async function endChat(
  core: Services['core'],
  { id, claims }: Customer,
  conversationId: string,
): Promise<void> {
  const conversation = await core.conversations.get(conversationId);
  if (conversation?.customerId !== id) throw notYours();
  await endConversation(core, conversation, { kind: 'customer', id }, claims.displayName, 'customer');
}

/** @throws CoreError `not_found` when the conversation is not this customer's */
export async function chooseWay(
  { core, callbacks }: Services,
  customer: Customer,
  { conversationId, choice, callback, message }: ChooseCommand,
): Promise<void> {
  const conversation = await core.conversations.get(conversationId);
  if (conversation?.customerId !== customer.id) throw notYours();
  await takeWay(core, callbacks, customer, conversation, {
    choice,
    ...(callback ? { callback: toCallbackWish(callback, customer.claims.locale) } : {}),
    ...(message === undefined ? {} : { message }),
  });
}

/** @throws CoreError when the conversation is not this customer's, or shares nothing of that name */
export async function withhold(
  core: Services['core'],
  customerId: string,
  { conversationId, kind, name }: WithholdCommand,
): Promise<void> {
  const conversation = await core.conversations.get(conversationId);
  await withholdContext(core, customerId, conversation, { kind, name });
}

export function notYours(): CoreError {
  return new CoreError('not_found', 'There is no such conversation for you.');
}
