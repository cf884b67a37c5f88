import type { FastifyInstance } from 'fastify';
import type { DoorState } from '../door-state.js';
import { stableId } from '../ids.js';
import type { PlatformTokens } from './oauth.js';
import { notFound } from './platform-error.js';

const ORGANIZATION = { id: stableId('organization', 'Throughline'), name: 'Throughline' };

/** The organization, the client's own token, and limits. */
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
}
