import type { Participant, Purpose, ServedItem } from './model.js';

/** How a participant begins: connected, unless it says otherwise. */
export type ParticipantStart = Partial<Pick<Participant, 'queueId' | 'agentId' | 'state'>>;

export function addParticipant(
  item: ServedItem,
  newId: () => string,
  at: Date,
  purpose: Purpose,
  start: ParticipantStart,
): Participant {
  const state = start.state ?? 'connected';
  const participant: Participant = {
    id: newId(),
    communicationId: newId(),
    purpose,
    startTime: at,
    state,
    connectedTime: state === 'connected' ? at : null,
    endTime: null,
    disconnectType: null,
    queueId: start.queueId ?? null,
    agentId: start.agentId ?? null,
    attributes: {},
    wrapup: null,
  };
  item.participants.push(participant);
  return participant;
}

/** False when it was disconnected already. */
export function disconnectParticipant(participant: Participant, at: Date, disconnectType: string): boolean {
  if (participant.state === 'disconnected') return false;
  participant.state = 'disconnected';
  participant.endTime = at;
  participant.disconnectType = disconnectType;
  return true;
}

/** The latest of this purpose that is not disconnected. */
export function openParticipant(item: ServedItem, purpose: Purpose): Participant | null {
  return (
    item.participants.findLast(
      (participant) => participant.purpose === purpose && participant.state !== 'disconnected',
    ) ?? null
  );
}

export function customerOf(item: ServedItem): Participant {
  const customer = item.participants.find(({ purpose }) => purpose === 'customer');
  if (!customer) throw new Error('An item without its customer.');
  return customer;
}
