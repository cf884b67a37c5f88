import { z } from 'zod';
import type { PlatformClient } from '../platform-client.js';

const reference = z.object({ id: z.string().optional(), name: z.string().optional() });
const participant = z.object({
  id: z.string().optional(),
  purpose: z.string().optional(),
  state: z.string().optional(),
  connectedTime: z.string().optional(),
  endTime: z.string().optional(),
  user: reference.optional(),
  wrapup: z.object({ code: z.string().optional(), name: z.string().optional() }).optional(),
});
const callback = z.object({ id: z.string().optional(), participants: z.array(participant).optional() });
export type CallbackConversation = z.infer<typeof callback>;

const created = z.object({ conversation: z.object({ id: z.string() }) });

/** What is asked of an agent who calls. Times are ISO 8601. */
export interface CallbackCommand {
  callbackNumbers: string[];
  callbackUserName: string;
  callbackScheduledTime?: string;
  routingData: { queueId: string; priority?: number };
  data?: Record<string, string>;
}

/** The id of the callback's conversation. Not repeatable: twice is two calls. */
export async function createCallback(client: PlatformClient, body: CallbackCommand): Promise<string> {
  const { conversation } = await client.send({
    operation: 'POST /api/v2/conversations/callbacks',
    body,
    answer: created,
    urgency: 'waiting',
    isRepeatable: false,
  });
  return conversation.id;
}

/** @throws GenesysError `not_found` */
export function getCallback(client: PlatformClient, callbackId: string): Promise<CallbackConversation> {
  return client.send({
    operation: 'GET /api/v2/conversations/callbacks/{callbackId}',
    values: { callbackId },
    answer: callback,
    urgency: 'waiting',
    isRepeatable: true,
  });
}

export interface ParticipantChange {
  state: 'disconnected';
}

/** Without its customer, a callback is over. @throws GenesysError `not_found` */
export async function endCallback(
  client: PlatformClient,
  callbackId: string,
  participantId: string,
): Promise<void> {
  const body: ParticipantChange = { state: 'disconnected' };
  await client.send({
    operation: 'PATCH /api/v2/conversations/callbacks/{callbackId}/participants/{participantId}',
    values: { callbackId, participantId },
    body,
    answer: z.unknown(),
    urgency: 'waiting',
    isRepeatable: true,
  });
}
