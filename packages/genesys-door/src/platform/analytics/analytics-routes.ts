import type { FastifyInstance } from 'fastify';
import { z } from 'zod';
import type { DoorState } from '../../door-state.js';
import type { Directory } from '../directory.js';
import { invalid, notFound } from '../platform-error.js';
import { readBody } from '../read-body.js';
import { PRESENCES, toRoutingStatus } from '../users/user-views.js';
import { allFacts, toAnalyticsConversation } from './conversation-facts.js';
import { detailsQuery, parseInterval, select } from './details-query.js';

const predicates = z.array(z.looseObject({ dimension: z.string(), value: z.string() })).default([]);
const userQuery = z.looseObject({
  filter: z.looseObject({ predicates, clauses: z.array(z.looseObject({ predicates })).default([]) }),
  metrics: z.array(z.string()).default(['oUserPresences', 'oUserRoutingStatuses']),
});

/** Details of conversations, live and past, and live figures of users. They lag behind nothing here. */
export function addAnalyticsRoutes(app: FastifyInstance, state: DoorState, directory: Directory): void {
  const { contactCenter } = state.options;
  app.post('/analytics/conversations/details/query', async ({ body }) => {
    const query = readBody(detailsQuery, body);
    if (parseInterval(query.interval) === null) {
      throw invalid('interval', 'The interval must be two ISO times with a slash between.', 'bad.request');
    }
    const { pageSize, pageNumber } = query.paging;
    const found = select(allFacts(state), query);
    const conversations = found
      .slice((pageNumber - 1) * pageSize, pageNumber * pageSize)
      .map(toAnalyticsConversation);
    return { totalHits: found.length, ...(conversations.length > 0 ? { conversations } : {}) };
  });
  app.get<{ Params: { conversationId: string } }>(
    '/analytics/conversations/:conversationId/details',
    async ({ params }) => {
      const facts = allFacts(state).find(({ item }) => item.id === params.conversationId);
      if (!facts) throw notFound('conversation');
      return toAnalyticsConversation(facts);
    },
  );
  app.get<{ Querystring: { id?: string } }>('/analytics/conversations/details', async ({ query }) => {
    const ids = (query.id ?? '').split(',');
    return {
      conversations: allFacts(state)
        .filter(({ item }) => ids.includes(item.id))
        .map(toAnalyticsConversation),
    };
  });
  app.post('/analytics/users/observations/query', async ({ body }) => {
    const { filter, metrics } = readBody(userQuery, body);
    const wanted = [...filter.predicates, ...filter.clauses.flatMap((clause) => clause.predicates)]
      .filter(({ dimension }) => dimension === 'userId')
      .map(({ value }) => value);
    const ids = await Promise.all(wanted.map(async (id) => (await directory.agent(id)).id));
    const { agents } = await contactCenter.load([]);
    return {
      results: agents
        .filter(({ agent }) => ids.includes(agent.id))
        .map((load) => {
          const { userId, status } = toRoutingStatus(load);
          const presence = PRESENCES.find(
            ({ systemPresence }) => (systemPresence === 'On Queue') === load.agent.available,
          );
          return {
            group: { userId },
            data: [
              { metric: 'oUserPresences', qualifier: presence?.id, stats: { count: 1 } },
              { metric: 'oUserRoutingStatuses', qualifier: status, stats: { count: 1 } },
            ].filter(({ metric }) => metrics.includes(metric)),
          };
        }),
    };
  });
}
