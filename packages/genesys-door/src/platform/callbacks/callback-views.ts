import type { Participant } from '../../guests/model.js';
import { stableId } from '../../ids.js';
import { bareQueueRef, DIVISION, queueRef, userRef } from '../directory.js';
import { type Callback, callbackName } from './callback-book.js';

/** The view by callback: one participant a communication. */
export function toCallbackConversation(callback: Callback) {
  const { id, queueId, participants } = callback;
  return {
    id,
    participants: participants.map((participant) => ({
      ...commonOf(callback, participant),
      state: participant.state,
      direction: 'outbound',
      held: false,
      queue: queueRef(queueId),
      ...(participant.agentId === null ? {} : { user: userRef(participant.agentId) }),
      ...(participant.disconnectType === null ? {} : { disconnectType: participant.disconnectType }),
      ...detailsOf(callback),
    })),
    otherMediaUris: [],
    recentTransfers: [],
    divisions: [{ division: DIVISION, entities: [queueRef(queueId)] }],
    selfUri: `/api/v2/conversations/callbacks/${id}`,
  };
}

/** The generic view: participants hold their communications by medium. */
export function toConversationOfCallback(callback: Callback) {
  const { id, queueId, startTime, endTime, participants } = callback;
  return {
    id,
    startTime: startTime.toISOString(),
    ...(endTime ? { endTime: endTime.toISOString() } : {}),
    participants: participants.map((participant) => ({
      ...commonOf(callback, participant),
      participantType: participant.purpose === 'customer' ? 'External' : 'Internal',
      queueId: stableId('queue', queueId),
      queueName: queueId,
      ...(participant.agentId === null
        ? {}
        : { userId: stableId('user', participant.agentId), userUri: userRef(participant.agentId).selfUri }),
      callbacks: [
        {
          id: participant.communicationId,
          state: stateOf(callback, participant),
          direction: 'outbound',
          held: false,
          ...(participant.disconnectType === null ? {} : { disconnectType: participant.disconnectType }),
          ...(participant.connectedTime ? { connectedTime: participant.connectedTime.toISOString() } : {}),
          ...(participant.endTime ? { disconnectedTime: participant.endTime.toISOString() } : {}),
          ...detailsOf(callback),
        },
      ],
    })),
    divisions: [{ division: DIVISION, entities: [queueRef(queueId)] }],
    recordingState: 'NONE',
    selfUri: `/api/v2/conversations/${id}`,
  };
}

function stateOf({ isDue }: Callback, { state, purpose }: Participant) {
  return purpose === 'customer' && state === 'connected' && !isDue ? 'scheduled' : state;
}

function detailsOf({ numbers, userName, scheduledTime }: Callback) {
  return {
    callbackNumbers: [...numbers],
    ...(userName === null ? {} : { callbackUserName: userName }),
    ...(scheduledTime ? { callbackScheduledTime: scheduledTime.toISOString() } : {}),
  };
}

function commonOf(callback: Callback, participant: Participant) {
  const { purpose, startTime, connectedTime, endTime, queueId, attributes } = participant;
  return {
    id: participant.id,
    purpose,
    ...(purpose === 'customer' ? { name: callbackName(callback) } : {}),
    startTime: startTime.toISOString(),
    ...(connectedTime ? { connectedTime: connectedTime.toISOString() } : {}),
    ...(endTime ? { endTime: endTime.toISOString() } : {}),
    attributes,
    wrapupRequired: false,
    ...(purpose === 'agent'
      ? {}
      : {
          conversationRoutingData: {
            queue: bareQueueRef(queueId ?? callback.queueId),
            priority: callback.priority,
            skills: [],
            scoredAgents: [],
          },
        }),
  };
}
