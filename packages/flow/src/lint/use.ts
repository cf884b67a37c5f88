import type { Finding } from '../finding.js';
import type { Flow } from '../flow.js';
import type { Step } from '../step.js';
import { expressionsOf } from './expressions.js';
import { finding } from './report.js';

/** Facts that nothing reads. The router form declares what its surroundings offer, used or not. */
export function lintUse(flow: Flow): readonly Finding[] {
  if (flow.form === 'router') return [];
  const read = new Set<string>([...flow.steps.values()].flatMap(namesRead));
  return flow.facts
    .filter(({ name }) => !read.has(name))
    .map(({ name }) =>
      finding(flow, 'warning', 'unused', ['facts', name], `nothing reads the fact "${name}"`),
    );
}

function namesRead(step: Step): readonly string[] {
  const facts = step.kind === 'input' ? step.facts : [];
  return [...facts, ...expressionsOf(step).flatMap(({ variables }) => variables)];
}
