import { formatDuration } from '../duration.js';
import type { StepOf } from '../step.js';
import { choiceIn, readChoices, takeChoicesAway } from './choices.js';
import { MAX_WAIT_MS, type StepKind } from './kind.js';

export const choose: StepKind<StepOf<'choose'>> = {
  read(fields) {
    const choices = readChoices(fields);
    if (choices.length === 0)
      fields.problem('choices', '"choices" names at least one choice and the step that follows');
    const limitMs = fields.requiredDuration('limit', MAX_WAIT_MS, 'no question waits without end');
    fields.exit('then', 'limit');
    return { choices, limitMs, text: fields.optionalText('text') };
  },
  enter(step, run) {
    run.effects.push({ kind: 'offerChoices', choices: step.choices, text: step.text });
    return run.wait(step, (run.nowMs ?? 0) + step.limitMs);
  },
  resume(step, event, run, waiting) {
    if (event.kind === 'choice') return choiceIn(step, event.choice, run);
    if (event.kind !== 'timer') return null;
    if (Date.parse(waiting.since) + step.limitMs > (run.nowMs ?? 0)) {
      return run.wait(step, Date.parse(waiting.since) + step.limitMs);
    }
    takeChoicesAway(step, run);
    run.say(`the customer chose nothing within ${formatDuration(step.limitMs)}`);
    return 'limit';
  },
};
