import type { FastifyInstance } from 'fastify';
import { z } from 'zod';
import type { DoorState } from '../../door-state.js';
import type { GuestConversation, Participant } from '../../guests/model.js';
import type { Directory } from '../directory.js';
import { invalid, PlatformError } from '../platform-error.js';
import { readBody } from '../read-body.js';
import { type ParticipantPath, requireConversation, requireParticipant } from './lookups.js';

const transferBody = z.looseObject({
  queueId: z.string().optional(),
  userId: z.string().optional(),
  address: z.string().optional(),
  transferType: z.string().optional(),
});

/** Takes a conversation from its agent or queue and gives it to another queue or agent. */
export function addTransferRoutes(app: FastifyInstance, state: DoorState, directory: Directory): void {
  const { contactCenter } = state.options;
  const transfer = async (params: ParticipantPath, body: unknown): Promise<void> => {
    const conversation = requireConversation(state, params.conversationId);
    checkReplaceable(conversation, requireParticipant(conversation, params.participantId));
    const { queueId, userId } = readBody(transferBody, body ?? {});
    if (queueId !== undefined) {
      const queue = await directory.queue(queueId).catch(() => {
        throw new PlatformError(400, 'conversations.error.queue.not.found', 'The queue was not found.');
      });
      await contactCenter.transfer(conversation.id, queue.id);
    } else if (userId !== undefined) {
      const agent = await directory.agent(userId);
      // The agent is asked first, in a queue that they serve.
      const queue = agent.queueIds.includes(conversation.queueId) ? conversation.queueId : agent.queueIds[0];
      if (queue === undefined) throw invalid('userId', 'The user serves no queue.');
      await contactCenter.transfer(conversation.id, queue, agent.id);
    } else {
      throw invalid('queueId', 'Name the queue or the user to transfer to.');
    }
  };
  for (const path of [
    '/conversations/messages/:conversationId/participants/:participantId/replace',
    '/conversations/:conversationId/participants/:participantId/replace',
    '/conversations/:conversationId/participants/:participantId/replace/queue',
    '/conversations/:conversationId/participants/:participantId/replace/agent',
  ]) {
    app.post<{ Params: ParticipantPath }>(path, async ({ params, body }, reply) => {
      await transfer(params, body);
      return reply.code(202).send();
    });
  }
}

function checkReplaceable(conversation: GuestConversation, participant: Participant): void {
  if (conversation.endTime || participant.state === 'disconnected') {
    throw new PlatformError(
      400,
      'conversations.error.transfer.not.connected',
      'The participant to be replaced is not connected.',
    );
  }
  if (participant.purpose === 'customer') {
    throw new PlatformError(
      403,
      'conversation.error.forbidden.not.active.participant',
      'The customer cannot be replaced.',
    );
  }
}
