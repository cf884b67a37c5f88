import type { FastifyInstance } from 'fastify';
import { z } from 'zod';
import type { DoorState } from '../../door-state.js';
import { stableId } from '../../ids.js';
import { requireConversation } from '../conversations/lookups.js';
import { DIVISION, type Directory, queueRef, userRef, WRAPUP_CODES } from '../directory.js';
import { fitsName, page } from '../paging.js';
import { notFound } from '../platform-error.js';
import { readBody } from '../read-body.js';
import { routingStatusOf, toRoutingStatus, toUser } from '../users/user-views.js';

interface QueuePath {
  readonly queueId: string;
}
interface QueueFilter {
  readonly name?: string;
  readonly id?: string;
}

const priorityBody = z.looseObject({ priority: z.int().min(-25e6).max(25e6).optional() });

/** Queues, their members, what waits in them, and wrap-up codes. They are set by configuration. */
export function addQueueRoutes(app: FastifyInstance, state: DoorState, directory: Directory): void {
  const { contactCenter } = state.options;
  const describe = async (queueId: string) => {
    const members = (await contactCenter.agents()).filter(({ queueIds }) => queueIds.includes(queueId));
    return {
      ...queueRef(queueId),
      division: DIVISION,
      memberCount: members.length,
      userMemberCount: members.length,
      joinedMemberCount: members.length,
      mediaSettings: { message: { alertingTimeoutSeconds: 30 } },
      scoringMethod: 'TimestampAndPriority',
      skillEvaluationMethod: 'ALL',
      acwSettings: { wrapupPrompt: 'OPTIONAL' },
    };
  };
  for (const path of [
    '/routing/queues',
    '/routing/queues/divisionviews',
    '/routing/queues/divisionviews/all',
  ]) {
    app.get<{ Querystring: QueueFilter }>(path, async ({ query }) => {
      const ids = query.id?.split(',');
      const queues = (await directory.queues()).filter(
        ({ id, displayName }) =>
          (fitsName(id, query.name) || fitsName(displayName, query.name)) &&
          (ids === undefined || ids.includes(id) || ids.includes(stableId('queue', id))),
      );
      return page(await Promise.all(queues.map(({ id }) => describe(id))), query, `/api/v2${path}`);
    });
  }
  app.get<{ Params: QueuePath }>('/routing/queues/:queueId', async ({ params }) =>
    describe((await directory.queue(params.queueId)).id),
  );
  app.get<{ Params: QueuePath; Querystring: { joined?: string; routingStatus?: string } }>(
    '/routing/queues/:queueId/members',
    async ({ params, query }) => {
      const queue = await directory.queue(params.queueId);
      const { agents } = await contactCenter.load([queue.id]);
      const statuses = query.routingStatus?.split(',');
      const members = agents
        .filter(({ agent }) => agent.queueIds.includes(queue.id))
        .filter((load) => statuses === undefined || statuses.includes(routingStatusOf(load)))
        .filter(() => query.joined !== 'false')
        .map((load) => ({
          ...userRef(load.agent.id, load.agent.displayName),
          user: toUser(load.agent),
          ringNumber: 1,
          joined: true,
          memberBy: 'user',
          routingStatus: toRoutingStatus(load),
        }));
      // This listing has no totals.
      const {
        total: _,
        pageCount: __,
        lastUri: ___,
        ...listing
      } = page(members, query, `/api/v2/routing/queues/${params.queueId}/members`);
      return listing;
    },
  );
  app.get<{ Params: QueuePath }>('/routing/queues/:queueId/wrapupcodes', async ({ params, query }) => {
    await directory.queue(params.queueId);
    return page(WRAPUP_CODES, query, `/api/v2/routing/queues/${params.queueId}/wrapupcodes`);
  });
  app.get<{ Querystring: QueueFilter }>('/routing/wrapupcodes', async ({ query }) =>
    page(
      WRAPUP_CODES.filter(({ name }) => fitsName(name, query.name)),
      query,
      '/api/v2/routing/wrapupcodes',
    ),
  );
  // There are none of these here, and clients list them when they start.
  for (const path of [
    '/routing/skills',
    '/routing/languages',
    '/architect/schedules',
    '/architect/schedulegroups',
    '/architect/emergencygroups',
  ]) {
    app.get(path, async ({ query }) => page([], query, `/api/v2${path}`));
  }
  app.patch<{ Params: { conversationId: string } }>(
    '/routing/conversations/:conversationId',
    async ({ params, body }) => {
      const conversation = requireConversation(state, params.conversationId);
      const { priority } = readBody(priorityBody, body);
      const isWaiting = conversation.interactionState === 'waiting' && !conversation.endTime;
      if (!isWaiting) throw notFound('conversation in a queue');
      if (priority !== undefined) await contactCenter.prioritize(conversation.id, priority);
      return { priority: priority ?? conversation.priority };
    },
  );
}
