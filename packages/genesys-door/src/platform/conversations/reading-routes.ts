import type { FastifyInstance } from 'fastify';
import { z } from 'zod';
import type { DoorState } from '../../door-state.js';
import { toConversationOfCallback } from '../callbacks/callback-views.js';
import { notFound } from '../platform-error.js';
import { readBody } from '../read-body.js';
import { toConversation, toMessageConversation, toMessageData } from './conversation-views.js';
import { type ConversationPath, requireConversation } from './lookups.js';

/** Conversations and the texts of their messages. */
export function addReadingRoutes(app: FastifyInstance, state: DoorState): void {
  app.get<{ Params: ConversationPath }>('/conversations/:conversationId', async ({ params }) => {
    const callback = state.callbacks.get(params.conversationId);
    return callback
      ? toConversationOfCallback(callback)
      : toConversation(requireConversation(state, params.conversationId));
  });
  app.get<{ Params: ConversationPath }>('/conversations/messages/:conversationId', async ({ params }) =>
    toMessageConversation(requireConversation(state, params.conversationId)),
  );
  // The conversations of the signed-in user: a client of its own has none.
  for (const path of ['/conversations', '/conversations/messages', '/conversations/callbacks']) {
    app.get(path, async () => ({ entities: [], pageSize: 25, pageNumber: 1, total: 0, pageCount: 1 }));
  }
  app.get<{ Params: ConversationPath & { messageId: string } }>(
    '/conversations/messages/:conversationId/messages/:messageId',
    async ({ params }) => {
      const conversation = requireConversation(state, params.conversationId);
      const message = conversation.messages.find(({ id }) => id === params.messageId);
      if (!message) throw notFound('message');
      return toMessageData(conversation, message);
    },
  );
  // The same by the message's id alone, which stands where other paths have the conversation's.
  app.get<{ Params: ConversationPath }>(
    '/conversations/messages/:conversationId/details',
    async ({ params }) => {
      for (const conversation of state.guests.conversations.all()) {
        const message = conversation.messages.find(({ id }) => id === params.conversationId);
        if (message) return toMessageData(conversation, message);
      }
      throw notFound('message');
    },
  );
  app.post<{ Params: ConversationPath }>(
    '/conversations/messages/:conversationId/messages/bulk',
    async ({ params, body }) => {
      const conversation = requireConversation(state, params.conversationId);
      const ids = new Set(readBody(z.array(z.string()).max(1000), body ?? []));
      return {
        entities: conversation.messages
          .filter(({ id }) => ids.has(id))
          .map((message) => toMessageData(conversation, message)),
      };
    },
  );
}
