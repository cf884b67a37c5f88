import type { Expression, Values } from './expression.js';
import type { Flow, FlowFacts, FlowResult, Variable } from './flow.js';

/**
 * Decides where an escalation goes. Pure: the same flow and facts give the same result. Never throws, and always has
 * a target: a fact that is missing is null, a condition that cannot be evaluated counts as false.
 */
export function runFlow(flow: Flow, facts: FlowFacts): FlowResult {
  const reasons: string[] = [];
  const values = readVariables(flow, facts, reasons);
  const path: string[] = [];
  for (const item of flow.logic) {
    path.push(item.id);
    if (item.condition === null) reasons.push('no condition before it was true, so the default applies');
    if (item.condition === null || holds(item.condition, values, reasons)) {
      return { target: item.target, path, reasons, version: flow.version };
    }
  }
  path.push(flow.fallback.id);
  reasons.push('no condition was true, so the default applies');
  return { target: flow.fallback.target, path, reasons, version: flow.version };
}

/** Longest value quoted in a reason, in characters. */
const QUOTED_LENGTH = 40;
/** Longest condition quoted in a reason, in characters. */
const CONDITION_LENGTH = 200;

function readVariables(flow: Flow, facts: FlowFacts, reasons: string[]): Values {
  const inputs: Record<string, unknown> = Object.create(null);
  for (const variable of flow.inputs) inputs[variable.name] = resolve(variable, facts, inputs, reasons);
  const values: Record<string, unknown> = Object.assign(Object.create(null), inputs);
  for (const variable of flow.assignments) values[variable.name] = resolve(variable, facts, inputs, reasons);
  return values;
}

function resolve({ name, value }: Variable, facts: FlowFacts, inputs: Values, reasons: string[]): unknown {
  if (value.kind === 'literal') return value.value;
  if (value.kind === 'fact') return readFact(facts, value.path);
  try {
    return value.expression.evaluate(inputs);
  } catch {
    reasons.push(`${name} could not be computed and is null${quoteValues(value.expression, inputs)}`);
    return null;
  }
}

/** Own properties only, so that no fact reaches what every object inherits. */
function readFact(facts: unknown, path: readonly string[]): unknown {
  let value = facts;
  try {
    for (const part of path) {
      if (typeof value !== 'object' || value === null || !Object.hasOwn(value, part)) return null;
      value = (value as Record<string, unknown>)[part];
    }
  } catch {
    return null;
  }
  return isData(value) ? value : null;
}

function isData(value: unknown): boolean {
  return ['string', 'number', 'boolean', 'object'].includes(typeof value);
}

function holds(condition: Expression, values: Values, reasons: string[]): boolean {
  const text = shorten(condition.text, CONDITION_LENGTH);
  let verdict: string;
  let result: unknown;
  try {
    result = condition.evaluate(values);
    verdict =
      typeof result === 'boolean' ? `was ${result}` : 'was neither true nor false and counts as false';
  } catch {
    verdict = 'could not be evaluated and counts as false';
  }
  reasons.push(`${text} ${verdict}${quoteValues(condition, values)}`);
  return result === true;
}

/** For example ` (customerTier = "PREMIUM")`; lists and objects are left out. */
function quoteValues(expression: Expression, values: Values): string {
  const quoted = expression.variables.flatMap((name) => {
    const value = values[name];
    if (typeof value === 'string') return `${name} = ${JSON.stringify(shorten(value, QUOTED_LENGTH))}`;
    return typeof value === 'object' && value !== null ? [] : `${name} = ${String(value)}`;
  });
  return quoted.length === 0 ? '' : ` (${quoted.join(', ')})`;
}

function shorten(text: string, length: number): string {
  return text.length <= length ? text : `${text.slice(0, length - 1)}…`;
}
