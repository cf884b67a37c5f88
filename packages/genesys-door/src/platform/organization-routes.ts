import type { FastifyInstance } from 'fastify';
import type { DoorState } from '../door-state.js';
import { stableId } from '../ids.js';
import type { PlatformTokens } from './oauth.js';
import { notFound } from './platform-error.js';

/** The organization, the client's own token, and limits. */
export function addOrganizationRoutes(app: FastifyInstance, state: DoorState, tokens: PlatformTokens): void {
  const name = state.options.organization ?? 'Throughline';
  const organization = { id: stableId('organization', name), name };
  app.get('/organizations/me', async () => ({
    ...organization,
    defaultLanguage: 'en-us',
    domain: name.toLowerCase().replace(/[^a-z0-9]+/g, '-'),
    state: 'active',
    features: { contactCenter: true, purecloud: true },
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
  // A conversation that has ended is not gone back to here.
  app.get('/conversations/messaging/threadingtimeline', async () => ({
    settings: [{ messengerType: 'webmessaging', timeoutInMinutes: 0 }],
    defaultTimeoutMinutes: 0,
  }));
  app.get('/tokens/me', async (request) => ({
    organization,
    homeOrganization: organization,
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
