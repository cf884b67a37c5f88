import { type ASTNode, Environment } from '@marcbachmann/cel-js';
import type { FlowErrorCode } from './flow-error.js';
import { LIMITS } from './limits.js';

/** A compiled CEL expression. */
export interface Expression {
  /** As written, without the `${…}` around names. */
  readonly text: string;
  /** Names of the variables it reads. */
  readonly variables: readonly string[];
  /** Throws when the values do not fit the operators, for example `null < 5`. */
  evaluate(values: Values): unknown;
}

/** Value of each declared variable. */
export type Values = Readonly<Record<string, unknown>>;

export type ExpressionFailure = (code: FlowErrorCode, message: string) => never;

/**
 * What expressions may call. Each runs in time linear in its argument. `matches` is left out because its regular
 * expressions backtrack, the list macros because nested they multiply the cost of long lists.
 */
const FUNCTIONS: ReadonlySet<string> = new Set([
  'bool',
  'contains',
  'double',
  'endsWith',
  'has',
  'int',
  'lowerAscii',
  'size',
  'startsWith',
  'string',
  'trim',
  'upperAscii',
]);

const LANGUAGE = new Environment({
  limits: {
    maxAstNodes: LIMITS.expressionNodes,
    maxDepth: LIMITS.expressionDepth,
    maxListElements: LIMITS.expressionNodes,
    maxMapEntries: LIMITS.expressionNodes,
    maxCallArguments: 4,
  },
});

/** Compiles expressions over one set of declared variables. */
export class ExpressionCompiler {
  readonly #environment = LANGUAGE.clone();
  readonly #names = new Set<string>();

  /** False when the language keeps the name for itself, or the name cannot be one. */
  declare(name: string): boolean {
    try {
      this.#environment.registerVariable(name, 'dyn');
      const { ast } = this.#environment.parse(name);
      if (ast.op !== 'id' || ast.args !== name) return false;
    } catch {
      return false;
    }
    this.#names.add(name);
    return true;
  }

  has(name: string): boolean {
    return this.#names.has(name);
  }

  /** How many names are declared. */
  get size(): number {
    return this.#names.size;
  }

  /** `result` is the type that the expression must be able to have. */
  compile(source: string, result: 'bool' | 'any', fail: ExpressionFailure): Expression {
    if (source.length > LIMITS.expressionLength) {
      fail('invalid_expression', `the expression is longer than ${LIMITS.expressionLength} characters`);
    }
    const text = this.#withoutSugar(source.trim(), fail);
    const parsed = this.#parse(text, fail);
    const { calls, variables } = inspect(parsed.ast);
    for (const name of calls) {
      if (!FUNCTIONS.has(name)) {
        fail('invalid_expression', `${name}() is not available here; there are ${[...FUNCTIONS].join(', ')}`);
      }
    }
    for (const name of variables) if (!this.has(name)) this.#unknown(name, fail);
    const check = parsed.check();
    if (!check.valid) fail('invalid_expression', check.error?.summary ?? 'type error');
    if (result === 'bool' && check.type !== 'bool' && check.type !== 'dyn') {
      fail('invalid_expression', `a condition must be true or false, this is of type ${check.type}`);
    }
    return { text, variables: [...variables], evaluate: (values) => parsed(values) };
  }

  #parse(text: string, fail: ExpressionFailure): ReturnType<Environment['parse']> {
    try {
      return this.#environment.parse(text);
    } catch (error) {
      const summary =
        error instanceof Error && 'summary' in error ? String(error.summary) : 'it does not parse';
      return fail('invalid_expression', summary);
    }
  }

  /** Turns `${name}` into `name`, except inside string literals. */
  #withoutSugar(source: string, fail: ExpressionFailure): string {
    return source.replace(LITERAL_OR_SUGAR, (match: string, sugar: string | undefined) => {
      if (sugar === undefined) return match;
      const name = sugar.trim();
      return this.has(name) ? name : this.#unknown(name, fail);
    });
  }

  #unknown(name: string, fail: ExpressionFailure): never {
    const known = this.#names.size === 0 ? 'none is declared' : `declared are ${[...this.#names].join(', ')}`;
    return fail('unknown_variable', `there is no variable "${name}"; ${known}`);
  }
}

/** A string literal of CEL (triple-quoted or plain), or `${…}` with what is inside. */
const LITERAL_OR_SUGAR = /""".*?"""|'''.*?'''|"(?:\\.|[^"\\])*"|'(?:\\.|[^'\\])*'|\$\{([^}]*)\}/gs;

function inspect(root: ASTNode): { calls: Set<string>; variables: Set<string> } {
  const calls = new Set<string>();
  const variables = new Set<string>();
  const visit = (part: unknown): void => {
    if (Array.isArray(part)) for (const inner of part) visit(inner);
    else if (isNode(part)) {
      if (part.op === 'id') variables.add(part.args);
      if (part.op === 'call' || part.op === 'rcall') calls.add(part.args[0]);
      visit(part.args);
    }
  };
  visit(root);
  return { calls, variables };
}

function isNode(part: unknown): part is ASTNode {
  return typeof part === 'object' && part !== null && 'op' in part;
}
