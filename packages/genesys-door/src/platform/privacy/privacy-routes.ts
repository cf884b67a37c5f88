import type { FastifyInstance, FastifyRequest } from 'fastify';
import { z } from 'zod';
import type { DoorState } from '../../door-state.js';
import { page } from '../paging.js';
import { invalid, notFound } from '../platform-error.js';
import { readBody } from '../read-body.js';
import { type PrivacyBook, type PrivacyRequest, REQUEST_TYPES } from './privacy-book.js';

const requestBody = z.looseObject({
  requestType: z.enum(REQUEST_TYPES),
  subject: z.looseObject({
    externalContactId: z.string().optional(),
    externalId: z.string().optional(),
  }),
});

/** Requests about a person's data (GDPR): opened, and read until they are completed. */
export function addPrivacyRoutes(
  app: FastifyInstance,
  state: DoorState,
  book: PrivacyBook,
  clientOf: (request: FastifyRequest) => string,
): void {
  const describe = (request: PrivacyRequest, host: string | undefined) => {
    const { id, type, subject, clientId, createdAt } = request;
    const status = book.statusOf(request);
    const selfUri = `/api/v2/gdpr/requests/${id}`;
    return {
      id,
      createdBy: { id: clientId, selfUri: `/api/v2/users/${clientId}` },
      requestType: type,
      createdDate: createdAt.toISOString(),
      status,
      subject,
      ...(type === 'GDPR_EXPORT' && status === 'COMPLETED'
        ? { resultsUrls: [`${state.baseUrl(host)}${selfUri}/results`] }
        : {}),
      selfUri,
    };
  };
  app.post<{ Querystring: { deleteConfirmed?: string } }>('/gdpr/requests', async (request, reply) => {
    const { requestType: type, subject } = readBody(requestBody, request.body);
    if (subject.externalContactId === undefined && subject.externalId === undefined) {
      throw invalid('subject', 'The subject must have an externalContactId or an externalId here.');
    }
    if (type === 'GDPR_DELETE' && request.query.deleteConfirmed !== 'true') {
      throw invalid('deleteConfirmed', 'A delete must be confirmed.');
    }
    const opened = await book.open({ type, subject, clientId: clientOf(request) });
    return reply.code(202).send(describe(opened, request.headers.host));
  });
  app.get('/gdpr/requests', async ({ query, headers }) =>
    page(
      book.all().map((request) => describe(request, headers.host)),
      query,
      '/api/v2/gdpr/requests',
    ),
  );
  const found = (id: string): PrivacyRequest => {
    const request = book.get(id);
    if (!request) throw notFound('request');
    return request;
  };
  app.get<{ Params: { requestId: string } }>('/gdpr/requests/:requestId', async ({ params, headers }) =>
    describe(found(params.requestId), headers.host),
  );
  // The real service links to a file elsewhere.
  app.get<{ Params: { requestId: string } }>('/gdpr/requests/:requestId/results', async ({ params }) =>
    book.collect(found(params.requestId).subject),
  );
}
