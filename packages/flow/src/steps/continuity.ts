import { formatDuration } from '../duration.js';
import type { StepOf } from '../step.js';
import { answerIn, GATHER_MS } from './gathering.js';
import { MAX_WAIT_MS, type StepKind } from './kind.js';

/** How long after its end a conversation counts as recent when the flow does not say, in milliseconds. */
const RECENT_MS = 5 * 60_000;

export const continuity: StepKind<StepOf<'continuity'>> = {
  declare(fields) {
    const agent = fields.raw('agent');
    if (typeof agent !== 'string') return;
    fields.reading.attempt(() => fields.scope.declare(agent, 'string', fields.at('agent')));
  },
  read(fields) {
    const own = {
      recentMs: fields.duration('recentWithin', MAX_WAIT_MS) ?? RECENT_MS,
      agent: fields.optionalText('agent'),
    };
    fields.exit('live');
    fields.exit('none');
    fields.optionalExit('recent', 'none');
    return own;
  },
  enter(step, run) {
    return run.gather(step, { kind: 'continuity' }, GATHER_MS);
  },
  resume(step, event, run, waiting) {
    const answer = answerIn(event, waiting, 'continuity');
    if (answer === undefined) return null;
    const conversation = answer?.conversation ?? null;
    if (conversation?.state === 'live') {
      run.say('a conversation is live');
      return 'live';
    }
    const age = conversation ? (run.nowMs ?? Number.NaN) - Date.parse(conversation.endedAt) : Number.NaN;
    if (conversation && age >= 0 && age < step.recentMs) {
      if (step.agent !== null) run.set(step.scope, step.agent, conversation.agentId);
      run.say(`a conversation ended within the last ${formatDuration(step.recentMs)}`);
      return 'recent';
    }
    run.say('no conversation is live or recent');
    return 'none';
  },
};
