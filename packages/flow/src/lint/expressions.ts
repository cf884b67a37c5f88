import type { Expression } from '../expression.js';
import type { Assignment, Step } from '../step.js';

/** All expressions of a step. */
export function expressionsOf(step: Step): readonly Expression[] {
  switch (step.kind) {
    case 'set':
      return ofAssignments(step.values);
    case 'decide':
      return step.branches.map(({ condition }) => condition);
    case 'switch':
      return [step.on];
    case 'percent':
      return [step.by];
    case 'queue':
      return step.preferredAgent ? [step.preferredAgent] : [];
    case 'lookup':
      return [...step.url.filter((part) => typeof part !== 'string'), ...ofAssignments(step.body)];
    case 'call':
      return ofAssignments(step.parameters.flatMap(({ value }) => value ?? []));
    default:
      return [];
  }
}

function ofAssignments(assignments: readonly Assignment[]): readonly Expression[] {
  return assignments.flatMap(({ value }) => ('expression' in value ? [value.expression] : []));
}
