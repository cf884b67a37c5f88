import type { FlowErrorCode } from './flow-error.js';
import { LIMITS } from './limits.js';

/** A parsed text that still knows where each value began. */
export interface JsonDocument {
  readonly text: string;
  readonly value: unknown;
  /** Offset in `text` of the value at `path`, or of the innermost part of the path that is there. */
  offsetOf(path: readonly (string | number)[]): number;
}

export type JsonFailure = (code: FlowErrorCode, message: string, offset: number) => never;

/**
 * Reads JSON (RFC 8259) and remembers positions, which `JSON.parse` does not tell. Stricter in one point: a property
 * given twice is refused, because one of the two would be lost without a word.
 */
export function readJson(text: string, fail: JsonFailure): JsonDocument {
  const reader = new JsonReader(text, fail);
  const value = reader.read();
  return { text, value, offsetOf: (path) => reader.offsetOf(value, path) };
}

const SPACE = /[ \t\r\n]*/y;
const STRING = /"[^"\\]*(?:\\.[^"\\]*)*"/sy;
const SCALAR = /-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?|true|false|null/y;
const BYTE_ORDER_MARK = '\ufeff';

type Container = Record<string, unknown> | unknown[];

class JsonReader {
  #at: number;
  readonly #text: string;
  readonly #fail: JsonFailure;
  readonly #offsets = new Map<unknown, Map<string | number, number>>();

  constructor(text: string, fail: JsonFailure) {
    this.#text = text;
    this.#fail = fail;
    this.#at = text.startsWith(BYTE_ORDER_MARK) ? 1 : 0;
  }

  read(): unknown {
    const value = this.#value(0);
    if (this.#at < this.#text.length) this.#unexpected();
    return value;
  }

  offsetOf(root: unknown, path: readonly (string | number)[]): number {
    let value = root;
    let offset = 0;
    for (const part of path) {
      const inner = this.#offsets.get(value)?.get(part);
      if (inner === undefined) break;
      offset = inner;
      value = (value as Record<string | number, unknown>)[part];
    }
    return offset;
  }

  #value(depth: number): unknown {
    this.#skip(SPACE);
    if (depth > LIMITS.sourceDepth) {
      this.#fail('too_large', `nested deeper than ${LIMITS.sourceDepth} levels`, this.#at);
    }
    const first = this.#text[this.#at];
    let value: unknown;
    if (first === '{') value = this.#object(depth);
    else if (first === '[') value = this.#array(depth);
    else value = first === '"' ? this.#string() : this.#parse(this.#skip(SCALAR));
    this.#skip(SPACE);
    return value;
  }

  #object(depth: number): Record<string, unknown> {
    // Without a prototype, so that a property named __proto__ is one like any other.
    const object: Record<string, unknown> = Object.create(null);
    this.#members(object, '}', () => {
      this.#skip(SPACE);
      const start = this.#at;
      const key = this.#string();
      if (key in object) this.#fail('syntax', `property "${key}" is given twice`, start);
      this.#skip(SPACE);
      this.#expect(':');
      this.#skip(SPACE);
      this.#note(object, key);
      object[key] = this.#value(depth + 1);
    });
    return object;
  }

  #array(depth: number): unknown[] {
    const array: unknown[] = [];
    this.#members(array, ']', () => {
      this.#skip(SPACE);
      this.#note(array, array.length);
      array.push(this.#value(depth + 1));
    });
    return array;
  }

  #members(container: Container, close: string, member: () => void): void {
    this.#offsets.set(container, new Map());
    this.#at += 1;
    this.#skip(SPACE);
    if (this.#text[this.#at] !== close) {
      member();
      while (this.#text[this.#at] === ',') {
        this.#at += 1;
        member();
      }
    }
    this.#expect(close);
  }

  #string(): string {
    return this.#parse(this.#skip(STRING)) as string;
  }

  #parse(token: string): unknown {
    if (token === '') this.#unexpected();
    try {
      return JSON.parse(token);
    } catch {
      return this.#fail('syntax', 'this is not a JSON value', this.#at - token.length);
    }
  }

  #skip(pattern: RegExp): string {
    pattern.lastIndex = this.#at;
    const found = pattern.exec(this.#text)?.[0] ?? '';
    this.#at += found.length;
    return found;
  }

  #expect(character: string): void {
    if (this.#text[this.#at] !== character) this.#unexpected();
    this.#at += 1;
  }

  #note(container: Container, key: string | number): void {
    this.#offsets.get(container)?.set(key, this.#at);
  }

  #unexpected(): never {
    const found = this.#text[this.#at];
    const what =
      found === undefined ? 'the text ends too early' : `unexpected character ${JSON.stringify(found)}`;
    return this.#fail('syntax', `not JSON: ${what}`, this.#at);
  }
}
