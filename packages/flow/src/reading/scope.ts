import { type Expression, ExpressionCompiler } from '../expression.js';
import type { FactDeclaration, FactType } from '../fact.js';
import { LIMITS } from '../limits.js';
import type { Schedule } from '../schedule/schedule.js';
import type { SourcePath } from '../source.js';
import type { Exit } from '../step.js';
import { closest, suggestion } from '../suggestion.js';
import type { Reading } from './reading.js';

/** Where a scope is. */
export interface ScopeSite {
  /** Put before the names of steps and variables: empty, or `<call>/`. */
  readonly prefix: string;
  readonly facts: readonly FactDeclaration[];
  readonly schedules: ReadonlyMap<string, Schedule>;
  readonly steps: ReadonlySet<string>;
  /** Names of the sub-flows being read, from the outside in. */
  readonly callers: readonly string[];
  /** Where `return` leads, by outcome; null outside sub-flows. */
  readonly returns: ReadonlyMap<string, Exit> | null;
  /** Where the flow goes when a step does not say; null when the flow does not say either. */
  readonly fallback: Exit | null;
  /** Reads a sub-flow for one call of it. */
  enterSubFlow(
    from: Scope,
    name: string,
    call: string,
    returns: ReadonlyMap<string, Exit>,
    path: SourcePath,
  ): SubFlow;
}

export interface SubFlow {
  readonly start: string;
  readonly parameters: readonly FactDeclaration[];
}

/** What the steps of a flow, or of one use of a sub-flow, can name. */
export class Scope {
  readonly compiler: ExpressionCompiler;
  /** What steps of this scope may compute. */
  readonly variables = new Set<string>();

  constructor(
    readonly reading: Reading,
    readonly site: ScopeSite,
    base: ExpressionCompiler,
  ) {
    this.compiler = new ExpressionCompiler(base);
  }

  get prefix(): string {
    return this.site.prefix;
  }

  enterSubFlow(name: string, call: string, returns: ReadonlyMap<string, Exit>, path: SourcePath): SubFlow {
    return this.site.enterSubFlow(this, name, call, returns, path);
  }

  /** Id of a step that another one names. */
  step(name: string, path: SourcePath): string {
    if (this.site.steps.has(name)) return this.prefix + name;
    const message = `there is no step "${name}"${suggestion(name, this.site.steps)}`;
    return this.reading.fail(path, 'unknown_step', message);
  }

  closestStep(name: unknown): string | undefined {
    const found = typeof name === 'string' ? closest(name, this.site.steps) : undefined;
    return found === undefined ? undefined : this.prefix + found;
  }

  /** Declares what a step computes. Several steps can compute the same name, as the same type. */
  declare(name: string, type: FactType, path: SourcePath): void {
    const known = this.compiler.typeOf(name);
    if (this.variables.has(name)) {
      if (known === type || type === 'any' || known === 'any') return;
      this.reading.fail(path, 'invalid', `"${name}" is of type ${known} elsewhere, here of type ${type}`);
    }
    if (known !== undefined) this.reading.fail(path, 'invalid', `"${name}" is a fact; take another name`);
    declare(this.reading, this.compiler, name, type, path);
    this.variables.add(name);
  }

  /** A text as expression; numbers and booleans as themselves. */
  compile(value: unknown, type: FactType, path: SourcePath): Expression {
    const text = typeof value === 'boolean' || typeof value === 'number' ? String(value) : value;
    return this.compiler.compile(this.reading.text(text, path), type, (code, message) =>
      this.reading.fail(path, code, message),
    );
  }
}

export function declare(
  reading: Reading,
  compiler: ExpressionCompiler,
  name: string,
  type: FactType,
  path: SourcePath,
): void {
  if (compiler.names.length >= LIMITS.variables) {
    reading.fail(path, 'too_large', `there are more than ${LIMITS.variables} variables`);
  }
  if (!compiler.declare(name, type)) reading.fail(path, 'invalid', `"${name}" cannot name a variable`);
}
