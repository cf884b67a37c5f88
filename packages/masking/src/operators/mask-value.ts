import type { Operator } from './operator.js';

/** Hides the value altogether: `[email hidden]`. */
export const maskValue: Operator = (name) => `[${name} hidden]`;
