import type { ContactCenterLoad } from '@throughline/contact-center';
import type { Interaction } from '@throughline/core';
import type { DoorState } from '../../door-state.js';
import { stableId } from '../../ids.js';
import { routingStatusOf } from '../users/user-views.js';

export const METRICS = [
  'oActiveUsers',
  'oAlerting',
  'oInteracting',
  'oLongestInteracting',
  'oLongestWaiting',
  'oMemberUsers',
  'oOffQueueUsers',
  'oOnQueueUsers',
  'oUserPresences',
  'oUserRoutingStatuses',
  'oWaiting',
] as const;

/** User figures in a group of the queue, conversation figures in one of queue and medium. Zeros are left out. */
export function observe(
  queueId: string,
  load: ContactCenterLoad,
  metrics: readonly (typeof METRICS)[number][],
  withDetails: boolean,
  state: DoorState,
) {
  const id = stableId('queue', queueId);
  const count = (metric: (typeof METRICS)[number], value: number, qualifier?: string) =>
    value === 0 || !metrics.includes(metric)
      ? []
      : [{ metric, ...(qualifier ? { qualifier } : {}), stats: { count: value } }];
  const members = load.agents.filter(({ agent }) => agent.queueIds.includes(queueId));
  const byStatus = (status: string) => members.filter((member) => routingStatusOf(member) === status).length;
  const userData = [
    ...count('oMemberUsers', members.length),
    ...count('oActiveUsers', members.length - byStatus('OFF_QUEUE')),
    ...count('oOnQueueUsers', byStatus('IDLE'), 'IDLE'),
    ...count('oOnQueueUsers', byStatus('INTERACTING'), 'INTERACTING'),
    ...count('oOffQueueUsers', byStatus('OFF_QUEUE')),
    ...['IDLE', 'INTERACTING', 'OFF_QUEUE'].flatMap((status) =>
      count('oUserRoutingStatuses', byStatus(status), status),
    ),
  ];
  const isOfQueue = (one: Interaction) => one.queueId === queueId;
  const waiting = load.waiting.filter(isOfQueue);
  const held = members.flatMap((member) => member.held.filter(isOfQueue));
  const byMedium = (['message', 'callback'] as const).map((mediaType) => {
    const isOfMedium = ({ conversationId }: Interaction) =>
      (state.callbacks.get(conversationId) !== null) === (mediaType === 'callback');
    const waits = waiting.filter(isOfMedium);
    const helds = held.filter(isOfMedium);
    return {
      group: { queueId: id, mediaType },
      data: [
        ...count('oWaiting', waits.length).map((row) =>
          withDetails
            ? { ...row, truncated: false, observations: waits.map((one) => toObservation(one, state)) }
            : row,
        ),
        ...count('oAlerting', helds.filter((one) => one.state === 'offered').length),
        ...count('oInteracting', helds.filter((one) => one.state === 'assigned').length),
      ],
    };
  });
  return [{ group: { queueId: id }, data: userData }, ...byMedium].filter(({ data }) => data.length > 0);
}

function toObservation(
  { conversationId, queuedAt, priority }: Interaction,
  { guests, callbacks }: DoorState,
) {
  const item = guests.conversations.get(conversationId) ?? callbacks.get(conversationId);
  const acd = item?.participants.findLast(({ purpose }) => purpose === 'acd');
  return {
    observationDate: queuedAt.toISOString(),
    conversationId,
    ...(acd ? { sessionId: acd.communicationId } : {}),
    routingPriority: priority,
    requestedRoutingSkillIds: [],
    usedRouting: 'Standard',
  };
}
