import type { Conversation } from '../model/conversation.js';
import type { DecisionRecord } from '../model/decision.js';
import type { Core } from './core.js';

/**
 * Carries a decision out. Safe to repeat: after a crash between the commit of a conversation and this call,
 * `sweep` makes it again.
 */
export async function requestAgent(
  core: Core,
  conversation: Conversation,
  decision: DecisionRecord,
): Promise<void> {
  const { previousConversationId } = conversation;
  await core.contactCenter.request({
    conversationId: conversation.id,
    queueId: decision.target.queueId,
    priority: decision.target.priority,
    at: conversation.openedAt,
    preferredAgentId: previousConversationId
      ? await core.conversations.lastAgent(previousConversationId)
      : null,
  });
}
