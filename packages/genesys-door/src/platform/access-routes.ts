import type { FastifyInstance } from 'fastify';
import type { DoorState } from '../door-state.js';
import { stableId } from '../ids.js';
import { DIVISION } from './directory.js';
import type { Permissions } from './permissions.js';
import { notFound } from './platform-error.js';

type ById = { Params: { readonly id: string } };

/** OAuth clients and their roles, as an administrator reads them. Each client has a role of its own. */
export function addAccessRoutes(app: FastifyInstance, state: DoorState, permissions: Permissions): void {
  const { clients } = state.options;
  app.get<ById>('/oauth/clients/:id', async (request) => {
    permissions.require(request, 'oauth:client:view');
    const client = clients.find(({ id }) => id === request.params.id);
    if (!client) throw notFound('client');
    const roleId = stableId('role', client.id);
    return {
      id: client.id,
      name: client.id,
      accessTokenValiditySeconds: state.limits.platformTokenSeconds,
      authorizedGrantType: 'CLIENT-CREDENTIALS',
      roleIds: [roleId],
      roleDivisions: [{ roleId, divisionId: DIVISION.id }],
      state: 'active',
      selfUri: `/api/v2/oauth/clients/${client.id}`,
    };
  });
  app.get<ById>('/authorization/roles/:id', async (request) => {
    permissions.require(request, 'authorization:role:view');
    const client = clients.find(({ id }) => stableId('role', id) === request.params.id);
    if (!client) throw notFound('role');
    return {
      id: request.params.id,
      name: `Role of ${client.id}`,
      permissions: [],
      permissionPolicies: permissions.of(client.id).map(toPolicy),
      default: false,
      base: false,
      selfUri: `/api/v2/authorization/roles/${request.params.id}`,
    };
  });
}

function toPolicy(permission: string) {
  const [domain = '', entityName = '', action = ''] = permission.split(':');
  return { domain, entityName, actionSet: [action] };
}
