import { quote } from '../engine/reasons.js';
import type { Fields } from '../reading/fields.js';
import type { Case, StepOf } from '../step.js';
import type { StepKind } from './kind.js';

export const switchKind: StepKind<StepOf<'switch'>> = {
  read(fields) {
    const on = fields.expression('on', 'any');
    const cases = Array.isArray(fields.raw('cases')) ? listedCases(fields) : namedCases(fields);
    if (cases.length === 0)
      fields.problem('cases', '"cases" names at least one value and the step that follows');
    fields.exitOrDefault('otherwise');
    return { on, cases };
  },
  enter(step, run) {
    const value = run.evaluate(step, step.on);
    const found = isScalar(value) && step.cases.find(({ values }) => values.includes(String(value)));
    const verdict = found ? '' : ', for which there is no case';
    const shown = isScalar(value) || value === null ? quote(value) : 'a list or an object';
    run.say(`${step.on.text} was ${shown}${verdict}`);
    return found ? found.outcome : 'otherwise';
  },
};

/** `{PREMIUM: first, STANDARD: second}` */
function namedCases(fields: Fields): readonly Case[] {
  return fields.entries('cases').map(([value, step]) => {
    const path = fields.at('cases', value);
    fields.exitTo(step, value, path);
    return { outcome: value, values: [value], path };
  });
}

/** `[{is: [PREMIUM, GOLD], then: first}]` */
function listedCases(fields: Fields): readonly Case[] {
  return fields.each('cases', (item, index) => {
    const raw = item.raw('is');
    const values = (Array.isArray(raw) ? raw : [raw]).filter(isScalar).map(String);
    if (values.length === 0) item.problem('is', '"is" is a value or a list of values');
    const outcome = values.length === 1 ? (values[0] ?? '') : `cases[${index}]`;
    item.exit('then', outcome);
    return { outcome, values, path: item.path };
  });
}

function isScalar(value: unknown): value is string | number | boolean {
  return ['string', 'number', 'boolean'].includes(typeof value);
}
