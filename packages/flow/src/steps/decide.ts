import type { StepOf } from '../step.js';
import type { StepKind } from './kind.js';

export const decide: StepKind<StepOf<'decide'>> = {
  read(fields) {
    const branches = fields.each('when', (branch, index) => {
      const outcome = `when[${index}]`;
      branch.exit('then', outcome);
      return { outcome, condition: branch.expression('if', 'boolean'), path: branch.path };
    });
    if (branches.length === 0) fields.problem('when', '"when" lists at least one {if, then}');
    fields.exitOrDefault('otherwise');
    return { branches };
  },
  enter(step, run) {
    for (const { outcome, condition } of step.branches) if (run.holds(step, condition)) return outcome;
    if (step.otherwise !== undefined) run.say(step.otherwise);
    return 'otherwise';
  },
};
