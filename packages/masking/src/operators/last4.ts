import { maskValue } from './mask-value.js';
import type { Operator } from './operator.js';
import { plainValue } from './plain-value.js';

/**
 * Keeps the last four letters or digits: `[card ••••1111]`. A value of fewer than eight is hidden altogether, because
 * four of them would be most of it; so is one that is spelled out, because its last four letters tell nothing.
 */
export const last4: Operator = (name, value) => {
  const characters = plainValue(value);
  return characters.length < 8 || !/\d/.test(characters)
    ? maskValue(name, value)
    : `[${name} ••••${characters.slice(-4)}]`;
};
