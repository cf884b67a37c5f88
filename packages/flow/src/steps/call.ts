import { fits } from '../fact.js';
import { Fields } from '../reading/fields.js';
import type { StepOf } from '../step.js';
import { suggestion } from '../suggestion.js';
import { readAssignments } from './assignments.js';
import type { StepKind } from './kind.js';

export const call: StepKind<StepOf<'call'>> = {
  read(fields, name) {
    const { scope } = fields;
    const sub = fields.text('flow');
    const given = new Map(
      readAssignments(fields, 'with').map((assignment) => [assignment.name, assignment.value]),
    );
    const returns = new Fields(scope, fields.object, fields.path);
    const then = fields.raw('then');
    if (typeof then === 'object' && then !== null) {
      for (const [outcome, step] of fields.entries('then'))
        returns.exitTo(step, outcome, fields.at('then', outcome));
    } else if (then !== undefined) returns.exitTo(then, 'done', fields.at('then'));
    const entered = fields.reading.attempt(() =>
      scope.enterSubFlow(sub, name, returns.exits, fields.at('flow')),
    );
    if (!entered) return { parameters: [] };
    fields.exits.set('enter', { to: entered.start, path: fields.at('flow') });
    const names = entered.parameters.map((parameter) => parameter.name);
    for (const parameter of given.keys()) {
      if (names.includes(parameter)) continue;
      fields.problem('with', `"${sub}" has no parameter "${parameter}"${suggestion(parameter, names)}`);
    }
    const parameters = entered.parameters.map((declaration) => {
      const value = given.get(declaration.name);
      return { declaration, value: value ? { name: declaration.name, value } : null };
    });
    return { parameters };
  },
  enter(step, run) {
    const values = run.context(step.scope);
    for (const { declaration, value } of step.parameters) {
      const given = value === null ? null : run.assign(step, value, values);
      run.set(
        `${step.id}/`,
        declaration.name,
        given !== null && fits(given, declaration) ? given : declaration.default,
      );
    }
    return 'enter';
  },
};

export const returnKind: StepKind<StepOf<'return'>> = {
  read(fields) {
    const { reading, scope } = fields;
    const outcome = fields.optionalText('outcome') ?? 'done';
    const exit = scope.site.returns?.get(outcome);
    if (exit) fields.exits.set(outcome, exit);
    else if (scope.site.returns === null) fields.problem(null, 'only a sub-flow can return');
    else {
      const message = `a call of this sub-flow does not say what follows "${outcome}"`;
      reading.attempt(() => reading.fail(fields.at('outcome'), 'unknown_step', message));
    }
    return { outcome };
  },
  enter: (step) => step.outcome,
};
