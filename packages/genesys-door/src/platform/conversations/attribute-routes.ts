import type { FastifyInstance } from 'fastify';
import { z } from 'zod';
import type { DoorState } from '../../door-state.js';
import { PlatformError } from '../platform-error.js';
import { readBody } from '../read-body.js';
import { attributesBody } from './attributes-body.js';
import { toConversation } from './conversation-views.js';
import {
  type ConversationPath,
  type ParticipantPath,
  requireConversation,
  requireParticipant,
} from './lookups.js';

/** Participant data: names and texts. The customer's are what flows and desks read. */
export function addAttributeRoutes(app: FastifyInstance, state: DoorState): void {
  const { guests, callbacks } = state;
  const { conversations } = guests;
  app.patch<{ Params: ParticipantPath }>(
    '/conversations/:conversationId/participants/:participantId/attributes',
    async ({ params, body }, reply) => {
      const { attributes } = readBody(attributesBody, body ?? {});
      const callback = callbacks.get(params.conversationId);
      if (callback) {
        requireParticipant(callback, params.participantId);
        callbacks.setAttributes(callback, attributes);
      } else write(params, attributes);
      return reply.code(202).send();
    },
  );
  app.patch<{ Params: ParticipantPath }>(
    '/conversations/messages/:conversationId/participants/:participantId/attributes',
    async ({ params, body }, reply) => {
      const { attributes } = readBody(attributesBody, body ?? {});
      write(params, attributes);
      return reply.code(202).send({ attributes });
    },
  );
  // The older path for context: as attributes of the customer.
  app.patch<{ Params: ConversationPath }>('/chat/conversations/:conversationId', async ({ params, body }) => {
    const conversation = requireConversation(state, params.conversationId);
    const { context } = readBody(z.looseObject({ context: z.record(z.string(), z.unknown()) }), body);
    conversations.setAttributes(conversation, checked(flatten(context)));
    return toConversation(conversation);
  });

  function write(
    { conversationId, participantId }: ParticipantPath,
    attributes: Record<string, string>,
  ): void {
    const conversation = requireConversation(state, conversationId);
    conversations.setAttributes(conversation, attributes, requireParticipant(conversation, participantId));
  }
}

/** Most attributes at once, and longest value in characters: what flows of the real service can set. */
const MOST_ATTRIBUTES = 50;
const LONGEST_VALUE = 256;

/** @throws PlatformError 400 above the limits */
function checked(attributes: Record<string, string>): Record<string, string> {
  const values = Object.values(attributes);
  if (values.length <= MOST_ATTRIBUTES && values.every(({ length }) => length <= LONGEST_VALUE))
    return attributes;
  const limits = `at most ${MOST_ATTRIBUTES} values of at most ${LONGEST_VALUE} characters`;
  throw new PlatformError(400, 'bad.request', `The context is too large: ${limits} are taken.`);
}

/** Nested context as names with dots; values as text. */
function flatten(context: Record<string, unknown>, prefix = ''): Record<string, string> {
  return Object.assign(
    {},
    ...Object.entries(context).map(([name, value]) =>
      typeof value === 'object' && value !== null && !Array.isArray(value)
        ? flatten(value as Record<string, unknown>, `${prefix}${name}.`)
        : { [`${prefix}${name}`]: typeof value === 'string' ? value : JSON.stringify(value) },
    ),
  ) as Record<string, string>;
}
