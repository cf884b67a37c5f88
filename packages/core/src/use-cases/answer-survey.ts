import { CoreError } from '../model/errors.js';
import type { SurveyScore } from '../model/survey.js';
import type { Core } from './core.js';
import { maskOrWithhold } from './mask-or-withhold.js';
import { sealComment } from './sealing.js';

export interface SurveyAnswer {
  readonly conversationId: string;
  readonly customerId: string;
  readonly score: SurveyScore;
  /** Empty when the customer wrote nothing. */
  readonly comment: string;
}

/**
 * Keeps how a customer found a conversation that has ended. The first answer counts: a later one, from another tab,
 * changes nothing.
 * @returns whether this answer was kept
 * @throws CoreError `not_found` for a conversation of somebody else or one that goes on, and where no survey is asked;
 * `masking_failed`; `unavailable`
 */
export async function answerSurvey(core: Core, answer: SurveyAnswer): Promise<boolean> {
  const { conversationId, customerId, score } = answer;
  const conversation = core.asksSurvey ? await core.conversations.get(conversationId) : null;
  if (conversation?.customerId !== customerId || conversation.state !== 'ended') {
    throw new CoreError('not_found', 'There is no conversation of yours to say something about.');
  }
  const comment = answer.comment.trim();
  const { text } = maskOrWithhold(core.mask, comment);
  const at = core.clock.now();
  return core.conversations.keepSurvey(
    conversationId,
    {
      score,
      at,
      sealedComment: text === '' ? null : await sealComment(core.sealer, customerId, conversationId, text),
    },
    {
      at,
      action: 'survey.answered',
      actor: { kind: 'customer', id: customerId },
      conversationId,
      details: { score },
    },
  );
}
