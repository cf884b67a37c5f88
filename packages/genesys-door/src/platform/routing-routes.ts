import type { ContactCenterLoad } from '@throughline/contact-center';
import type { AgentPresence } from '@throughline/core';
import type { FastifyInstance } from 'fastify';
import { z } from 'zod';
import type { DoorState } from '../door-state.js';
import { stableId } from '../ids.js';
import { requireConversation } from './conversation-routes.js';
import { DIVISION, type Directory, queueRef, userRef, WRAPUP_CODES } from './directory.js';
import { fitsName, page } from './paging.js';
import { invalid, notFound } from './platform-error.js';
import { readBody } from './read-body.js';

const MEDIA_TYPES = ['all', 'call', 'chat', 'callback', 'email', 'videocomm', 'message'];
/** What one conversation takes an agent, for estimates, in seconds; nothing better is known here. */
const HANDLE_SECONDS = 180;

interface QueuePath {
  readonly queueId: string;
}

/** Queues, members, waiting times, users, presence, skills and wrap-up codes. */
export function addRoutingRoutes(app: FastifyInstance, state: DoorState, directory: Directory): void {
  addQueues(app, state, directory);
  addWaitingTimes(app, state, directory);
  addUsers(app, state, directory);

  app.patch<{ Params: { conversationId: string } }>(
    '/routing/conversations/:conversationId',
    async ({ params, body }) => {
      const conversation = requireConversation(state, params.conversationId);
      const { priority } = readBody(
        z.looseObject({ priority: z.int().min(-25e6).max(25e6).optional() }),
        body,
      );
      const isWaiting = conversation.interactionState === 'waiting' && !conversation.endTime;
      if (!isWaiting) throw notFound('conversation in a queue');
      if (priority !== undefined) await state.options.contactCenter.prioritize(conversation.id, priority);
      return { priority: priority ?? conversation.priority };
    },
  );
  app.get('/routing/wrapupcodes', async ({ query }) =>
    page(
      WRAPUP_CODES.map((code) => ({ ...code, selfUri: `/api/v2/routing/wrapupcodes/${code.id}` })),
      query,
      '/api/v2/routing/wrapupcodes',
    ),
  );
  app.get('/routing/skills', async ({ query }) => page([], query, '/api/v2/routing/skills'));
  app.get('/routing/languages', async ({ query }) => page([], query, '/api/v2/routing/languages'));
}

function addQueues(app: FastifyInstance, state: DoorState, directory: Directory): void {
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
  app.get<{ Querystring: { name?: string; id?: string } }>('/routing/queues', async ({ query }) => {
    const ids = query.id?.split(',');
    const queues = (await directory.queues()).filter(
      ({ id, displayName }) =>
        (fitsName(id, query.name) || fitsName(displayName, query.name)) &&
        (ids === undefined || ids.includes(id) || ids.includes(stableId('queue', id))),
    );
    return page(await Promise.all(queues.map(({ id }) => describe(id))), query, '/api/v2/routing/queues');
  });
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
          routingStatus: { userId: stableId('user', load.agent.id), status: routingStatusOf(load) },
        }));
      const { entities, pageSize, pageNumber, firstUri, selfUri, ...links } = page(
        members,
        query,
        `/api/v2/routing/queues/${params.queueId}/members`,
      );
      // This listing has no totals.
      const { total: _, pageCount: __, lastUri: ___, ...around } = links;
      return { entities, pageSize, pageNumber, firstUri, selfUri, ...around };
    },
  );
  app.get<{ Params: QueuePath }>('/routing/queues/:queueId/wrapupcodes', async ({ params, query }) => {
    await directory.queue(params.queueId);
    return page(WRAPUP_CODES, query, `/api/v2/routing/queues/${params.queueId}/wrapupcodes`);
  });
}

function addWaitingTimes(app: FastifyInstance, state: DoorState, directory: Directory): void {
  const { contactCenter } = state.options;
  /** Empty when nobody is on the queue: then nothing can be said. */
  const predict = async (queueId: string, intent: string, ahead: number | null) => {
    const { waiting, agents } = await contactCenter.load([queueId]);
    const staff = agents.filter(({ agent }) => agent.available && agent.queueIds.includes(queueId));
    if (staff.length === 0) return { results: [] };
    const room = staff.reduce((sum, { agent, held }) => sum + Math.max(0, agent.capacity - held.length), 0);
    const before = ahead ?? waiting.length;
    const rounds = before < room ? 0 : (before - room + 1) / staff.length;
    return {
      results: [{ intent, formula: 'SIMPLE', estimatedWaitTimeSeconds: Math.ceil(rounds * HANDLE_SECONDS) }],
    };
  };
  app.get<{ Params: QueuePath & { mediaType: string } }>(
    '/routing/queues/:queueId/mediatypes/:mediaType/estimatedwaittime',
    async ({ params }) => {
      const queue = await directory.queue(params.queueId);
      const mediaType = params.mediaType.toLowerCase();
      if (!MEDIA_TYPES.includes(mediaType))
        throw invalid('mediaType', 'The media type is unknown.', 'invalid.value');
      if (mediaType !== 'message' && mediaType !== 'all') return { results: [] };
      return predict(queue.id, mediaType.toUpperCase(), null);
    },
  );
  app.get<{ Params: QueuePath; Querystring: { conversationId?: string } }>(
    '/routing/queues/:queueId/estimatedwaittime',
    async ({ params, query }) => {
      const queue = await directory.queue(params.queueId);
      const { conversationId } = query;
      const places = conversationId
        ? await contactCenter.places([conversationId])
        : new Map<string, number>();
      return predict(queue.id, 'MESSAGE', places.get(conversationId ?? '') ?? null);
    },
  );
}

function addUsers(app: FastifyInstance, state: DoorState, directory: Directory): void {
  type UserPath = { readonly userId: string };
  const { contactCenter } = state.options;
  const loadOf = async (agent: AgentPresence) => {
    const { agents } = await contactCenter.load([]);
    return agents.find((load) => load.agent.id === agent.id) ?? { agent, held: [] };
  };
  app.get('/users', async ({ query }) =>
    page((await directory.agents()).map(toUser), query, '/api/v2/users'),
  );
  app.get<{ Params: UserPath }>('/users/:userId', async ({ params }) => {
    if (params.userId === 'me')
      throw invalid('userId', 'This request requires a user context.', 'bad.request');
    return toUser(await directory.agent(params.userId));
  });
  app.get<{ Params: UserPath }>('/users/:userId/routingstatus', async ({ params }) => {
    const agent = await directory.agent(params.userId);
    return { userId: stableId('user', agent.id), status: routingStatusOf(await loadOf(agent)) };
  });
  app.get<{ Params: UserPath }>('/users/:userId/queues', async ({ params, query }) => {
    const agent = await directory.agent(params.userId);
    const queues = agent.queueIds.map((id) => ({ ...queueRef(id), division: DIVISION, joined: true }));
    return page(queues, query, `/api/v2/users/${params.userId}/queues`);
  });
  for (const path of ['/users/:userId/presences/purecloud', '/users/:userId/presences/PURECLOUD']) {
    app.get<{ Params: UserPath }>(path, async ({ params }) => {
      const agent = await directory.agent(params.userId);
      const id = stableId('user', agent.id);
      return {
        id,
        source: 'PURECLOUD',
        primary: true,
        presenceDefinition: { id, systemPresence: agent.available ? 'On Queue' : 'Offline' },
        modifiedDate: state.guests.now().toISOString(),
        selfUri: `/api/v2/users/${id}/presences/PURECLOUD`,
      };
    });
  }
}

type AgentLoad = ContactCenterLoad['agents'][number];

/** In the words of routing: on queue and free, on queue and busy, or not on queue. */
export function routingStatusOf({ agent, held }: AgentLoad): 'IDLE' | 'INTERACTING' | 'OFF_QUEUE' {
  if (!agent.available) return 'OFF_QUEUE';
  return held.length === 0 ? 'IDLE' : 'INTERACTING';
}

function toUser(agent: AgentPresence) {
  return {
    ...userRef(agent.id, agent.displayName),
    division: DIVISION,
    username: `${agent.id}@throughline.example`,
    email: `${agent.id}@throughline.example`,
    state: 'active',
    version: 1,
  };
}
