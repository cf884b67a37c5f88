import { z } from 'zod';
import type { PlatformClient } from '../platform-client.js';

const request = z.object({
  id: z.string().optional(),
  requestType: z.string(),
  status: z.string(),
  resultsUrl: z.string().optional(),
  resultsUrls: z.array(z.string()).optional(),
});
export type PrivacyRequest = z.infer<typeof request>;

export interface NewPrivacyRequest {
  requestType: 'GDPR_EXPORT' | 'GDPR_DELETE';
  subject: { externalContactId?: string; externalId?: string };
}

/** Not repeatable by itself: whoever calls looks first whether there is one. */
export function createPrivacyRequest(
  client: PlatformClient,
  body: NewPrivacyRequest,
): Promise<PrivacyRequest> {
  return client.send({
    operation: 'POST /api/v2/gdpr/requests',
    query: { deleteConfirmed: 'true' },
    body,
    answer: request,
    urgency: 'background',
    isRepeatable: false,
  });
}

export function getPrivacyRequest(client: PlatformClient, requestId: string): Promise<PrivacyRequest> {
  return client.send({
    operation: 'GET /api/v2/gdpr/requests/{requestId}',
    values: { requestId },
    answer: request,
    urgency: 'background',
    isRepeatable: true,
  });
}
