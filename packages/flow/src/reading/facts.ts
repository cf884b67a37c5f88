import type { ExpressionCompiler } from '../expression.js';
import type { FactDeclaration } from '../fact.js';
import { FACT_TYPES, type FactType, fits } from '../fact.js';
import type { SourcePath } from '../source.js';
import { suggestion } from '../suggestion.js';
import type { Reading } from './reading.js';
import { declare } from './scope.js';

/** Reads declarations of facts, of results or of parameters: from name to `path` or `{from, type, default, values}`. */
export function parseDeclarations(
  reading: Reading,
  value: unknown,
  path: SourcePath,
): readonly FactDeclaration[] {
  if (value === undefined) return [];
  const entries = reading.attempt(() => Object.entries(reading.object(value, path, 'any'))) ?? [];
  return entries.map(
    ([name, inner]) =>
      reading.attempt(() => parseDeclaration(reading, name, inner, [...path, name])) ?? untyped(name),
  );
}

/** Makes the names known to expressions. */
export function declareAll(
  reading: Reading,
  compiler: ExpressionCompiler,
  declarations: readonly FactDeclaration[],
  path: SourcePath,
): void {
  for (const { name, type } of declarations) {
    reading.attempt(() => declare(reading, compiler, name, type, [...path, name]));
  }
}

export function untyped(name: string, from: readonly string[] = [name]): FactDeclaration {
  return { name, type: 'any', from, default: null, values: null };
}

function parseDeclaration(reading: Reading, name: string, value: unknown, path: SourcePath): FactDeclaration {
  if (typeof value === 'string') return untyped(name, parsePath(reading, value, path));
  const source = reading.object(value, path, ['from', 'type', 'default', 'values', 'description']);
  const values = parseValues(reading, source.values, [...path, 'values']);
  const type = parseType(reading, source.type ?? (values ? 'string' : 'any'), [...path, 'type']);
  if (values && type !== 'string') {
    reading.fail([...path, 'values'], 'invalid', 'only a fact of type string can list its values');
  }
  const from = source.from === undefined ? [name] : parsePath(reading, source.from, [...path, 'from']);
  const fallback = source.default ?? null;
  if (fallback !== null && !fits(fallback, { type, values })) {
    const expected = values ? `one of ${values.join(', ')}` : `of type ${type}`;
    const message = `the default of "${name}" must be ${expected}${suggestion(String(fallback), values ?? [])}`;
    reading.fail([...path, 'default'], 'invalid', message);
  }
  return { name, type, from, default: fallback, values };
}

const PATH = /^(?:\$\{\s*)?([^\s{}.$]+(?:\.[^\s{}.$]+)*)(?:\s*\})?$/;

/** `user.tier`, or `${user.tier}`. */
function parsePath(reading: Reading, value: unknown, path: SourcePath): readonly string[] {
  const found = PATH.exec(reading.text(value, path))?.[1];
  return found?.split('.') ?? reading.fail(path, 'invalid', 'a path into the facts looks like user.tier');
}

function parseType(reading: Reading, value: unknown, path: SourcePath): FactType {
  const text = reading.text(value, path);
  const type = FACT_TYPES.find((known) => known === text);
  const message = `"${text}" is no type; there are ${FACT_TYPES.join(', ')}${suggestion(text, FACT_TYPES)}`;
  return type ?? reading.fail(path, 'invalid', message);
}

function parseValues(reading: Reading, value: unknown, path: SourcePath): readonly string[] | null {
  if (value === undefined) return null;
  const list = reading.array(value, path);
  if (list.length === 0) reading.fail(path, 'invalid', 'at least one value is needed');
  return list.map((item, index) => reading.text(item, [...path, index]));
}
