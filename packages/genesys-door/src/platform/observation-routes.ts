import type { ContactCenterLoad } from '@throughline/contact-center';
import type { Interaction } from '@throughline/core';
import type { FastifyInstance } from 'fastify';
import { z } from 'zod';
import type { DoorState } from '../door-state.js';
import { stableId } from '../ids.js';
import type { Directory } from './directory.js';
import { invalid } from './platform-error.js';
import { readBody } from './read-body.js';
import { routingStatusOf } from './routing-routes.js';

const METRICS = [
  'oActiveUsers',
  'oAlerting',
  'oInteracting',
  'oLongestInteracting',
  'oLongestWaiting',
  'oMemberUsers',
  'oOffQueueUsers',
  'oOnQueueUsers',
  'oUserPresences',
  'oUserRoutingStatuses',
  'oWaiting',
] as const;

const predicateSchema = z.looseObject({
  type: z.string().optional(),
  dimension: z.string(),
  operator: z.string().optional(),
  value: z.string(),
});
const querySchema = z.looseObject({
  filter: z.looseObject({
    type: z.enum(['and', 'or']).default('or'),
    predicates: z.array(predicateSchema).default([]),
    clauses: z
      .array(
        z.looseObject({
          type: z.enum(['and', 'or']).default('or'),
          predicates: z.array(predicateSchema).default([]),
        }),
      )
      .default([]),
  }),
  metrics: z.array(z.enum(METRICS)).default([...METRICS]),
  detailMetrics: z.array(z.string()).default([]),
});

/** Live figures of queues. A row whose value is zero is left out. */
export function addObservationRoutes(app: FastifyInstance, state: DoorState, directory: Directory): void {
  app.post('/analytics/queues/observations/query', async ({ body }) => {
    const { filter, metrics, detailMetrics } = readBody(querySchema, body);
    const predicates = [...filter.predicates, ...filter.clauses.flatMap((clause) => clause.predicates)];
    const wanted = predicates.filter(({ dimension }) => dimension === 'queueId').map(({ value }) => value);
    const media = predicates.filter(({ dimension }) => dimension === 'mediaType').map(({ value }) => value);
    if (wanted.length === 0) throw invalid('filter', 'The filter must name at least one queueId.');
    const queues = (await directory.queues()).filter(
      ({ id }) => wanted.includes(id) || wanted.includes(stableId('queue', id)),
    );
    const results = await Promise.all(
      queues.map(async ({ id }) => {
        const load = await state.options.contactCenter.load([id]);
        return observe(id, load, metrics, detailMetrics.includes('oWaiting'), state);
      }),
    );
    return {
      results: results
        .flat()
        .filter(({ group }) => media.length === 0 || !('mediaType' in group) || media.includes('message')),
    };
  });
}

/** User figures in a group of the queue, conversation figures in one of queue and medium. */
export function observe(
  queueId: string,
  load: ContactCenterLoad,
  metrics: readonly (typeof METRICS)[number][],
  withDetails: boolean,
  state: DoorState,
) {
  const id = stableId('queue', queueId);
  const members = load.agents.filter(({ agent }) => agent.queueIds.includes(queueId));
  const held = members.flatMap((member) => member.held.filter((one) => one.queueId === queueId));
  const waiting = load.waiting.filter((one) => one.queueId === queueId);
  const alerting = held.filter((one) => one.state === 'offered');
  const interacting = held.filter((one) => one.state === 'assigned');
  const count = (metric: string, value: number, qualifier?: string) =>
    value === 0 || !(metrics as readonly string[]).includes(metric)
      ? []
      : [{ metric, ...(qualifier ? { qualifier } : {}), stats: { count: value } }];
  const byStatus = (status: string) => members.filter((member) => routingStatusOf(member) === status).length;
  const userData = [
    ...count('oMemberUsers', members.length),
    ...count('oActiveUsers', members.length - byStatus('OFF_QUEUE')),
    ...count('oOnQueueUsers', byStatus('IDLE'), 'IDLE'),
    ...count('oOnQueueUsers', byStatus('INTERACTING'), 'INTERACTING'),
    ...count('oOffQueueUsers', byStatus('OFF_QUEUE')),
    ...['IDLE', 'INTERACTING', 'OFF_QUEUE'].flatMap((status) =>
      count('oUserRoutingStatuses', byStatus(status), status),
    ),
  ];
  const conversationData = [
    ...count('oWaiting', waiting.length).map((row) =>
      withDetails
        ? { ...row, truncated: false, observations: waiting.map((one) => toObservation(one, state)) }
        : row,
    ),
    ...count('oAlerting', alerting.length),
    ...count('oInteracting', interacting.length),
  ];
  return [
    ...(userData.length > 0 ? [{ group: { queueId: id }, data: userData }] : []),
    ...(conversationData.length > 0
      ? [{ group: { queueId: id, mediaType: 'message' }, data: conversationData }]
      : []),
  ];
}

function toObservation(interaction: Interaction, { guests }: DoorState) {
  const acd = guests
    .conversation(interaction.conversationId)
    ?.participants.findLast(({ purpose }) => purpose === 'acd');
  return {
    observationDate: interaction.queuedAt.toISOString(),
    conversationId: interaction.conversationId,
    ...(acd ? { sessionId: acd.communicationId } : {}),
    routingPriority: interaction.priority,
    requestedRoutingSkillIds: [],
    usedRouting: 'Standard',
  };
}
