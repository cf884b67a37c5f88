import type { GuestConversation, Participant, Purpose } from './model.js';

export function addParticipant(
  conversation: GuestConversation,
  newId: () => string,
  at: Date,
  purpose: Purpose,
  more: Partial<Pick<Participant, 'queueId' | 'agentId' | 'state'>> = {},
): Participant {
  const state = more.state ?? 'connected';
  const participant: Participant = {
    id: newId(),
    communicationId: newId(),
    purpose,
    startTime: at,
    state,
    connectedTime: state === 'connected' ? at : null,
    endTime: null,
    disconnectType: null,
    queueId: more.queueId ?? null,
    agentId: more.agentId ?? null,
    wrapup: null,
  };
  conversation.participants.push(participant);
  return participant;
}

export function disconnectParticipant(participant: Participant, at: Date, disconnectType: string): void {
  if (participant.state === 'disconnected') return;
  participant.state = 'disconnected';
  participant.endTime = at;
  participant.disconnectType = disconnectType;
}

/** The latest of this purpose that is not disconnected. */
export function openParticipant(conversation: GuestConversation, purpose: Purpose): Participant | null {
  return (
    conversation.participants.findLast(
      (participant) => participant.purpose === purpose && participant.state !== 'disconnected',
    ) ?? null
  );
}

export function customerOf(conversation: GuestConversation): Participant {
  const customer = conversation.participants.find(({ purpose }) => purpose === 'customer');
  if (!customer) throw new Error('A conversation without its customer.');
  return customer;
}
