import { z } from 'zod';
import type { PlatformClient } from '../platform-client.js';

const found = z.object({
  totalHits: z.number().optional(),
  // Missing when nothing is found.
  conversations: z
    .array(
      z.object({
        conversationId: z.string().optional(),
        conversationStart: z.string().optional(),
        conversationEnd: z.string().optional(),
        participants: z
          .array(
            z.object({
              purpose: z.string().optional(),
              userId: z.string().optional(),
              externalContactId: z.string().optional(),
              sessions: z
                .array(z.object({ mediaType: z.string().optional(), messageType: z.string().optional() }))
                .optional(),
            }),
          )
          .optional(),
      }),
    )
    .optional(),
});
export type FoundConversations = z.infer<typeof found>;

export interface ConversationQuery {
  /** Two times in ISO 8601 with `/` between. Selects conversations that began on a day that it touches. */
  interval: string;
  order: 'asc' | 'desc';
  orderBy: 'conversationStart';
  paging: { pageSize: number; pageNumber: number };
  conversationFilters?: {
    type: 'and';
    predicates: { type: 'dimension'; dimension: string; operator: 'notExists' }[];
  }[];
  segmentFilters: {
    type: 'and';
    predicates: (
      | { type: 'dimension'; dimension: string; operator: 'matches'; value: string }
      | { type: 'property'; property: string; operator: 'notExists' }
      | { type: 'property'; property: string; operator: 'matches'; value: string }
    )[];
  }[];
}

/** Conversations as analytics knows them, seconds to minutes late. */
export function queryConversations(
  client: PlatformClient,
  body: ConversationQuery,
): Promise<FoundConversations> {
  return client.send({
    operation: 'POST /api/v2/analytics/conversations/details/query',
    body,
    answer: found,
    urgency: 'waiting',
    isRepeatable: true,
  });
}
