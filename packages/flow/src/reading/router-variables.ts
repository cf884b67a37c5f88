import { ExpressionCompiler } from '../expression.js';
import type { FactDeclaration } from '../fact.js';
import type { SourcePath } from '../source.js';
import type { Assignment, StepOf } from '../step.js';
import { untyped } from './facts.js';
import type { JsonObject, Reading } from './reading.js';
import { declare } from './scope.js';

interface Declaration {
  readonly name: string;
  readonly value: unknown;
  readonly namePath: SourcePath;
  readonly valuePath: SourcePath;
}

/** `${a.b.c}` and nothing else. */
const REFERENCE = /^\s*\$\{\s*([^\s{}.]+(?:\.[^\s{}.]+)*)\s*\}\s*$/;

/** The names of a flow in router form: `input.variables` (FLOW-3), `set` and `setData` (FLOW-5). */
export class RouterVariables {
  readonly compiler = new ExpressionCompiler();
  readonly facts: FactDeclaration[] = [];
  readonly #fixed: Assignment[] = [];
  readonly #assigned: Assignment[] = [];

  constructor(
    readonly reading: Reading,
    root: JsonObject,
  ) {
    this.#readInputs(root.input);
    this.#readAssignments(root);
  }

  /** Names that are computed and not read from facts. */
  get computed(): readonly string[] {
    return [...this.#fixed, ...this.#assigned].map(({ name }) => name);
  }

  /** The steps that come before the first item: fixed values, then what is computed from the inputs. */
  toSteps(next: string): readonly StepOf<'set'>[] {
    const parts = [
      { id: 'input', values: this.#fixed },
      { id: 'set', values: this.#assigned },
    ].filter(({ values }) => values.length > 0);
    return parts.map(({ id, values }, index) => {
      const exits = new Map([['then', { to: parts[index + 1]?.id ?? next, path: [id] }]]);
      return { id, kind: 'set', scope: '', path: [id], exits, silent: true, values };
    });
  }

  #readInputs(input: unknown): void {
    if (input === undefined) return;
    const { reading } = this;
    const { variables } = reading.object(input, ['input'], ['type', 'description', 'variables'], 'warning');
    if (variables === undefined) return;
    const declarations = declarationsOf(reading, variables, ['input', 'variables']);
    for (const { name, value, valuePath } of declarations) {
      const reference = referenceIn(value);
      if (reference !== null) this.facts.push(untyped(name, reference.split('.')));
      else if (typeof value === 'string' && value.includes('${')) {
        reading.fail(valuePath, 'invalid', 'a variable is one reference to a fact, or a fixed value');
      } else this.#fixed.push({ name, value: { fixed: value } });
    }
    this.#declare(declarations);
  }

  /** The values see the inputs, not one another. */
  #readAssignments(root: JsonObject): void {
    const declarations = ['set', 'setData'].flatMap((property) =>
      root[property] === undefined ? [] : declarationsOf(this.reading, root[property], [property]),
    );
    for (const { name, value, valuePath } of declarations) {
      const reference = referenceIn(value);
      if (typeof value !== 'string' || !value.includes('${')) {
        this.#assigned.push({ name, value: { fixed: value } });
      } else if (reference?.includes('.') && !this.compiler.has(reference)) {
        this.facts.push(untyped(name, reference.split('.')));
      } else {
        const fail = (code: Parameters<Reading['fail']>[1], message: string): never =>
          this.reading.fail(valuePath, code, message);
        this.#assigned.push({ name, value: { expression: this.compiler.compile(value, 'any', fail) } });
      }
    }
    this.#declare(declarations);
  }

  #declare(declarations: readonly Declaration[]): void {
    for (const { name, namePath } of declarations) {
      if (this.compiler.has(name)) {
        this.reading.fail(namePath, 'invalid', `the variable "${name}" is declared twice`);
      }
      declare(this.reading, this.compiler, name, 'any', namePath);
    }
  }
}

/** Takes both forms: an object from name to value, or a list of `{name, value}`. */
function declarationsOf(reading: Reading, value: unknown, path: SourcePath): readonly Declaration[] {
  if (!Array.isArray(value)) {
    return Object.entries(reading.object(value, path, 'any')).map(([name, inner]) => {
      const valuePath = [...path, name];
      return { name, value: inner, namePath: valuePath, valuePath };
    });
  }
  return value.map((element: unknown, index) => {
    const at = [...path, index];
    const item = reading.object(element, at, ['name', 'value', 'description'], 'warning');
    const namePath = [...at, 'name'];
    return {
      name: reading.text(item.name, namePath),
      value: item.value ?? null,
      namePath,
      valuePath: [...at, 'value'],
    };
  });
}

function referenceIn(value: unknown): string | null {
  return typeof value === 'string' ? (REFERENCE.exec(value)?.[1] ?? null) : null;
}
