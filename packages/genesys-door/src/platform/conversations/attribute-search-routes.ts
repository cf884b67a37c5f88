import type { FastifyInstance } from 'fastify';
import { z } from 'zod';
import type { DoorState } from '../../door-state.js';
import type { GuestConversation } from '../../guests/model.js';
import { customerOf } from '../../guests/participants.js';
import { readBody } from '../read-body.js';

const criterion = z.looseObject({
  type: z.enum(['EXACT', 'TERM', 'TERMS', 'CONTAINS', 'STARTS_WITH', 'DATE_RANGE']),
  fields: z.array(z.string()).min(1),
  value: z.string().optional(),
  values: z.array(z.string()).optional(),
  startValue: z.string().optional(),
  endValue: z.string().optional(),
});
type Criterion = z.infer<typeof criterion>;
const searchBody = z.looseObject({
  query: z.array(criterion).default([]),
  sortOrder: z.enum(['ASC', 'DESC', 'SCORE']).default('DESC'),
});
/** Most results of one search. */
const SHOWN = 100;

/** Conversations found by the attributes of their customer. */
export function addAttributeSearchRoutes(app: FastifyInstance, { guests }: DoorState): void {
  app.post('/conversations/participants/attributes/search', async ({ body }) => {
    const { query, sortOrder } = readBody(searchBody, body);
    const found = guests.conversations
      .all()
      .filter((conversation) => query.every((one) => fits(conversation, one)))
      .map((conversation) => ({
        conversationId: conversation.id,
        participantId: customerOf(conversation).id,
        startTime: conversation.startTime.toISOString(),
        ...(conversation.endTime ? { endTime: conversation.endTime.toISOString() } : {}),
        participantAttributes: customerOf(conversation).attributes,
      }))
      .toSorted((a, b) => a.startTime.localeCompare(b.startTime));
    return {
      types: ['conversations'],
      results: (sortOrder === 'ASC' ? found : found.toReversed()).slice(0, SHOWN),
    };
  });
}

function fits(
  conversation: GuestConversation,
  { type, fields, value, values, ...range }: Criterion,
): boolean {
  const wanted = [...(value === undefined ? [] : [value]), ...(values ?? [])].map((one) => one.toLowerCase());
  return fields.some((field) => {
    const actual = fieldOf(conversation, field)?.toLowerCase();
    if (actual === undefined) return false;
    switch (type) {
      case 'DATE_RANGE':
        return (
          actual >= (range.startValue ?? '').toLowerCase() && actual < (range.endValue ?? '9').toLowerCase()
        );
      case 'CONTAINS':
        return wanted.some((one) => actual.includes(one));
      case 'STARTS_WITH':
        return wanted.some((one) => actual.startsWith(one));
      default:
        return wanted.includes(actual);
    }
  });
}

function fieldOf(conversation: GuestConversation, field: string): string | undefined {
  if (field === 'conversationId') return conversation.id;
  if (field === 'startTime') return conversation.startTime.toISOString();
  return customerOf(conversation).attributes[field.replace(/^participantAttributes\./, '')];
}
