import type { FastifyInstance } from 'fastify';
import { z } from 'zod';
import type { DoorState } from '../../door-state.js';
import type { Directory } from '../directory.js';
import { invalid } from '../platform-error.js';
import { readBody } from '../read-body.js';
import type { UserPath } from './user-routes.js';
import { PRESENCES, toRoutingStatus, toUserPresence } from './user-views.js';

const presenceBody = z.looseObject({
  presenceDefinition: z.looseObject({ id: z.string().optional(), systemPresence: z.string().optional() }),
});
const statusBody = z.looseObject({ status: z.string() });

/** Presence of agents, read and changed. An agent whose desk is not connected goes off queue again by itself. */
export function addPresenceRoutes(app: FastifyInstance, { options }: DoorState, directory: Directory): void {
  const { contactCenter, clock } = options;
  for (const source of ['purecloud', 'PURECLOUD']) {
    const path = `/users/:userId/presences/${source}`;
    app.get<{ Params: UserPath }>(path, async ({ params }) =>
      toUserPresence(await directory.agent(params.userId), clock.now()),
    );
    app.patch<{ Params: UserPath }>(path, async ({ params, body }) => {
      const { id } = await directory.agent(params.userId);
      const { presenceDefinition } = readBody(presenceBody, body);
      await contactCenter.setPresence(id, isOnQueue(presenceDefinition));
      return toUserPresence(await directory.agent(id), clock.now());
    });
  }
  app.put<{ Params: UserPath }>('/users/:userId/routingstatus', async ({ params, body }) => {
    const { id } = await directory.agent(params.userId);
    const { status } = readBody(statusBody, body);
    await contactCenter.setPresence(id, status !== 'OFF_QUEUE');
    const agent = await directory.agent(id);
    const { agents } = await contactCenter.load([]);
    return toRoutingStatus(agents.find((load) => load.agent.id === id) ?? { agent, held: [] });
  });
  app.get('/systempresences', async () =>
    PRESENCES.map(({ id, systemPresence }) => ({ id, name: systemPresence })),
  );
  app.get('/presence/definitions', async () => ({
    entities: PRESENCES.map(({ id, systemPresence }) => ({
      id,
      name: systemPresence,
      type: 'System',
      languageLabels: { en_US: systemPresence },
      systemPresence: systemPresence.replace(' ', ''),
      deactivated: false,
      selfUri: `/api/v2/presence/definitions/${id}`,
    })),
    total: PRESENCES.length,
    selfUri: '/api/v2/presence/definitions',
  }));
}

/** Any presence other than "On Queue" takes no work. @throws PlatformError 400 for an id that is not there */
function isOnQueue({ id, systemPresence }: z.infer<typeof presenceBody>['presenceDefinition']): boolean {
  const known = PRESENCES.find((one) => one.id === id);
  const name = known?.systemPresence ?? systemPresence;
  if (name === undefined) {
    throw invalid('presenceDefinition', 'Name the id or the systemPresence of a presence.', 'invalid.value');
  }
  return /^on.?queue$/i.test(name);
}
