import type { DoorState } from '../../door-state.js';
import type { GuestConversation, Participant, ServedItem } from '../../guests/model.js';
import { notFound, PlatformError } from '../platform-error.js';

export interface ConversationPath {
  readonly conversationId: string;
}
export interface ParticipantPath extends ConversationPath {
  readonly participantId: string;
}

/** @throws PlatformError 404 */
export function requireConversation({ guests }: DoorState, id: string): GuestConversation {
  const conversation = guests.conversations.get(id);
  if (!conversation) throw notFound('conversation');
  return conversation;
}

/** @throws PlatformError 404 */
export function requireParticipant(item: ServedItem, id: string): Participant {
  const participant = item.participants.find((candidate) => candidate.id === id);
  if (!participant) {
    throw new PlatformError(
      404,
      'conversation.error.participant.not.found',
      'The participant is not part of this conversation.',
    );
  }
  return participant;
}
