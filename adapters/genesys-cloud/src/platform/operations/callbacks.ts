import { z } from 'zod';
import type { PlatformClient } from '../platform-client.js';

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
