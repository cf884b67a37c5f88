import type { FastifyInstance } from 'fastify';
import { z } from 'zod';
import type { DoorState } from '../../door-state.js';
import { stableId } from '../../ids.js';
import type { Directory } from '../directory.js';
import { invalid } from '../platform-error.js';
import { readBody } from '../read-body.js';
import { METRICS, observe } from './observe.js';

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
        .filter(
          ({ group }) => media.length === 0 || !('mediaType' in group) || media.includes(group.mediaType),
        ),
    };
  });
}
