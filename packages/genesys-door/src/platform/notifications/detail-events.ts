import type { GuestNewsItem } from '../../guests/guest-news.js';
import type { Participant, Purpose } from '../../guests/model.js';
import { stableId } from '../../ids.js';

type ParticipantNews = Extract<GuestNewsItem, { readonly participant: Participant }>;

const NAMES = { customer: 'customer', workflow: 'flow', acd: 'acd', agent: 'user' } as const satisfies Record<
  Purpose,
  string
>;

/** The analytics event of something that happened to a participant: the end of its topic, and its body. */
export function detailEvent(
  news: ParticipantNews,
  at: Date,
): { readonly name: string; readonly body: object } {
  const { conversation, participant, kind } = news;
  const { purpose, queueId, agentId, disconnectType, wrapup } = participant;
  const common = {
    eventTime: at.getTime(),
    conversationId: conversation.id,
    participantId: participant.id,
  };
  if (kind === 'attributes') {
    return { name: 'attributes', body: { ...common, attributes: participant.attributes } };
  }
  const body = {
    ...common,
    sessionId: participant.communicationId,
    mediaType: 'MESSAGE',
    messageType: 'WEBMESSAGING',
    provider: 'Throughline Emulator',
    direction: 'INBOUND',
    ...(queueId === null ? {} : { queueId: stableId('queue', queueId) }),
    ...(agentId === null ? {} : { userId: stableId('user', agentId) }),
  };
  if (kind === 'wrapup') {
    const { code, notes, durationSeconds } = wrapup ?? { code: '' };
    return {
      name: 'wrapup',
      body: {
        ...body,
        wrapupCode: code,
        ...(notes === undefined ? {} : { wrapupNotes: notes }),
        ...(durationSeconds === undefined ? {} : { wrapupDurationMs: durationSeconds * 1000 }),
      },
    };
  }
  if (kind === 'participant-start') return { name: `${NAMES[purpose]}.start`, body };
  return {
    name: `${NAMES[purpose]}.end`,
    body: { ...body, ...(disconnectType === null ? {} : { disconnectType: disconnectType.toUpperCase() }) },
  };
}
