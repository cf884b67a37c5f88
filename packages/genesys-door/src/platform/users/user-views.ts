import type { ContactCenterLoad } from '@throughline/contact-center';
import type { AgentPresence } from '@throughline/core';
import { stableId } from '../../ids.js';
import { DIVISION, userRef } from '../directory.js';

export type AgentLoad = ContactCenterLoad['agents'][number];

/** In the words of routing: on queue and free, on queue and busy, or not on queue. */
export function routingStatusOf({ agent, held }: AgentLoad): 'IDLE' | 'INTERACTING' | 'OFF_QUEUE' {
  if (!agent.available) return 'OFF_QUEUE';
  return held.length === 0 ? 'IDLE' : 'INTERACTING';
}

export function toRoutingStatus(load: AgentLoad) {
  return { userId: stableId('user', load.agent.id), status: routingStatusOf(load) };
}

export function toUser(agent: AgentPresence) {
  return {
    ...userRef(agent.id, agent.displayName),
    division: DIVISION,
    username: `${agent.id}@throughline.example`,
    email: `${agent.id}@throughline.example`,
    state: 'active',
    version: 1,
  };
}

/** The presences that an agent can have here: taking work, or not. */
export const PRESENCES = (['On Queue', 'Offline'] as const).map((systemPresence) => {
  const id = stableId('presence', systemPresence);
  return { id, systemPresence, selfUri: `/api/v2/presencedefinitions/${id}` };
});

export function toUserPresence(agent: AgentPresence, at: Date) {
  const id = stableId('user', agent.id);
  return {
    id,
    source: 'PURECLOUD',
    primary: true,
    presenceDefinition: PRESENCES.find(
      ({ systemPresence }) => (systemPresence === 'On Queue') === agent.available,
    ),
    message: '',
    modifiedDate: at.toISOString(),
    selfUri: `/api/v2/users/${id}/presences/PURECLOUD`,
  };
}
