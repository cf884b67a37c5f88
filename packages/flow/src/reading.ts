import { ExpressionCompiler } from './expression.js';
import type { Finding } from './finding.js';
import type { FlowErrorCode } from './flow-error.js';
import { Source, type SourcePath } from './source.js';

export type JsonObject = Readonly<Record<string, unknown>>;

/** One reading of one source: what its parts share while they are parsed. */
export class Reading {
  readonly source: Source;
  readonly compiler = new ExpressionCompiler();
  readonly notes: Finding[] = [];

  constructor(source: unknown) {
    this.source = new Source(source);
  }

  fail(path: SourcePath, code: FlowErrorCode, message: string): never {
    return this.source.fail(path, code, message);
  }

  /** The value as an object; notes each property that is not in `known`. */
  object(value: unknown, path: SourcePath, known: readonly string[] | 'any'): JsonObject {
    if (typeof value !== 'object' || value === null || Array.isArray(value)) {
      return this.fail(path, 'invalid', 'an object is needed here');
    }
    const object = value as JsonObject;
    for (const property of known === 'any' ? [] : Object.keys(object)) {
      if (!known.includes(property)) {
        this.note([...path, property], 'unknown-property', `"${property}" means nothing here and is ignored`);
      }
    }
    return object;
  }

  array(value: unknown, path: SourcePath): readonly unknown[] {
    return Array.isArray(value) ? value : this.fail(path, 'invalid', 'a list is needed here');
  }

  /** The value as text that is not blank, without space around it. */
  text(value: unknown, path: SourcePath): string {
    const text = typeof value === 'string' ? value.trim() : '';
    return text === '' ? this.fail(path, 'invalid', 'text is needed here') : text;
  }

  note(path: SourcePath, rule: Finding['rule'], message: string): void {
    this.notes.push({ severity: 'warning', rule, message, ...this.source.locate(path) });
  }
}
