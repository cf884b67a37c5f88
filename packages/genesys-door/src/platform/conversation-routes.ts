import type { FastifyInstance } from 'fastify';
import { z } from 'zod';
import type { DoorState } from '../door-state.js';
import type { GuestConversation, Participant } from '../guests/model.js';
import { newMessageId } from '../ids.js';
import { toConversation, toMessageConversation, toMessageData } from './conversation-views.js';
import { type Directory, WRAPUP_CODES } from './directory.js';
import { notFound, PlatformError } from './platform-error.js';
import { readBody } from './read-body.js';

interface ConversationPath {
  readonly conversationId: string;
}
interface ParticipantPath extends ConversationPath {
  readonly participantId: string;
}

const attributesBody = z.looseObject({ attributes: z.record(z.string(), z.string()).default({}) });
const stateBody = z.looseObject({ state: z.string().optional() });
const transferBody = z.looseObject({
  queueId: z.string().optional(),
  userId: z.string().optional(),
  address: z.string().optional(),
  transferType: z.string().optional(),
});
const wrapupBody = z.looseObject({
  code: z.string().optional(),
  notes: z.string().optional(),
  tags: z.array(z.string()).optional(),
  durationSeconds: z.number().optional(),
});

/** Conversations, their messages, participants, attributes, transfer and wrap-up. */
export function addConversationRoutes(app: FastifyInstance, state: DoorState, directory: Directory): void {
  addReading(app, state);
  addChanging(app, state);
  addTransfers(app, state, directory);
  addWrapUp(app, state);
  addSending(app, state);
}

/** @throws PlatformError 404 */
export function requireConversation({ guests }: DoorState, id: string): GuestConversation {
  const conversation = guests.conversation(id);
  if (!conversation) throw notFound('conversation');
  return conversation;
}

function requireParticipant(conversation: GuestConversation, id: string): Participant {
  const participant = conversation.participants.find((candidate) => candidate.id === id);
  if (!participant) {
    throw new PlatformError(
      404,
      'conversation.error.participant.not.found',
      'The participant is not part of this conversation.',
    );
  }
  return participant;
}

function addReading(app: FastifyInstance, state: DoorState): void {
  app.get<{ Params: ConversationPath }>('/conversations/:conversationId', async ({ params }) =>
    toConversation(requireConversation(state, params.conversationId)),
  );
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
  app.get<{ Params: ConversationPath }>(
    '/conversations/messages/:conversationId/details',
    async ({ params }) => {
      for (const conversation of state.guests.conversations()) {
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

function addChanging(app: FastifyInstance, state: DoorState): void {
  const { guests } = state;
  app.patch<{ Params: ConversationPath }>(
    '/conversations/messages/:conversationId',
    async ({ params, body }) => {
      const conversation = requireConversation(state, params.conversationId);
      if (readBody(stateBody, body).state === 'disconnected') await guests.disconnect(conversation, null);
      return toConversation(conversation);
    },
  );
  app.post<{ Params: ConversationPath }>(
    '/conversations/:conversationId/disconnect',
    async ({ params }, reply) => {
      await guests.disconnect(requireConversation(state, params.conversationId), null);
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
      conversation.externalTag = guests.clean(externalTag).text;
      return reply.code(202).send();
    },
  );

  for (const view of ['/conversations', '/conversations/messages']) {
    app.patch<{ Params: ParticipantPath }>(
      `${view}/:conversationId/participants/:participantId/attributes`,
      async ({ params, body }, reply) => {
        const conversation = requireConversation(state, params.conversationId);
        requireParticipant(conversation, params.participantId);
        const { attributes } = readBody(attributesBody, body ?? {});
        guests.patchAttributes(conversation, attributes);
        reply.code(202);
        return view === '/conversations' ? reply.send() : { attributes };
      },
    );
    app.patch<{ Params: ParticipantPath }>(
      `${view}/:conversationId/participants/:participantId`,
      async ({ params, body }, reply) => {
        const conversation = requireConversation(state, params.conversationId);
        const participant = requireParticipant(conversation, params.participantId);
        if (
          readBody(stateBody, body ?? {}).state === 'disconnected' &&
          participant.state !== 'disconnected'
        ) {
          await guests.disconnect(conversation, null);
        }
        return reply.code(202).send();
      },
    );
  }
  // The older path for context: as attributes of the customer.
  app.patch<{ Params: ConversationPath }>('/chat/conversations/:conversationId', async ({ params, body }) => {
    const conversation = requireConversation(state, params.conversationId);
    const { context } = readBody(z.looseObject({ context: z.record(z.string(), z.unknown()) }), body);
    guests.patchAttributes(conversation, flatten(context));
    return toConversation(conversation);
  });
}

function addTransfers(app: FastifyInstance, state: DoorState, directory: Directory): void {
  const { contactCenter } = state.options;
  const transfer = async (params: ParticipantPath, body: unknown): Promise<void> => {
    const conversation = requireConversation(state, params.conversationId);
    const participant = requireParticipant(conversation, params.participantId);
    const { queueId, userId } = readBody(transferBody, body ?? {});
    if (conversation.endTime || participant.state === 'disconnected') {
      throw new PlatformError(
        400,
        'conversations.error.transfer.not.connected',
        'The participant to be replaced is not connected.',
      );
    }
    if (participant.purpose === 'customer') {
      throw new PlatformError(
        403,
        'conversation.error.forbidden.not.active.participant',
        'The customer cannot be replaced.',
      );
    }
    if (queueId === undefined) {
      throw new PlatformError(
        400,
        'bad.request',
        userId === undefined
          ? 'Name the queue to transfer to.'
          : 'Transfers to a user are not supported by this emulator; name a queue.',
      );
    }
    const queue = await directory.queue(queueId).catch(() => {
      throw new PlatformError(400, 'conversations.error.queue.not.found', 'The queue was not found.');
    });
    await contactCenter.transfer(conversation.id, queue.id);
  };
  for (const path of [
    '/conversations/messages/:conversationId/participants/:participantId/replace',
    '/conversations/:conversationId/participants/:participantId/replace',
    '/conversations/:conversationId/participants/:participantId/replace/queue',
    '/conversations/:conversationId/participants/:participantId/replace/agent',
  ]) {
    app.post<{ Params: ParticipantPath }>(path, async ({ params, body }, reply) => {
      await transfer(params, body);
      return reply.code(202).send();
    });
  }
}

function addWrapUp(app: FastifyInstance, state: DoorState): void {
  const { guests } = state;
  const base = '/conversations/messages/:conversationId/participants/:participantId';
  app.post<{ Params: ParticipantPath }>(
    `${base}/communications/:communicationId/wrapup`,
    async ({ params, body }, reply) => {
      const conversation = requireConversation(state, params.conversationId);
      const participant = requireParticipant(conversation, params.participantId);
      if (participant.purpose !== 'agent') {
        throw new PlatformError(400, 'bad.request', 'Only the participant of an agent has a wrap-up.');
      }
      const { code, notes, tags, durationSeconds } = readBody(wrapupBody, body ?? {});
      participant.wrapup = {
        code: code ?? WRAPUP_CODES[0]?.id ?? '',
        ...(notes === undefined ? {} : { notes: guests.clean(notes).text }),
        ...(tags === undefined ? {} : { tags }),
        ...(durationSeconds === undefined ? {} : { durationSeconds }),
        endTime: guests.now().toISOString(),
      };
      return reply.code(202).send();
    },
  );
  for (const path of [
    `${base}/wrapup`,
    `${base}/communications/:communicationId/wrapup`,
    '/conversations/:conversationId/participants/:participantId/wrapup',
  ]) {
    app.get<{ Params: ParticipantPath }>(path, async ({ params }, reply) => {
      const participant = requireParticipant(
        requireConversation(state, params.conversationId),
        params.participantId,
      );
      return participant.wrapup ?? reply.code(204).send();
    });
  }
  for (const path of [
    `${base}/wrapupcodes`,
    '/conversations/:conversationId/participants/:participantId/wrapupcodes',
  ]) {
    app.get<{ Params: ParticipantPath }>(path, async ({ params }) => {
      requireParticipant(requireConversation(state, params.conversationId), params.participantId);
      return WRAPUP_CODES;
    });
  }
}

function addSending(app: FastifyInstance, state: DoorState): void {
  const { guests, options } = state;
  const agentOf = (conversation: GuestConversation, communicationId: string): Participant => {
    const participant = conversation.participants.find(
      (candidate) => candidate.communicationId === communicationId,
    );
    if (!participant) throw notFound('communication');
    if (participant.purpose !== 'agent' || participant.state !== 'connected') {
      throw new PlatformError(400, 'bad.request', 'The communication is not that of a connected agent.');
    }
    return participant;
  };
  type CommunicationPath = ConversationPath & { readonly communicationId: string };
  const base = '/conversations/messages/:conversationId/communications/:communicationId';
  app.post<{ Params: CommunicationPath }>(`${base}/messages`, async ({ params, body }) => {
    const conversation = requireConversation(state, params.conversationId);
    const { agentId } = agentOf(conversation, params.communicationId);
    const { textBody } = readBody(z.looseObject({ textBody: z.string().min(1).max(2000) }), body);
    const displayName = (await options.contactCenter.agentDisplayName(agentId ?? '')) ?? 'Agent';
    const id = newMessageId();
    await guests.send({
      conversationId: conversation.id,
      id,
      agent: { id: agentId ?? '', displayName },
      text: textBody,
    });
    const sent = conversation.messages.at(-1);
    if (!sent) throw notFound('message');
    return toMessageData(conversation, sent);
  });
  app.post<{ Params: CommunicationPath }>(`${base}/typing`, async ({ params }, reply) => {
    const conversation = requireConversation(state, params.conversationId);
    agentOf(conversation, params.communicationId);
    guests.agentTyping(conversation);
    return reply.code(202).send();
  });
  app.post('/conversations/messages/agentless', async ({ body }, reply) => {
    const request = readBody(
      z.looseObject({
        fromAddress: z.string(),
        toAddressMessengerType: z.string(),
        externalContactId: z.string().optional(),
        textBody: z.string().min(1).max(4000),
        useExistingActiveConversation: z.boolean().optional(),
      }),
      body,
    );
    const conversation = guests
      .conversations()
      .find((one) => !one.endTime && one.externalContactId === request.externalContactId);
    if (!conversation) throw notFound('conversation');
    const sent = guests.outbound(conversation, { text: request.textBody, originatingEntity: 'Bot' });
    return reply.code(202).send({
      id: sent.id,
      conversationId: conversation.id,
      fromAddress: request.fromAddress,
      toAddress: conversation.session.id,
      messengerType: request.toAddressMessengerType,
      textBody: sent.text,
      timestamp: sent.channel?.time,
      selfUri: `/api/v2/conversations/messages/agentless/${sent.id}`,
    });
  });
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
