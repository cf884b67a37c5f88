import { brokenExpression } from '../expression.js';
import type { Fields } from '../reading/fields.js';
import type { Assignment } from '../step.js';

/** Reads an object from name to expression. */
export function readAssignments(fields: Fields, property: string): readonly Assignment[] {
  return fields.entries(property).map(([name, value]) => {
    const compile = () => fields.scope.compile(value, 'any', fields.at(property, name));
    return { name, value: { expression: fields.reading.attempt(compile) ?? brokenExpression(value) } };
  });
}
