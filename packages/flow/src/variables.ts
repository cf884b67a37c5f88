import type { Variable, VariableValue } from './flow.js';
import { LIMITS } from './limits.js';
import type { JsonObject, Reading } from './reading.js';
import type { SourcePath } from './source.js';

interface Declaration {
  readonly name: string;
  readonly value: unknown;
  readonly namePath: SourcePath;
  readonly valuePath: SourcePath;
}

/** Reads `input.variables` (FLOW-3) and declares the names. */
export function parseInputs(reading: Reading, input: unknown): readonly Variable[] {
  if (input === undefined) return [];
  const { variables } = reading.object(input, ['input'], ['type', 'description', 'variables']);
  if (variables === undefined) return [];
  const declarations = declarationsOf(reading, variables, ['input', 'variables']);
  const inputs = declarations.map(({ name, value, valuePath }) => ({
    name,
    value: inputValue(reading, value, valuePath),
  }));
  declare(reading, declarations);
  return inputs;
}

/** Reads `set` or `setData` (FLOW-5) and declares the names. The values see the inputs, not one another. */
export function parseAssignments(reading: Reading, flow: JsonObject): readonly Variable[] {
  const declarations = ['set', 'setData'].flatMap((property) =>
    flow[property] === undefined ? [] : declarationsOf(reading, flow[property], [property]),
  );
  const assignments = declarations.map(({ name, value, valuePath }) => ({
    name,
    value: assignedValue(reading, value, valuePath),
  }));
  declare(reading, declarations);
  return assignments;
}

/** `${a.b.c}` and nothing else. */
const REFERENCE = /^\s*\$\{\s*([^\s{}.]+(?:\.[^\s{}.]+)*)\s*\}\s*$/;

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
    const item = reading.object(element, at, ['name', 'value', 'description']);
    const namePath = [...at, 'name'];
    return {
      name: reading.text(item.name, namePath),
      value: item.value ?? null,
      namePath,
      valuePath: [...at, 'value'],
    };
  });
}

function inputValue(reading: Reading, value: unknown, path: SourcePath): VariableValue {
  const reference = referenceIn(value);
  if (reference !== null) return { kind: 'fact', path: reference.split('.') };
  if (typeof value === 'string' && value.includes('${')) {
    reading.fail(path, 'invalid', 'a variable is one reference to a fact, or a fixed value');
  }
  return { kind: 'literal', value };
}

function assignedValue(reading: Reading, value: unknown, path: SourcePath): VariableValue {
  if (typeof value !== 'string' || !value.includes('${')) return { kind: 'literal', value };
  const reference = referenceIn(value);
  if (reference?.includes('.') && !reading.compiler.has(reference)) {
    return { kind: 'fact', path: reference.split('.') };
  }
  const expression = reading.compiler.compile(value, 'any', (code, message) =>
    reading.fail(path, code, message),
  );
  return { kind: 'expression', expression };
}

function referenceIn(value: unknown): string | null {
  return typeof value === 'string' ? (REFERENCE.exec(value)?.[1] ?? null) : null;
}

function declare(reading: Reading, declarations: readonly Declaration[]): void {
  for (const { name, namePath } of declarations) {
    if (reading.compiler.has(name))
      reading.fail(namePath, 'invalid', `the variable "${name}" is declared twice`);
    if (!reading.compiler.declare(name))
      reading.fail(namePath, 'invalid', `"${name}" cannot name a variable`);
    if (reading.compiler.size > LIMITS.variables) {
      reading.fail(namePath, 'too_large', `there are more than ${LIMITS.variables} variables`);
    }
  }
}
