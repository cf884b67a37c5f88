import type { FastifyInstance } from 'fastify';
import { z } from 'zod';
import type { DoorState } from '../door-state.js';
import { stableId } from '../ids.js';
import { requireConversation } from './conversations/lookups.js';
import type { PlatformTokens } from './oauth.js';
import { notFound } from './platform-error.js';
import { readBody } from './read-body.js';

const ORGANIZATION = { id: stableId('organization', 'Throughline'), name: 'Throughline' };

/** The organization, the client's own token, limits, and tying a contact to a conversation. */
export function addOrganizationRoutes(app: FastifyInstance, state: DoorState, tokens: PlatformTokens): void {
  app.get('/organizations/me', async () => ({
    ...ORGANIZATION,
    defaultLanguage: 'en-us',
    domain: 'throughline',
    state: 'active',
    version: 1,
    selfUri: '/api/v2/organizations/me',
  }));
  app.get<{ Params: { namespaceName: string } }>(
    '/organizations/limits/namespaces/:namespaceName',
    async ({ params }) => {
      const { namespaceName } = params;
      if (namespaceName !== 'platform.api') throw notFound('namespace');
      return {
        entities: ['client.credentials.token.rate.per.minute', 'token.rate.per.minute'].map((key) => ({
          key,
          namespace: namespaceName,
          value: state.limits.platformRequestsPerMinute,
        })),
      };
    },
  );
  app.get('/tokens/me', async (request) => ({
    organization: ORGANIZATION,
    homeOrganization: ORGANIZATION,
    authorizedScope: [],
    OAuthClient: {
      id: tokens.clientOf(request),
      name: tokens.clientOf(request),
      authorizedGrantType: 'CLIENT-CREDENTIALS',
    },
  }));
  app.head('/tokens/me', async (_request, reply) => reply.code(200).send());
  app.delete('/tokens/me', async (request, reply) => {
    tokens.revoke(request);
    return reply.code(200).send();
  });
  app.put<{ Params: { conversationId: string } }>(
    '/externalcontacts/conversations/:conversationId',
    async ({ params, body }, reply) => {
      const { externalContactId } = readBody(
        z.looseObject({ externalContactId: z.string().optional() }),
        body,
      );
      requireConversation(state, params.conversationId).externalContactId = externalContactId ?? null;
      return reply.code(202).send();
    },
  );
}
