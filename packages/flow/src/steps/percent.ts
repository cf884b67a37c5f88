import { stableShare } from '../stable-share.js';
import type { StepOf } from '../step.js';
import type { StepKind } from './kind.js';

export const percent: StepKind<StepOf<'percent'>> = {
  read(fields, name) {
    const by = fields.expression('by', 'any');
    const salt = fields.optionalText('salt') ?? name;
    const shares = fields.each('shares', (share, index) => {
      const outcome = `shares[${index}]`;
      if (!share.has('percent')) share.problem('percent', '"percent" is missing');
      share.exit('then', outcome);
      return { outcome, percent: share.whole('percent', 1, 100) ?? 0 };
    });
    if (shares.length === 0) fields.problem('shares', '"shares" lists at least one {percent, then}');
    const total = shares.reduce((sum, share) => sum + share.percent, 0);
    if (total > 100) fields.problem('shares', `the shares come to ${total} percent`);
    fields.exitOrDefault('otherwise');
    return { by, salt, shares };
  },
  enter(step, run) {
    const value = run.evaluate(step, step.by);
    if (typeof value !== 'string' && typeof value !== 'number') {
      run.say(`${step.by.text} was not known, so no share was drawn`);
      return 'otherwise';
    }
    const drawn = stableShare(`${step.salt}\n${value}`) * 100;
    let bound = 0;
    for (const { outcome, percent: share } of step.shares) {
      bound += share;
      if (drawn >= bound) continue;
      run.say(`drawn into a share of ${share} percent`);
      return outcome;
    }
    run.say('drawn into none of the shares');
    return 'otherwise';
  },
};
