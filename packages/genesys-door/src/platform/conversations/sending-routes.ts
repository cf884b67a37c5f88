import { GUEST_LIMITS } from '@throughline/guest-api';
import type { FastifyInstance } from 'fastify';
import { z } from 'zod';
import type { DoorState } from '../../door-state.js';
import type { GuestConversation, Participant } from '../../guests/model.js';
import { newMessageId } from '../../ids.js';
import { notFound, PlatformError } from '../platform-error.js';
import { readBody } from '../read-body.js';
import { toMessageData } from './conversation-views.js';
import { type ConversationPath, requireConversation } from './lookups.js';

type CommunicationPath = ConversationPath & { readonly communicationId: string };

const messageBody = z.looseObject({ textBody: z.string().min(1).max(2000) });
const agentlessBody = z.looseObject({
  fromAddress: z.string(),
  toAddressMessengerType: z.string(),
  externalContactId: z.string().optional(),
  textBody: z.string().default(''),
});

/** Messages to the guest: in the name of the agent who has the conversation, or of nobody. */
export function addSendingRoutes(app: FastifyInstance, state: DoorState): void {
  const { guests, options } = state;
  const base = '/conversations/messages/:conversationId/communications/:communicationId';
  app.post<{ Params: CommunicationPath }>(`${base}/messages`, async ({ params, body }) => {
    const conversation = requireConversation(state, params.conversationId);
    const agentId = requireAgent(conversation, params.communicationId).agentId ?? '';
    const { textBody } = readBody(messageBody, body);
    const displayName = (await options.contactCenter.agentDisplayName(agentId)) ?? 'Agent';
    const agent = { id: agentId, displayName };
    await guests.desk.send({ conversationId: conversation.id, id: newMessageId(), agent, text: textBody });
    const sent = conversation.messages.at(-1);
    if (!sent) throw notFound('message');
    return toMessageData(conversation, sent);
  });
  app.post<{ Params: CommunicationPath }>(`${base}/typing`, async ({ params }, reply) => {
    const conversation = requireConversation(state, params.conversationId);
    requireAgent(conversation, params.communicationId);
    guests.messages.agentTyping(conversation);
    return reply.code(202).send();
  });
  app.post('/conversations/messages/agentless', async ({ body }) => {
    const { fromAddress, toAddressMessengerType, externalContactId, textBody } = readBody(
      agentlessBody,
      body,
    );
    checkText(textBody);
    const conversation = guests.conversations
      .all()
      .find((one) => !one.endTime && one.externalContactId === externalContactId);
    if (!conversation || externalContactId === undefined) throw notFound('conversation');
    const sent = guests.messages.outbound(conversation, { text: textBody, originatingEntity: 'Bot' });
    return {
      id: sent.id,
      conversationId: conversation.id,
      fromAddress,
      toAddress: conversation.session.id,
      messengerType: toAddressMessengerType,
      timestamp: sent.channel?.time,
      selfUri: `/api/v2/conversations/messages/agentless/${sent.id}`,
    };
  });
}

/** @throws PlatformError 400 with the codes of agentless messages */
function checkText(text: string): void {
  if (text === '') {
    throw new PlatformError(400, 'invalid.webmessaging.text.body', 'The text of the message is missing.');
  }
  if (text.length > GUEST_LIMITS.outboundTextCharacters) {
    const most = GUEST_LIMITS.outboundTextCharacters;
    throw new PlatformError(400, 'max.length.exceeded', `The text is longer than ${most} characters.`);
  }
}

/** @throws PlatformError 404, and 400 when the communication is not that of a connected agent */
function requireAgent(conversation: GuestConversation, communicationId: string): Participant {
  const participant = conversation.participants.find((one) => one.communicationId === communicationId);
  if (!participant) throw notFound('communication');
  if (participant.purpose !== 'agent' || participant.state !== 'connected') {
    throw new PlatformError(400, 'bad.request', 'The communication is not that of a connected agent.');
  }
  return participant;
}
