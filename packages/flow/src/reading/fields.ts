import { formatDuration, parseDuration } from '../duration.js';
import { brokenExpression, type Expression } from '../expression.js';
import type { FactType } from '../fact.js';
import type { SourcePath } from '../source.js';
import type { Exit } from '../step.js';
import type { JsonObject, Reading } from './reading.js';
import type { Scope } from './scope.js';

/**
 * The properties of one part of a flow. A property with a mistake is noted as a problem and read as a placeholder,
 * so that the rest is still looked at.
 */
export class Fields {
  readonly reading: Reading;
  readonly exits: Map<string, Exit>;
  readonly #asked = new Set<string>();

  constructor(
    readonly scope: Scope,
    readonly object: JsonObject,
    readonly path: SourcePath,
    parent?: Fields,
  ) {
    this.reading = scope.reading;
    this.exits = parent?.exits ?? new Map();
  }

  has(property: string): boolean {
    return this.raw(property) !== undefined;
  }

  raw(property: string): unknown {
    this.#asked.add(property);
    return this.object[property];
  }

  at(...parts: readonly (string | number)[]): SourcePath {
    return [...this.path, ...parts];
  }

  text(property: string): string {
    const value = this.raw(property);
    const missing = `"${property}" is missing`;
    return (
      this.reading.attempt(() => {
        if (value === undefined) this.reading.fail(this.path, 'invalid', missing);
        return this.reading.text(typeof value === 'number' ? String(value) : value, this.at(property));
      }) ?? ''
    );
  }

  optionalText(property: string): string | null {
    return this.has(property) ? this.text(property) : null;
  }

  /** A list of text, or one text for a list of one. */
  texts(property: string): readonly string[] {
    const value = this.raw(property);
    if (value === undefined) return [];
    const list = Array.isArray(value) ? value : [value];
    return list.flatMap((item: unknown, index) => {
      const path = Array.isArray(value) ? this.at(property, index) : this.at(property);
      return this.reading.attempt(() => this.reading.text(item, path)) ?? [];
    });
  }

  /** A whole number within bounds, both included. */
  whole(property: string, from: number, to: number): number | null {
    const value = this.raw(property);
    if (value === undefined) return null;
    if (typeof value === 'number' && Number.isSafeInteger(value) && value >= from && value <= to)
      return value;
    this.problem(property, `"${property}" is a whole number from ${from} to ${to}`);
    return null;
  }

  /** Milliseconds of a text such as `2m`, at most `maxMs`. */
  duration(property: string, maxMs: number): number | null {
    const value = this.raw(property);
    if (value === undefined) return null;
    const ms = typeof value === 'string' ? parseDuration(value.trim()) : null;
    if (ms !== null && ms > 0 && ms <= maxMs) return ms;
    const longest = formatDuration(maxMs);
    this.problem(property, `"${property}" is a time such as 90s, 2m or 1h30m, and at most ${longest}`);
    return null;
  }

  /** A duration that must be there. */
  requiredDuration(property: string, maxMs: number, why: string): number {
    if (!this.has(property)) this.problem(property, `"${property}" is missing: ${why}`);
    return this.duration(property, maxMs) ?? maxMs;
  }

  expression(property: string, type: FactType): Expression {
    const value = this.raw(property);
    const missing = `"${property}" is missing`;
    return (
      this.reading.attempt(() => {
        if (value === undefined) this.reading.fail(this.path, 'invalid', missing);
        return this.scope.compile(value, type, this.at(property));
      }) ?? brokenExpression(value)
    );
  }

  /** Each entry of an object; none when the property is missing. */
  entries(property: string): readonly (readonly [string, unknown])[] {
    const value = this.raw(property);
    if (value === undefined) return [];
    return (
      this.reading.attempt(() => Object.entries(this.reading.object(value, this.at(property), 'any'))) ?? []
    );
  }

  /** Reads each element of a list of objects. */
  each<T>(property: string, read: (fields: Fields, index: number) => T): readonly T[] {
    const value = this.raw(property);
    const list = this.reading.attempt(() => this.reading.array(value ?? [], this.at(property))) ?? [];
    return list.flatMap((item, index) => {
      const path = this.at(property, index);
      const object = this.reading.attempt(() => this.reading.object(item, path, 'any'));
      if (!object) return [];
      const fields = new Fields(this.scope, object, path, this);
      const result = read(fields, index);
      fields.close();
      return [result];
    });
  }

  /** The property names the step that follows the outcome. */
  exit(property: string, outcome = property): void {
    const value = this.raw(property);
    if (value === undefined) {
      this.problem(null, `"${property}" is missing: it names the step that follows`);
      return;
    }
    this.exitTo(value, outcome, this.at(property));
  }

  /** Without the property, the outcome leads where another one does. */
  optionalExit(property: string, otherwise: string): void {
    const exit = this.exits.get(otherwise);
    if (this.has(property)) this.exit(property);
    else if (exit) this.exits.set(property, exit);
  }

  /** Without the property, the outcome leads to the default of the flow, and lint says so. */
  exitOrDefault(property: string): void {
    if (this.has(property)) {
      this.exit(property);
      return;
    }
    const message = `"${property}" is missing: what is not covered goes to the default of the flow`;
    this.reading.note('error', this.path, 'missing-default', message);
    const { fallback } = this.scope.site;
    if (fallback !== null) this.exits.set(property, fallback);
  }

  exitTo(value: unknown, outcome: string, path: SourcePath): void {
    const step = () => this.scope.step(this.reading.text(value, path), path);
    // With the step that was meant in its place, lint does not take what follows for unreachable.
    const to = this.reading.attempt(step) ?? this.scope.closestStep(value);
    if (to !== undefined) this.exits.set(outcome, { to, path });
  }

  problem(property: string | null, message: string): void {
    const there = property !== null && this.object[property] !== undefined;
    this.reading.attempt(() => this.reading.fail(there ? this.at(property) : this.path, 'invalid', message));
  }

  /** Notes the properties that nothing asked for. */
  close(): void {
    const known = [...this.#asked, 'description'];
    this.reading.unknownProperties(Object.keys(this.object), this.path, known, 'error');
  }
}
