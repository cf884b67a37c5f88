import type { Operator } from './operator.js';

/** Hides the value altogether: `[email hidden]`. */
export const replace: Operator = (name) => `[${name} hidden]`;
