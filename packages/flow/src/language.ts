import { Environment } from '@marcbachmann/cel-js';
import type { FactType } from './fact.js';
import { LIMITS } from './limits.js';
import { matchesPattern } from './pattern.js';

/**
 * What expressions may call. Each runs in time linear in its argument. `matches` is left out because its regular
 * expressions backtrack, the list macros because nested they multiply the cost of long lists.
 */
export const FUNCTIONS: ReadonlySet<string> = new Set([
  'bool',
  'contains',
  'double',
  'endsWith',
  'has',
  'int',
  'lowerAscii',
  'regex',
  'size',
  'startsWith',
  'string',
  'trim',
  'upperAscii',
]);

export const CEL_TYPES: Readonly<Record<FactType, string>> = {
  string: 'string',
  number: 'double',
  boolean: 'bool',
  list: 'list<string>',
  any: 'dyn',
};

/** For evaluation: variables are untyped, because any of them can be null. */
export function createLanguage(): Environment {
  const language = new Environment({
    limits: {
      maxAstNodes: LIMITS.expressionNodes,
      maxDepth: LIMITS.expressionDepth,
      maxListElements: LIMITS.expressionNodes,
      maxMapEntries: LIMITS.expressionNodes,
      maxCallArguments: 4,
    },
  });
  language.registerFunction('regex(string, string): bool', matchesPattern);
  for (const [operator, apply] of Object.entries(ARITHMETIC)) {
    language.registerOperator(`double ${operator} int: double`, (a: number, b: bigint) =>
      apply(a, Number(b)),
    );
    language.registerOperator(`int ${operator} double: double`, (a: bigint, b: number) =>
      apply(Number(a), b),
    );
  }
  language.registerOperator('double % double: double', (a: number, b: number) => a % b);
  language.registerOperator('double % int: double', (a: number, b: bigint) => a % Number(b));
  return language;
}

/** For the check of types: whole numbers mix with others, and everything can be compared with null. */
export function createTypedLanguage(): Environment {
  const language = createLanguage();
  for (const type of ['string', 'double', 'bool', 'list<dyn>']) {
    language.registerOperator(`${type} == null`, () => false);
  }
  language.registerOperator('double == int', (a: number, b: bigint) => a === Number(b));
  language.registerOperator('double in list<int>', (a: number, list: readonly bigint[]) =>
    list.some((element) => Number(element) === a),
  );
  return language;
}

/** CEL keeps whole numbers and others apart; numbers of JSON are never known to be whole. */
const ARITHMETIC: Readonly<Record<string, (a: number, b: number) => number>> = {
  '+': (a, b) => a + b,
  '-': (a, b) => a - b,
  '*': (a, b) => a * b,
  '/': (a, b) => a / b,
};

/** A type of CEL in the words of flows. */
export function typeName(type: string): FactType {
  if (type === 'int' || type === 'double' || type === 'uint') return 'number';
  if (type === 'bool') return 'boolean';
  if (type === 'string') return 'string';
  return type === 'list<string>' ? 'list' : 'any';
}
