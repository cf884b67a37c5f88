import { type ASTNode, type Environment, serialize } from '@marcbachmann/cel-js';
import type { FactType } from './fact.js';
import type { FlowErrorCode } from './flow-error.js';
import { CEL_TYPES, createLanguage, createTypedLanguage, FUNCTIONS, typeName } from './language.js';
import { LIMITS } from './limits.js';
import { patternProblem } from './pattern.js';
import { suggestion } from './suggestion.js';
import type { Values } from './values.js';
import { toJsonValue } from './values.js';

/** A compiled CEL expression. */
export interface Expression {
  /** As written, without the `${…}` around names. */
  readonly text: string;
  /** Names of the variables it reads. */
  readonly variables: readonly string[];
  readonly type: FactType;
  readonly ast: ASTNode;
  /** Throws when the values do not fit the operators, for example `null < 5`. */
  evaluate(values: Values): unknown;
}

export type ExpressionFailure = (code: FlowErrorCode, message: string) => never;

const LANGUAGE = createLanguage();
const TYPED_LANGUAGE = createTypedLanguage();

/** A string literal of CEL (triple-quoted or plain), or `${…}` with what is inside. */
const LITERAL_OR_SUGAR = /""".*?"""|'''.*?'''|"(?:\\.|[^"\\])*"|'(?:\\.|[^'\\])*'|\$\{([^}]*)\}/gs;

/** Compiles expressions over one set of declared variables. */
export class ExpressionCompiler {
  readonly #environment: Environment;
  readonly #typed: Environment;
  readonly #types: Map<string, FactType>;

  /** With the variables of another one; that one can then declare no more. */
  constructor(base?: ExpressionCompiler) {
    this.#environment = (base ? base.#environment : LANGUAGE).clone();
    this.#typed = (base ? base.#typed : TYPED_LANGUAGE).clone();
    this.#types = new Map(base ? base.#types : []);
  }

  /** False when the language keeps the name for itself, or the name cannot be one. */
  declare(name: string, type: FactType): boolean {
    try {
      this.#environment.registerVariable(name, 'dyn');
      const { ast } = this.#environment.parse(name);
      if (ast.op !== 'id' || ast.args !== name) return false;
      this.#typed.registerVariable(name, CEL_TYPES[type]);
    } catch {
      return false;
    }
    this.#types.set(name, type);
    return true;
  }

  has(name: string): boolean {
    return this.#types.has(name);
  }

  typeOf(name: string): FactType | undefined {
    return this.#types.get(name);
  }

  /** The declared names. */
  get names(): readonly string[] {
    return [...this.#types.keys()];
  }

  /** `result` is the type that the expression must be able to have. */
  compile(source: string, result: FactType, fail: ExpressionFailure): Expression {
    if (source.length > LIMITS.expressionLength) {
      fail('invalid_expression', `the expression is longer than ${LIMITS.expressionLength} characters`);
    }
    const text = this.#withoutSugar(source.trim(), fail);
    const parsed = this.#parse(text, fail);
    const { calls, variables } = inspect(parsed.ast, fail);
    for (const name of calls) if (!FUNCTIONS.has(name)) refuseCall(name, fail);
    for (const name of variables) if (!this.has(name)) this.#unknown(name, fail);
    const type = this.#check(text, fail);
    if (result === 'boolean' && type !== 'boolean' && type !== 'any') {
      fail('invalid_expression', `a condition must be true or false, this is of type ${type}`);
    }
    if (result !== 'any' && type !== result && type !== 'any') {
      fail('invalid_expression', `this must be of type ${result} and is of type ${type}`);
    }
    const evaluate = (values: Values): unknown => parsed(values);
    return { text, variables: [...variables], type, ast: parsed.ast, evaluate };
  }

  #parse(text: string, fail: ExpressionFailure): ReturnType<Environment['parse']> {
    try {
      return this.#environment.parse(text);
    } catch (error) {
      return fail('invalid_expression', summaryOf(error) ?? 'it does not parse');
    }
  }

  #check(text: string, fail: ExpressionFailure): FactType {
    const { valid, type, error } = this.#typed.check(text);
    if (valid) return typeName(type ?? 'dyn');
    const summary = summaryOf(error) ?? 'type error';
    const types = summary
      .replace('no such overload', 'the types do not fit')
      .replace(/\b(?:int|double)\b/g, 'number');
    const declared = inspect(this.#environment.parse(text).ast, fail).variables;
    const hint = [...declared].map((name) => `${name} is of type ${this.typeOf(name)}`).join(', ');
    return fail('invalid_expression', hint === '' ? types : `${types} (${hint})`);
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
    const names = this.names;
    const known = names.length === 0 ? 'none is declared' : `declared are ${names.join(', ')}`;
    return fail('unknown_variable', `there is no variable "${name}"${suggestion(name, names)}; ${known}`);
  }
}

/** Stands for an expression with a mistake while the rest of the flow is read; its words count as read. */
export function brokenExpression(source: unknown): Expression {
  const variables = typeof source === 'string' ? (source.match(/[A-Za-z_]\w*/g) ?? []) : [];
  return { ...NOTHING, variables };
}

export function isBroken({ ast }: Expression): boolean {
  return ast === NOTHING.ast;
}

const NOTHING: Expression = new ExpressionCompiler().compile('null', 'any', (_code, message) => {
  throw new Error(message);
});

/** The value of a part of an expression that reads no variable, as JSON; undefined when it reads one or fails. */
export function constantOf(node: ASTNode): unknown {
  if (node.op === 'value') return toJsonValue(node.args);
  if (readsVariable(node)) return undefined;
  try {
    return toJsonValue(LANGUAGE.parse(serialize(node))());
  } catch {
    return undefined;
  }
}

function readsVariable(part: unknown): boolean {
  if (Array.isArray(part)) return part.some(readsVariable);
  return isNode(part) && (part.op === 'id' || readsVariable(part.args));
}

function refuseCall(name: string, fail: ExpressionFailure): never {
  const remedy =
    name === 'matches'
      ? `regex(text, 'pattern') does the same in linear time`
      : `there are ${[...FUNCTIONS].join(', ')}`;
  return fail(
    'invalid_expression',
    `${name}() is not available here${suggestion(name, FUNCTIONS)}; ${remedy}`,
  );
}

function inspect(root: ASTNode, fail: ExpressionFailure): { calls: Set<string>; variables: Set<string> } {
  const calls = new Set<string>();
  const variables = new Set<string>();
  const visit = (part: unknown): void => {
    if (Array.isArray(part)) for (const inner of part) visit(inner);
    else if (isNode(part)) {
      if (part.op === 'id') variables.add(part.args);
      if (part.op === 'call' || part.op === 'rcall') calls.add(part.args[0]);
      if (part.op === 'call' && part.args[0] === 'regex') checkPattern(part.args[1][1], fail);
      visit(part.args);
    }
  };
  visit(root);
  return { calls, variables };
}

/** Patterns are fixed, so that they are checked and compiled once, when the flow is read. */
function checkPattern(node: ASTNode | undefined, fail: ExpressionFailure): void {
  if (node?.op !== 'value' || typeof node.args !== 'string') {
    fail('invalid_expression', 'the pattern of regex(text, pattern) must be a text in quotes');
  }
  const problem = patternProblem(node.args);
  if (problem !== null) fail('invalid_expression', `regex(): ${problem}`);
}

function isNode(part: unknown): part is ASTNode {
  return typeof part === 'object' && part !== null && 'op' in part;
}

/** What CEL says in one line, without its drawing of the place. */
function summaryOf(error: unknown): string | undefined {
  return error instanceof Error && 'summary' in error ? String(error.summary) : undefined;
}
