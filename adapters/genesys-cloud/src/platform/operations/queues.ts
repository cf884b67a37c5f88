import { z } from 'zod';
import type { PlatformClient } from '../platform-client.js';

const queueListing = z.object({
  entities: z.array(z.object({ id: z.string().optional(), name: z.string().optional() })).optional(),
});
export type QueueListing = z.infer<typeof queueListing>;

const observations = z.object({
  results: z
    .array(
      z.object({
        group: z.record(z.string(), z.string()).optional(),
        data: z
          .array(
            z.object({
              metric: z.string().optional(),
              qualifier: z.string().optional(),
              stats: z.object({ count: z.number().optional() }).optional(),
            }),
          )
          .optional(),
      }),
    )
    .optional(),
});
export type QueueObservations = z.infer<typeof observations>;

const waitingTime = z.object({
  results: z.array(
    z.object({
      intent: z.string().optional(),
      formula: z.string(),
      estimatedWaitTimeSeconds: z.number(),
    }),
  ),
});
export type WaitingTime = z.infer<typeof waitingTime>;

export interface QueueObservationQuery {
  filter: {
    type: 'and' | 'or';
    predicates: {
      type: 'dimension';
      dimension: 'queueId' | 'mediaType';
      operator: 'matches';
      value: string;
    }[];
  };
  metrics: string[];
}

/** Queues of this name, letters of either case alike; `*` at its end stands for anything. */
export function listQueues(client: PlatformClient, name: string): Promise<QueueListing> {
  return client.send({
    operation: 'GET /api/v2/routing/queues',
    query: { name, pageSize: '25' },
    answer: queueListing,
    urgency: 'waiting',
    isRepeatable: true,
    patienceMs: 2_500,
  });
}

/** Live figures of queues. What is zero may be missing. */
export function observeQueues(
  client: PlatformClient,
  query: QueueObservationQuery,
): Promise<QueueObservations> {
  return client.send({
    operation: 'POST /api/v2/analytics/queues/observations/query',
    body: query,
    answer: observations,
    urgency: 'background',
    isRepeatable: true,
    patienceMs: 2_500,
  });
}

/** How long a message that comes now would wait; no results when nothing can be said. */
export function estimateWaitingTime(client: PlatformClient, queueId: string): Promise<WaitingTime> {
  return client.send({
    operation: 'GET /api/v2/routing/queues/{queueId}/mediatypes/{mediaType}/estimatedwaittime',
    values: { queueId, mediaType: 'message' },
    answer: waitingTime,
    urgency: 'background',
    isRepeatable: true,
    patienceMs: 2_500,
  });
}
