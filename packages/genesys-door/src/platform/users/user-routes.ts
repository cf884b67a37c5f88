import type { FastifyInstance } from 'fastify';
import type { DoorState } from '../../door-state.js';
import { DIVISION, type Directory, queueRef } from '../directory.js';
import { page } from '../paging.js';
import { invalid } from '../platform-error.js';
import { toRoutingStatus, toUser } from './user-views.js';

export type UserPath = { readonly userId: string };

/** Agents, their queues and routing status. */
export function addUserRoutes(app: FastifyInstance, { options }: DoorState, directory: Directory): void {
  const { contactCenter } = options;
  app.get<{ Querystring: { id?: string } }>('/users', async ({ query }) => {
    const ids = query.id?.split(',');
    const users = (await directory.agents()).map(toUser);
    return page(
      users.filter(({ id }) => ids === undefined || ids.includes(id)),
      query,
      '/api/v2/users',
    );
  });
  app.get<{ Params: UserPath }>('/users/:userId', async ({ params }) => {
    if (params.userId === 'me') {
      throw invalid('userId', 'This request requires a user context.', 'bad.request');
    }
    return toUser(await directory.agent(params.userId));
  });
  app.get<{ Params: UserPath }>('/users/:userId/routingstatus', async ({ params }) => {
    const agent = await directory.agent(params.userId);
    const { agents } = await contactCenter.load([]);
    return toRoutingStatus(agents.find((load) => load.agent.id === agent.id) ?? { agent, held: [] });
  });
  app.get<{ Params: UserPath }>('/users/:userId/queues', async ({ params, query }) => {
    const agent = await directory.agent(params.userId);
    const queues = agent.queueIds.map((id) => ({ ...queueRef(id), division: DIVISION, joined: true }));
    return page(queues, query, `/api/v2/users/${params.userId}/queues`);
  });
}
