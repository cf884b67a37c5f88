import type { Finding } from '../finding.js';
import { FlowError, type FlowErrorCode } from '../flow-error.js';
import { Source, type SourcePath } from '../source.js';
import { suggestion } from '../suggestion.js';

export type JsonObject = Readonly<Record<string, unknown>>;

/** One reading of one source: what its parts share while they are parsed. */
export class Reading {
  readonly source: Source;
  readonly notes: Finding[] = [];
  /** Everything that keeps the source from being used, in the order found. */
  readonly problems: FlowError[] = [];

  constructor(source: unknown) {
    this.source = new Source(source);
  }

  fail(path: SourcePath, code: FlowErrorCode, message: string): never {
    return this.source.fail(path, code, message);
  }

  /** Goes on after a mistake, so that all of them are told together. */
  attempt<T>(read: () => T): T | undefined {
    try {
      return read();
    } catch (error) {
      if (!(error instanceof FlowError)) throw error;
      // A sub-flow is read once for each call of it.
      const known = this.problems.some(
        ({ path, message }) => path === error.path && message === error.message,
      );
      if (!known) this.problems.push(error);
      return undefined;
    }
  }

  /** The value as an object; notes each property that is not in `known`. */
  object(
    value: unknown,
    path: SourcePath,
    known: readonly string[] | 'any',
    severity: Finding['severity'] = 'error',
  ): JsonObject {
    if (typeof value !== 'object' || value === null || Array.isArray(value)) {
      return this.fail(path, 'invalid', 'an object is needed here');
    }
    const object = value as JsonObject;
    if (known !== 'any') this.unknownProperties(Object.keys(object), path, known, severity);
    return object;
  }

  unknownProperties(
    properties: readonly string[],
    path: SourcePath,
    known: readonly string[],
    severity: Finding['severity'],
  ): void {
    for (const property of properties) {
      if (known.includes(property)) continue;
      const message = `"${property}" means nothing here and is ignored${suggestion(property, known)}`;
      this.note(severity, [...path, property], 'unknown-property', message);
    }
  }

  array(value: unknown, path: SourcePath): readonly unknown[] {
    return Array.isArray(value) ? value : this.fail(path, 'invalid', 'a list is needed here');
  }

  /** The value as text that is not blank, without space around it. */
  text(value: unknown, path: SourcePath): string {
    const text = typeof value === 'string' ? value.trim() : '';
    return text === '' ? this.fail(path, 'invalid', 'text is needed here') : text;
  }

  note(severity: Finding['severity'], path: SourcePath, rule: Finding['rule'], message: string): void {
    const place = this.source.locate(path);
    const known = this.notes.some((note) => note.path === place.path && note.message === message);
    if (!known) this.notes.push({ severity, rule, message, ...place });
  }
}
