import type { FastifyInstance } from 'fastify';
import type { DoorState } from '../door-state.js';
import { stableId } from '../ids.js';
import type { Permissions } from './permissions.js';
import { notFound } from './platform-error.js';

/** What configurations name as the place where guests sign in. */
export const SIGN_IN_INTEGRATION = stableId('integration', 'sign-in');

const NAME = 'OpenID Connect Messenger Configuration';

type ById = { Params: { readonly id: string } };

/** The integration by which guests sign in: the door's identity provider. Names of its properties are ours. */
export function addIntegrationRoutes(app: FastifyInstance, state: DoorState, permissions: Permissions): void {
  const { identityProvider } = state.options;
  const check = (request: Parameters<Permissions['require']>[0], id: string) => {
    permissions.require(request, 'integrations:integration:view');
    if (!identityProvider || id !== SIGN_IN_INTEGRATION) throw notFound('integration');
    return identityProvider;
  };
  const selfUri = `/api/v2/integrations/${SIGN_IN_INTEGRATION}`;
  app.get<ById>('/integrations/:id', async (request) => {
    check(request, request.params.id);
    return { id: SIGN_IN_INTEGRATION, name: NAME, intendedState: 'ENABLED', selfUri };
  });
  app.get<ById>('/integrations/:id/config/current', async (request) => {
    const { issuer } = check(request, request.params.id);
    return {
      id: SIGN_IN_INTEGRATION,
      name: NAME,
      version: 1,
      properties: { discoveryUri: `${issuer.replace(/\/$/, '')}/.well-known/openid-configuration` },
      advanced: {},
      notes: '',
      credentials: {},
      selfUri: `${selfUri}/config/current`,
    };
  });
}
