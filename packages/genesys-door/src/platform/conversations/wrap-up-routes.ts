import type { FastifyInstance } from 'fastify';
import { z } from 'zod';
import type { DoorState } from '../../door-state.js';
import { cleanText } from '../../guests/clean-text.js';
import type { GuestConversation, Participant } from '../../guests/model.js';
import { WRAPUP_CODES } from '../directory.js';
import { PlatformError } from '../platform-error.js';
import { readBody } from '../read-body.js';
import { type ParticipantPath, requireConversation, requireParticipant } from './lookups.js';

export const wrapUpBody = z.looseObject({
  code: z.string().optional(),
  notes: z.string().optional(),
  tags: z.array(z.string()).optional(),
  durationSeconds: z.int().optional(),
});

/** How an agent sums a conversation up; kept with the agent's participant. */
export function addWrapUpRoutes(app: FastifyInstance, state: DoorState): void {
  const messages = '/conversations/messages/:conversationId/participants/:participantId';
  const generic = '/conversations/:conversationId/participants/:participantId';
  const found = ({ conversationId, participantId }: ParticipantPath) => {
    const conversation = requireConversation(state, conversationId);
    return { conversation, participant: requireParticipant(conversation, participantId) };
  };
  for (const base of [messages, generic]) {
    const ofCommunication = `${base}/communications/:communicationId/wrapup`;
    app.post<{ Params: ParticipantPath }>(ofCommunication, async ({ params, body }, reply) => {
      const { conversation, participant } = found(params);
      setWrapUp(state, conversation, participant, readBody(wrapUpBody, body ?? {}));
      return reply.code(202).send();
    });
    for (const path of [`${base}/wrapup`, ofCommunication]) {
      app.get<{ Params: ParticipantPath }>(path, async ({ params }, reply) => {
        const { participant } = found(params);
        return participant.wrapup ?? reply.code(204).send();
      });
    }
    for (const path of [`${base}/wrapupcodes`, `${base}/communications/:communicationId/wrapupcodes`]) {
      app.get<{ Params: ParticipantPath }>(path, async ({ params }) => {
        found(params);
        return WRAPUP_CODES;
      });
    }
  }
}

/** @throws PlatformError 400 when the participant is no agent */
export function setWrapUp(
  { options, guests, news }: DoorState,
  conversation: GuestConversation,
  participant: Participant,
  { code, notes, tags, durationSeconds }: z.infer<typeof wrapUpBody>,
): void {
  if (participant.purpose !== 'agent') {
    throw new PlatformError(400, 'bad.request', 'Only the participant of an agent has a wrap-up.');
  }
  participant.wrapup = {
    code: code ?? WRAPUP_CODES[0]?.id ?? '',
    ...(notes === undefined ? {} : { notes: cleanText(options.mask, notes).text }),
    ...(tags === undefined ? {} : { tags: tags.map((tag) => cleanText(options.mask, tag).text) }),
    ...(durationSeconds === undefined ? {} : { durationSeconds }),
    endTime: options.clock.now().toISOString(),
  };
  news.tell({ kind: 'wrapup', conversation, participant });
  guests.conversations.announce(conversation);
}
