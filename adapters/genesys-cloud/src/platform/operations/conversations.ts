import { z } from 'zod';
import type { Urgency } from '../budget.js';
import type { PlatformClient } from '../platform-client.js';

const reference = z.object({ id: z.string().optional(), name: z.string().optional() });
const participant = z.object({
  id: z.string().optional(),
  purpose: z.string().optional(),
  name: z.string().optional(),
  state: z.string().optional(),
  type: z.string().optional(),
  startTime: z.string().optional(),
  endTime: z.string().optional(),
  authenticated: z.boolean().optional(),
  user: reference.optional(),
  queue: reference.optional(),
  externalContact: reference.optional(),
  attributes: z.record(z.string(), z.string()).optional(),
  wrapup: z
    .object({
      code: z.string().optional(),
      name: z.string().optional(),
      durationSeconds: z.number().optional(),
    })
    .optional(),
});
const conversation = z.object({ id: z.string().optional(), participants: z.array(participant).optional() });
export type MessageConversation = z.infer<typeof conversation>;

/** @throws GenesysError `not_found` */
export function getConversation(
  client: PlatformClient,
  conversationId: string,
  urgency: Urgency = 'active',
): Promise<MessageConversation> {
  return client.send({
    operation: 'GET /api/v2/conversations/messages/{conversationId}',
    values: { conversationId },
    answer: conversation,
    urgency,
    isRepeatable: true,
  });
}

export interface ConversationTags {
  externalTag: string;
}

/** Replaces the tag, by which reports and searches of Genesys find the conversation. @throws GenesysError */
export async function tagConversation(
  client: PlatformClient,
  conversationId: string,
  body: ConversationTags,
): Promise<void> {
  await client.send({
    operation: 'PUT /api/v2/conversations/{conversationId}/tags',
    values: { conversationId },
    body,
    answer: z.unknown(),
    urgency: 'background',
    isRepeatable: true,
  });
}
