import type { FastifyInstance } from 'fastify';
import type { DoorState } from '../door-state.js';
import { stableId } from '../ids.js';
import { page } from './paging.js';
import type { Permissions } from './permissions.js';
import { notFound } from './platform-error.js';

/** The message flow that deployments name. It does not run here: the door has no Architect. */
export function addFlowRoutes(app: FastifyInstance, state: DoorState, permissions: Permissions): void {
  const { messageFlow } = state.options;
  const flows = messageFlow === undefined ? [] : [toFlow(messageFlow)];
  app.get('/flows', async (request) => {
    permissions.require(request, 'architect:flow:view');
    return page(flows, request.query, '/api/v2/flows');
  });
  app.get<{ Params: { readonly flowId: string } }>('/flows/:flowId', async (request) => {
    permissions.require(request, 'architect:flow:view');
    const found = flows.find(({ id }) => id === request.params.flowId);
    if (!found) throw notFound('flow');
    return found;
  });
}

export function flowRef(name: string) {
  const id = stableId('flow', name);
  return { id, name, selfUri: `/api/v2/flows/${id}` };
}

function toFlow(name: string) {
  const ref = flowRef(name);
  return {
    ...ref,
    type: 'INBOUNDSHORTMESSAGE',
    active: true,
    deleted: false,
    publishedVersion: { id: '1', name: '1.0', selfUri: `${ref.selfUri}/versions/1` },
  };
}
