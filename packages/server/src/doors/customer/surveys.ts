import { answerSurvey, SURVEY_SCORES } from '@throughline/core';
import { CUSTOMER_PATHS } from '@throughline/protocol';
import { surveyRequestSchema } from '@throughline/protocol/schemas';
import type { FastifyInstance } from 'fastify';
import { WireError } from '../../errors.js';
import type { Services } from '../../realtime/services.js';
import type { Admission } from './admission.js';

/** What customers say about conversations that have ended. */
export function addSurveys(app: FastifyInstance, admission: Admission, { core, metrics }: Services): void {
  app.post(CUSTOMER_PATHS.surveys, async (request, reply) => {
    const { customer } = await admission.require(request.raw);
    const survey = surveyRequestSchema.safeParse(request.body).data;
    const score = SURVEY_SCORES.find((each) => each === survey?.score);
    if (!survey || !score) {
      throw new WireError('bad_request', 'Send the id of a conversation and a score from 1 to 5.');
    }
    const { conversationId, comment = '' } = survey;
    const kept = await answerSurvey(core, { conversationId, customerId: customer.id, score, comment });
    if (kept) metrics.surveys.inc({ score: String(score) });
    return reply.code(204).send();
  });
}
