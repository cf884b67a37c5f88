import type { AuditActor } from '../model/audit.js';
import type { Conversation, EndReason, PartyRole } from '../model/conversation.js';
import { stepOf } from '../model/conversation-machine.js';
import { CoreError } from '../model/errors.js';
import type { Core } from './core.js';
import { sealBody } from './sealing.js';

/**
 * Ends a live conversation and frees its agent or queue place. Safe to repeat.
 * @throws CoreError `not_found`, `unavailable`
 */
export async function endConversation(
  core: Core,
  conversation: Conversation,
  actor: AuditActor & { readonly kind: PartyRole },
  displayName: string,
  reason: EndReason,
): Promise<void> {
  const { id, customerId } = conversation;
  const at = core.clock.now();
  const entryId = 'ended';
  const result = await core.conversations.transition({
    conversationId: id,
    ...stepOf('ended'),
    agentId: null,
    at,
    interactionVersion: null,
    entry: {
      conversationId: id,
      id: entryId,
      kind: 'ended',
      party: { role: actor.kind, id: actor.id },
      at,
      sealedBody: await sealBody(core.sealer, customerId, id, entryId, { displayName, reason }),
    },
    audit: { at, action: 'conversation.ended', actor, conversationId: id, details: { reason } },
  });
  if (result.kind === 'not_found') throw new CoreError('not_found', 'There is no such conversation.');
  if (result.kind === 'changed') {
    if (result.entry) core.bus.publish({ kind: 'entries', conversationId: id, entries: [result.entry] });
    core.bus.publish({ kind: 'conversation', conversationId: id, customerId });
  }
  await settle(core, id, at);
}

/** Tells the contact center that a conversation is over; `sweep` repeats it after a crash. */
export async function settle(core: Core, conversationId: string, at: Date): Promise<void> {
  await core.contactCenter.close(conversationId, at);
  await core.conversations.markSettled(conversationId);
}
