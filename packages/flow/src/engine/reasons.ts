import type { Expression } from '../expression.js';
import type { Values } from '../values.js';

/** Longest value quoted in a reason, in characters. */
const QUOTED_LENGTH = 40;
/** Longest condition quoted in a reason, in characters. */
const CONDITION_LENGTH = 200;

/** For example ` (customerTier = "PREMIUM")`; lists and objects are left out. */
export function quoteValues(expression: Expression, values: Values): string {
  const quoted = expression.variables.flatMap((name) => {
    const value = values[name];
    return typeof value === 'object' && value !== null ? [] : `${name} = ${quote(value)}`;
  });
  return quoted.length === 0 ? '' : ` (${quoted.join(', ')})`;
}

/** Text in quotes and shortened, on one line. */
export function quote(value: unknown): string {
  return typeof value === 'string' ? JSON.stringify(shorten(value, QUOTED_LENGTH)) : String(value);
}

export function shorten(text: string, length = CONDITION_LENGTH): string {
  return text.length <= length ? text : `${text.slice(0, length - 1)}…`;
}
