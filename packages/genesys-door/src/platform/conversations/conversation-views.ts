import type { MessageContent } from '@throughline/guest-api';
import { guestName } from '../../guests/guest-names.js';
import type { ConversationMessage, GuestConversation, Participant } from '../../guests/model.js';
import { stableId } from '../../ids.js';
import { bareQueueRef, DIVISION, queueRef, userRef } from '../directory.js';

/** The generic view: participants hold their communications by medium. */
export function toConversation(conversation: GuestConversation) {
  return {
    id: conversation.id,
    startTime: conversation.startTime.toISOString(),
    ...(conversation.endTime ? { endTime: conversation.endTime.toISOString() } : {}),
    address: conversation.session.id,
    ...(conversation.externalTag === null ? {} : { externalTag: conversation.externalTag }),
    participants: conversation.participants.map((participant) => toParticipant(conversation, participant)),
    divisions: [{ division: DIVISION, entities: [queueRef(conversation.queueId)] }],
    recordingState: 'NONE',
    selfUri: `/api/v2/conversations/${conversation.id}`,
  };
}

function toParticipant(conversation: GuestConversation, participant: Participant) {
  const isCustomer = participant.purpose === 'customer';
  return {
    ...commonOf(conversation, participant),
    participantType: isCustomer ? 'External' : 'Internal',
    ...(isCustomer && conversation.externalContactId
      ? { externalContactId: conversation.externalContactId }
      : {}),
    ...(participant.queueId === null
      ? {}
      : { queueId: stableId('queue', participant.queueId), queueName: participant.queueId }),
    ...(participant.agentId === null
      ? {}
      : {
          userId: stableId('user', participant.agentId),
          userUri: userRef(participant.agentId).selfUri,
        }),
    messages: [
      {
        id: participant.communicationId,
        state: participant.state,
        direction: 'inbound',
        held: false,
        provider: 'Throughline Emulator',
        type: 'webmessaging',
        authenticated: conversation.session.identity !== null,
        ...addressesOf(conversation, participant),
        ...disconnectOf(participant),
        ...(participant.connectedTime ? { connectedTime: participant.connectedTime.toISOString() } : {}),
        ...(participant.endTime ? { disconnectedTime: participant.endTime.toISOString() } : {}),
        messages: stubsOf(conversation, participant),
      },
    ],
  };
}

/** The view by message: one participant a communication. */
export function toMessageConversation(conversation: GuestConversation) {
  return {
    id: conversation.id,
    participants: conversation.participants.map((participant) => ({
      ...commonOf(conversation, participant),
      state: participant.state,
      direction: 'inbound',
      held: false,
      provider: 'Throughline Emulator',
      type: 'webmessaging',
      authenticated: conversation.session.identity !== null,
      ...(participant.queueId === null ? {} : { queue: queueRef(participant.queueId) }),
      ...(participant.agentId === null ? {} : { user: userRef(participant.agentId) }),
      ...addressesOf(conversation, participant),
      ...disconnectOf(participant),
      messages: stubsOf(conversation, participant),
    })),
    otherMediaUris: [],
    recentTransfers: [],
    divisions: [{ division: DIVISION, entities: [queueRef(conversation.queueId)] }],
    selfUri: `/api/v2/conversations/messages/${conversation.id}`,
  };
}

/** One message with its text. */
export function toMessageData(conversation: GuestConversation, { id, at, message }: ConversationMessage) {
  const { text, content, originatingEntity, direction, metadata, type } = message;
  const { deployment, session } = {
    deployment: conversation.session.deployment,
    session: conversation.session,
  };
  const isInbound = direction === 'Inbound';
  return {
    id,
    providerMessageId: message.channel?.messageId ?? id,
    timestamp: at.toISOString(),
    fromAddress: isInbound ? session.id : deployment.id,
    toAddress: isInbound ? deployment.id : session.id,
    direction: direction.toLowerCase(),
    messengerType: 'webmessaging',
    // Deprecated, but the API definition requires it still.
    textBody: text ?? '',
    status: isInbound ? 'received' : 'delivery-success',
    normalizedMessage: {
      id,
      channel: {
        id: deployment.id,
        platform: 'WebMessaging',
        type: 'Private',
        messageId: message.channel?.messageId ?? id,
        time: at.toISOString(),
        to: { id: isInbound ? deployment.id : session.id },
        from: {
          id: isInbound ? session.id : deployment.id,
          nickname: isInbound ? guestName(session) : (message.channel?.from?.nickname ?? ''),
        },
      },
      type,
      ...(text === undefined ? {} : { text }),
      ...(content ? { content: content.map(withoutFileSize) } : {}),
      ...(originatingEntity ? { originatingEntity } : {}),
      direction,
      metadata: metadata ?? {},
    },
    conversationId: conversation.id,
    selfUri: `/api/v2/conversations/messages/${conversation.id}/messages/${id}`,
  };
}

/** The model of attachments has no size here, other than on the guest's socket. */
function withoutFileSize(content: MessageContent) {
  if (content.contentType !== 'Attachment') return content;
  const { fileSize: _, ...attachment } = content.attachment;
  return { ...content, attachment };
}

function commonOf(conversation: GuestConversation, participant: Participant) {
  const isCustomer = participant.purpose === 'customer';
  return {
    id: participant.id,
    purpose: participant.purpose,
    ...(isCustomer ? { name: guestName(conversation.session), address: conversation.session.id } : {}),
    startTime: participant.startTime.toISOString(),
    ...(participant.connectedTime ? { connectedTime: participant.connectedTime.toISOString() } : {}),
    ...(participant.endTime ? { endTime: participant.endTime.toISOString() } : {}),
    attributes: participant.attributes,
    wrapupRequired: false,
    ...(participant.wrapup ? { wrapup: participant.wrapup } : {}),
    ...(participant.purpose === 'acd'
      ? {
          conversationRoutingData: {
            queue: bareQueueRef(participant.queueId ?? conversation.queueId),
            priority: conversation.priority,
            skills: [],
            scoredAgents: [],
          },
        }
      : {}),
  };
}

function addressesOf({ session }: GuestConversation, { purpose }: Participant) {
  const guest = {
    name: guestName(session),
    addressNormalized: session.id,
    addressDisplayable: session.identity?.sub ?? session.id,
  };
  const deployment = {
    name: session.deployment.name,
    addressNormalized: session.deployment.id,
    addressDisplayable: session.deployment.id,
  };
  return purpose === 'customer'
    ? { fromAddress: guest, toAddress: deployment }
    : { fromAddress: deployment, toAddress: guest };
}

function disconnectOf({ disconnectType }: Participant) {
  return disconnectType === null ? {} : { disconnectType };
}

/** Ids, times and states only; texts are read one by one. */
function stubsOf(conversation: GuestConversation, { communicationId }: Participant) {
  return conversation.messages
    .filter((message) => message.communicationId === communicationId)
    .map(({ id, at, message }) => ({
      messageId: id,
      messageURI: `/api/v2/conversations/messages/${conversation.id}/messages/${id}`,
      messageStatus: message.direction === 'Inbound' ? 'received' : 'delivery-success',
      messageSegmentCount: 1,
      messageTime: at.toISOString(),
      media: [],
      stickers: [],
    }));
}
