import type { DoorState } from '../../door-state.js';
import type { Participant, ServedItem } from '../../guests/model.js';
import { customerOf } from '../../guests/participants.js';
import { stableId } from '../../ids.js';
import { DIVISION } from '../directory.js';

/** A guest's conversation or a callback as analytics describe it. */
export interface ConversationFacts {
  readonly item: ServedItem;
  readonly mediaType: 'message' | 'callback';
  readonly authenticated: boolean;
  readonly customerAddress: string;
  readonly externalContactId: string | null;
  readonly externalTag: string | null;
  readonly customerWrote: boolean;
}

export function allFacts({ guests, callbacks }: DoorState): readonly ConversationFacts[] {
  return [
    ...guests.conversations.all().map((item): ConversationFacts => {
      const { session, externalContactId, externalTag, messages } = item;
      return {
        item,
        mediaType: 'message',
        authenticated: session.identity !== null,
        customerAddress: session.id,
        externalContactId,
        externalTag,
        customerWrote: messages.some(({ purpose }) => purpose === 'customer'),
      };
    }),
    ...callbacks.all().map(
      (item): ConversationFacts => ({
        item,
        mediaType: 'callback',
        authenticated: false,
        customerAddress: item.numbers[0] ?? '',
        externalContactId: null,
        externalTag: null,
        customerWrote: false,
      }),
    ),
  ];
}

export function toAnalyticsConversation(facts: ConversationFacts) {
  const { item, externalTag, customerWrote } = facts;
  return {
    conversationId: item.id,
    conversationStart: item.startTime.toISOString(),
    ...(item.endTime ? { conversationEnd: item.endTime.toISOString() } : {}),
    conversationInitiator: 'customer',
    customerParticipation: customerWrote,
    divisionIds: [DIVISION.id],
    ...(externalTag === null ? {} : { externalTag }),
    originatingDirection: facts.mediaType === 'message' ? 'inbound' : 'outbound',
    participants: item.participants.map((participant) => ({
      participantId: participant.id,
      purpose: participant.purpose,
      ...(participant.agentId === null ? {} : { userId: stableId('user', participant.agentId) }),
      ...(participant.purpose === 'customer' && facts.externalContactId !== null
        ? { externalContactId: facts.externalContactId }
        : {}),
      sessions: [toSession(facts, participant)],
    })),
  };
}

function toSession(
  { mediaType, authenticated, customerAddress }: ConversationFacts,
  participant: Participant,
) {
  return {
    sessionId: participant.communicationId,
    mediaType,
    ...(mediaType === 'message' ? { messageType: 'webmessaging', authenticated } : {}),
    direction: mediaType === 'message' ? 'inbound' : 'outbound',
    addressFrom: customerAddress,
    provider: 'Throughline Emulator',
    segments: segmentsOf(participant),
  };
}

/** What the participant did, one part after the other. The last part is open while it goes on. */
function segmentsOf(participant: Participant) {
  const { purpose, startTime, connectedTime, endTime, queueId, disconnectType, wrapup } = participant;
  const queue = queueId === null ? {} : { queueId: stableId('queue', queueId) };
  const part = (segmentType: string, start: Date, end: Date | null, more: object = {}) => ({
    segmentType,
    segmentStart: start.toISOString(),
    ...(end ? { segmentEnd: end.toISOString() } : {}),
    ...queue,
    ...more,
  });
  const ending = endTime && disconnectType !== null ? { disconnectType: toCamelCase(disconnectType) } : {};
  if (purpose === 'workflow') return [part('ivr', startTime, endTime, ending)];
  if (purpose !== 'agent') return [part('interact', startTime, endTime, ending)];
  return [
    part('alert', startTime, connectedTime ?? endTime, connectedTime ? {} : ending),
    ...(connectedTime ? [part('interact', connectedTime, endTime, ending)] : []),
    ...(wrapup
      ? [
          part('wrapup', endTime ?? new Date(wrapup.endTime), new Date(wrapup.endTime), {
            wrapUpCode: wrapup.code,
          }),
        ]
      : []),
  ];
}

/** `session.expired` as `sessionExpired`. */
function toCamelCase(name: string): string {
  return name.replace(/\.(\w)/g, (_dot, letter: string) => letter.toUpperCase());
}

/** What filters can ask about, for each part of each participant. */
export function segmentDimensions(facts: ConversationFacts): readonly Record<string, string | undefined>[] {
  const { item, mediaType, authenticated, customerAddress, externalContactId } = facts;
  return item.participants.flatMap((participant) =>
    segmentsOf(participant).map((segment) => ({
      ...segment,
      mediaType,
      messageType: mediaType === 'message' ? 'webmessaging' : undefined,
      purpose: participant.purpose,
      authenticated: String(authenticated),
      addressFrom: customerAddress,
      externalContactId: externalContactId ?? undefined,
      canonicalExternalContactId: externalContactId ?? undefined,
      userId: participant.agentId === null ? undefined : stableId('user', participant.agentId),
    })),
  );
}

export function conversationDimensions(facts: ConversationFacts): Record<string, string | undefined> {
  const { item, externalTag, customerWrote, mediaType } = facts;
  return {
    conversationId: item.id,
    conversationStart: item.startTime.toISOString(),
    conversationEnd: item.endTime?.toISOString(),
    conversationInitiator: 'customer',
    customerParticipation: String(customerWrote),
    divisionId: DIVISION.id,
    externalTag: externalTag ?? undefined,
    originatingDirection: mediaType === 'message' ? 'inbound' : 'outbound',
  };
}

/** Participant data of the customer, which filters call properties. */
export function propertiesOf({ item }: ConversationFacts): Readonly<Record<string, string>> {
  return customerOf(item).attributes;
}
