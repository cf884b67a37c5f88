import { FlowError, type FlowErrorCode, type FlowPlace } from './flow-error.js';
import { type JsonDocument, type JsonFailure, readJson } from './json.js';
import { LIMITS } from './limits.js';
import { readYaml } from './yaml.js';

/** Path to a part of the source: property names and array indexes. */
export type SourcePath = readonly (string | number)[];

/** The source of a flow as plain data, with the place of each part. */
export class Source {
  readonly value: unknown;
  readonly #document: JsonDocument;
  readonly #hasText: boolean;
  #lineStarts: readonly number[] | undefined;

  /** Takes JSON or YAML text, or an object that can be written as JSON. Throws {@link FlowError}. */
  constructor(source: unknown) {
    this.#hasText = typeof source === 'string';
    const text = typeof source === 'string' ? source : toJson(source);
    if (text.length > LIMITS.sourceLength) {
      throw new FlowError('too_large', `the flow is longer than ${LIMITS.sourceLength} characters`, {
        path: '',
      });
    }
    const fail: JsonFailure = (code, message, offset) => {
      throw new FlowError(code, message, { path: '', ...this.#position(text, offset) });
    };
    this.#document = LOOKS_LIKE_YAML.test(text) ? readYaml(text, fail) : readJson(text, fail);
    this.value = this.#document.value;
  }

  /** The place of a part, or of what would contain it; without line and column when the source was no text. */
  locate(path: SourcePath): FlowPlace {
    const { text } = this.#document;
    return { path: formatPath(path), ...this.#position(text, this.#document.offsetOf(path)) };
  }

  fail(path: SourcePath, code: FlowErrorCode, message: string): never {
    throw new FlowError(code, message, this.locate(path));
  }

  #position(text: string, offset: number): { line: number; col: number } | Record<string, never> {
    if (!this.#hasText) return {};
    this.#lineStarts ??= lineStartsOf(text);
    const line = countUpTo(this.#lineStarts, offset);
    return { line, col: offset - (this.#lineStarts[line - 1] ?? 0) + 1 };
  }
}

/** Begins like neither an object, a list nor a lone value of JSON. */
const LOOKS_LIKE_YAML = /^\ufeff?\s*(?![\s[{"]|null\b|true\b|false\b|-?\d)\S/;

function lineStartsOf(text: string): readonly number[] {
  return [0, ...Array.from(text.matchAll(/\n/g), ({ index }) => index + 1)];
}

/** How many of the ascending `numbers` are at most `limit`. */
function countUpTo(numbers: readonly number[], limit: number): number {
  let low = 0;
  let high = numbers.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((numbers[middle] ?? 0) <= limit) low = middle + 1;
    else high = middle;
  }
  return low;
}

function toJson(source: unknown): string {
  let text: unknown;
  try {
    text = JSON.stringify(source);
  } catch {
    text = undefined;
  }
  if (typeof text === 'string') return text;
  throw new FlowError('syntax', 'the flow cannot be written as JSON', { path: '' });
}

function formatPath(path: SourcePath): string {
  let text = '';
  for (const part of path) {
    if (typeof part === 'number') text += `[${part}]`;
    else text += text === '' ? part : `.${part}`;
  }
  return text;
}
