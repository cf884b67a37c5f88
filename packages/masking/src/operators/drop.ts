import type { Operator } from './operator.js';

/** Says that there was a value which is kept nowhere: `[security code removed]`. */
export const drop: Operator = (name) => `[${name} removed]`;
