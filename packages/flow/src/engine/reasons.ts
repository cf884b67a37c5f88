import type { Expression } from '../expression.js';
import type { Values } from '../values.js';

/** Longest value quoted in a reason, in characters. */
const QUOTED_LENGTH = 40;
/** Longest condition quoted in a reason, in characters. */
const CONDITION_LENGTH = 200;

/** For example ` (customerTier = "PREMIUM")`; lists and objects are left out. Plain loops: every condition comes here. */
export function quoteValues({ variables }: Expression, values: Values): string {
  let text = '';
  for (const name of variables) {
    const value = values[name];
    if (typeof value === 'object' && value !== null) continue;
    text += `${text === '' ? ' (' : ', '}${name} = ${quote(value)}`;
  }
  return text === '' ? '' : `${text})`;
}

/** Text that reads the same in JSON. */
const PLAIN = /^[ !#-[\]-~]*$/;

/** Text in quotes and shortened, on one line. */
export function quote(value: unknown): string {
  if (typeof value !== 'string') return String(value);
  const text = shorten(value, QUOTED_LENGTH);
  return PLAIN.test(text) ? `"${text}"` : JSON.stringify(text);
}

const VALUE = String.raw`(?:"(?:[^"\\]|\\.)*"|[\w.+-]+)`;
const QUOTED = new RegExp(String.raw` \(\w+ = ${VALUE}(?:, \w+ = ${VALUE})*\)$`);
const SWITCHED = /( was )(?:".*"|-?\d\S*?)(, for which there is no case)?$/;

/** A reason without the values that it quotes, for those who need not know them. */
export function withoutValues(reason: string): string {
  return reason.replace(QUOTED, '').replace(SWITCHED, '$1…$2');
}

export function shorten(text: string, length = CONDITION_LENGTH): string {
  return text.length <= length ? text : `${text.slice(0, length - 1)}…`;
}
