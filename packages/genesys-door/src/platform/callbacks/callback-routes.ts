import type { FastifyInstance } from 'fastify';
import { z } from 'zod';
import type { DoorState } from '../../door-state.js';
import { attributesBody } from '../conversations/attributes-body.js';
import { requireConversation, requireParticipant } from '../conversations/lookups.js';
import type { Directory } from '../directory.js';
import { notFound, PlatformError } from '../platform-error.js';
import { readBody } from '../read-body.js';
import type { Callback } from './callback-book.js';
import { readCallbackRequest } from './callback-request.js';
import { toCallbackConversation, toConversationOfCallback } from './callback-views.js';

type CallbackPath = { readonly callbackId: string };
type ParticipantPath = CallbackPath & { readonly participantId: string };

const stateBody = z.looseObject({ state: z.string().optional() });
const bulkBody = z.looseObject({
  callbackDisconnectIdentifiers: z.array(z.looseObject({ conversationId: z.string() })).max(50),
});

/** Callbacks: created, read, changed and cancelled. */
export function addCallbackRoutes(app: FastifyInstance, state: DoorState, directory: Directory): void {
  const { callbacks } = state;
  const found = (id: string): Callback => {
    const callback = callbacks.get(id);
    if (!callback) throw notFound('callback');
    return callback;
  };
  const create = async (body: unknown) =>
    callbacks.schedule(await readCallbackRequest(body, state, directory));

  app.post('/conversations/callbacks', async ({ body }) => {
    const { id } = await create(body);
    return {
      conversation: { id, selfUri: `/api/v2/conversations/callbacks/${id}` },
      callbackIdentifiers: [{ type: 'ACD', id }],
    };
  });
  app.post<{ Params: { conversationId: string; participantId: string } }>(
    '/conversations/:conversationId/participants/:participantId/callbacks',
    async ({ params, body }, reply) => {
      requireParticipant(requireConversation(state, params.conversationId), params.participantId);
      await create(body);
      return reply.code(202).send();
    },
  );
  for (const [method, url] of [
    ['PATCH', '/conversations/callbacks'],
    ['POST', '/conversations/callbacks/bulk/update'],
  ] as const) {
    app.route({
      method,
      url,
      handler: async () => {
        throw new PlatformError(
          400,
          'callback.error.cannot.update.non.agent.owned.callback',
          'Only agent-owned callbacks can be moved: cancel it and create another.',
        );
      },
    });
  }
  app.post('/conversations/callbacks/bulk/disconnect', async ({ body }, reply) => {
    const { callbackDisconnectIdentifiers } = readBody(bulkBody, body);
    for (const { conversationId } of callbackDisconnectIdentifiers) {
      const callback = callbacks.get(conversationId);
      if (callback) await callbacks.finish(callback, 'client', null);
    }
    return reply.code(202).send();
  });
  app.get<{ Params: CallbackPath }>('/conversations/callbacks/:callbackId', async ({ params }) =>
    toCallbackConversation(found(params.callbackId)),
  );
  app.patch<{ Params: CallbackPath }>('/conversations/callbacks/:callbackId', async ({ params, body }) => {
    const callback = found(params.callbackId);
    if (readBody(stateBody, body ?? {}).state === 'disconnected') {
      await callbacks.finish(callback, 'client', null);
    }
    return toConversationOfCallback(callback);
  });
  app.patch<{ Params: ParticipantPath }>(
    '/conversations/callbacks/:callbackId/participants/:participantId',
    async ({ params, body }, reply) => {
      const callback = found(params.callbackId);
      requireParticipant(callback, params.participantId);
      if (readBody(stateBody, body ?? {}).state === 'disconnected') {
        await callbacks.finish(callback, 'client', null);
      }
      return reply.code(202).send();
    },
  );
  app.patch<{ Params: ParticipantPath }>(
    '/conversations/callbacks/:callbackId/participants/:participantId/attributes',
    async ({ params, body }, reply) => {
      const callback = found(params.callbackId);
      requireParticipant(callback, params.participantId);
      const { attributes } = readBody(attributesBody, body ?? {});
      callbacks.setAttributes(callback, attributes);
      return reply.code(202).send({ attributes });
    },
  );
}
