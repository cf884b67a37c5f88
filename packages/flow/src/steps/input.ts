import type { StepOf } from '../step.js';
import { suggestion } from '../suggestion.js';
import type { StepKind } from './kind.js';

export const input: StepKind<StepOf<'input'>> = {
  read(fields) {
    const { reading, scope } = fields;
    const facts = fields.texts('facts');
    const known = scope.site.facts.map(({ name }) => name);
    for (const fact of facts) {
      if (known.includes(fact)) continue;
      const message = `there is no fact "${fact}"${suggestion(fact, known)}`;
      reading.attempt(() => reading.fail(fields.at('facts'), 'unknown_variable', message));
    }
    if (facts.length === 0) fields.problem('facts', '"facts" lists at least one fact');
    fields.exit('then');
    fields.exit('missing');
    return { facts };
  },
  enter(step, run) {
    const missing = step.facts.filter((fact) => run.values[fact] === null);
    if (missing.length === 0) return 'then';
    run.say(`not known: ${missing.join(', ')}`);
    return 'missing';
  },
};
