import type { FastifyInstance } from 'fastify';
import { z } from 'zod';
import type { DoorState } from '../../door-state.js';
import { cleanText } from '../../guests/clean-text.js';
import { PlatformError } from '../platform-error.js';
import { readBody } from '../read-body.js';
import { toConversation } from './conversation-views.js';
import {
  type ConversationPath,
  type ParticipantPath,
  requireConversation,
  requireParticipant,
} from './lookups.js';
import { setWrapUp, wrapUpBody } from './wrap-up-routes.js';

const stateBody = z.looseObject({ state: z.string().optional(), wrapup: wrapUpBody.optional() });

/** Ending conversations, and the external tag. */
export function addChangingRoutes(app: FastifyInstance, state: DoorState): void {
  const { messages } = state.guests;
  app.patch<{ Params: ConversationPath }>(
    '/conversations/messages/:conversationId',
    async ({ params, body }) => {
      const conversation = requireConversation(state, params.conversationId);
      if (readBody(stateBody, body ?? {}).state === 'disconnected') {
        await messages.disconnect(conversation, null);
      }
      return toConversation(conversation);
    },
  );
  app.post<{ Params: ConversationPath }>(
    '/conversations/:conversationId/disconnect',
    async ({ params }, reply) => {
      await messages.disconnect(requireConversation(state, params.conversationId), null);
      return reply.code(202).send(JSON.stringify('Disconnect requested'));
    },
  );
  app.delete<{ Params: ConversationPath }>('/conversations/:conversationId', async ({ params }) => {
    requireConversation(state, params.conversationId);
    throw new PlatformError(400, 'not.a.user', 'The request needs a user context.');
  });
  app.put<{ Params: ConversationPath }>(
    '/conversations/:conversationId/tags',
    async ({ params, body }, reply) => {
      const conversation = requireConversation(state, params.conversationId);
      const { externalTag } = readBody(z.looseObject({ externalTag: z.string().max(256) }), body);
      conversation.externalTag = cleanText(state.options.mask, externalTag).text;
      return reply.code(202).send();
    },
  );
  for (const path of [
    '/conversations/:conversationId/participants/:participantId',
    '/conversations/messages/:conversationId/participants/:participantId',
    '/conversations/messages/:conversationId/participants/:participantId/communications/:communicationId',
  ]) {
    app.patch<{ Params: ParticipantPath }>(path, async ({ params, body }, reply) => {
      const conversation = requireConversation(state, params.conversationId);
      const participant = requireParticipant(conversation, params.participantId);
      const { state: wanted, wrapup } = readBody(stateBody, body ?? {});
      if (wrapup) setWrapUp(state, conversation, participant, wrapup);
      if (wanted === 'disconnected' && participant.state !== 'disconnected') {
        await messages.disconnect(conversation, null);
      }
      return reply.code(202).send();
    });
  }
}
