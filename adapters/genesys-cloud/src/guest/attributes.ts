import type { Conversation, ConversationLink, Interaction } from '@throughline/core';

/** What rides the first message of a session, so that flows and agents there know what the gateway knows. */
export async function attributesOf(
  link: ConversationLink,
  conversation: Conversation,
  { queueId, priority }: Interaction,
  skills: readonly string[],
): Promise<Readonly<Record<string, string>>> {
  const latest = (await link.context(conversation)).findLast(({ fields }) => !fields);
  return {
    throughlineConversationId: conversation.id,
    throughlineQueue: queueId,
    throughlinePriority: String(priority),
    ...(skills.length > 0 ? { throughlineSkills: skills.join(',') } : {}),
    ...(latest?.customer.tier ? { customerTier: latest.customer.tier } : {}),
    ...(latest?.intent ? { intent: latest.intent } : {}),
  };
}
