import type { Fields } from '../reading/fields.js';
import type { StepOf } from '../step.js';
import { readAssignments } from './assignments.js';
import type { StepKind } from './kind.js';

export const set: StepKind<StepOf<'set'>> = {
  read(fields) {
    const values = readAssignments(fields, 'values');
    if (values.length === 0) fields.problem('values', '"values" computes at least one value');
    fields.exit('then');
    return { values };
  },
  enter(step, run) {
    const before = { ...run.context(step.scope) };
    for (const assignment of step.values) {
      run.set(step.scope, assignment.name, run.assign(step, assignment, before));
    }
    return 'then';
  },
};

/**
 * Declares what all `set` steps of a scope compute. The type of a value comes from its expression, which may read
 * what other steps compute, so those that can be told are declared first.
 */
export function declareValues(steps: readonly Fields[]): void {
  let open = steps.flatMap((fields) =>
    fields
      .entries('values')
      .map(([name, value]) => ({ name, value, fields, path: fields.at('values', name) })),
  );
  const [first] = steps;
  while (first && open.length > 0) {
    const waiting = open.filter(({ name, value, fields, path }) => {
      const type = typeOf(fields, value, path);
      if (type === null) return true;
      fields.reading.attempt(() => fields.scope.declare(name, type, path));
      return false;
    });
    if (waiting.length === open.length) {
      // Wrong, or computed from itself as in `n + 1`: unchecked here, and compiled with the step.
      for (const { name, fields, path } of waiting) {
        fields.reading.attempt(() => fields.scope.declare(name, 'any', path));
      }
      return;
    }
    open = waiting;
  }
}

function typeOf({ scope }: Fields, value: unknown, path: readonly (string | number)[]) {
  try {
    return scope.compile(value, 'any', path).type;
  } catch {
    return null;
  }
}
