import {
  Composer,
  type CST,
  type Document,
  isAlias,
  isMap,
  isScalar,
  isSeq,
  Lexer,
  type Node,
  Parser,
} from 'yaml';
import type { JsonDocument, JsonFailure } from './json.js';
import { LIMITS } from './limits.js';

/**
 * Reads one YAML 1.2 document with the core schema and remembers positions. Aliases are refused, so that a small
 * text cannot stand for a large value; so are tags, directives for other versions, and keys given twice.
 */
export function readYaml(text: string, fail: JsonFailure): JsonDocument {
  const document = parse(text, fail);
  const offsets = new Map<unknown, Map<string | number, number>>();
  const value = toData(document.contents, 0, offsets, fail);
  return { text, value, offsetOf: (path) => offsetOf(offsets, value, path) };
}

type Offsets = Map<unknown, Map<string | number, number>>;

function parse(text: string, fail: JsonFailure): Document.Parsed {
  const tokens = tokenize(text, fail);
  // Keys given twice are found below: the library compares each key with each other one.
  const composer = new Composer({ version: '1.2', schema: 'core', uniqueKeys: false, merge: false });
  const [document, another] = [...composer.compose(tokens, true, text.length)];
  if (!document) return fail('syntax', 'the text is empty', 0);
  const [error] = [...document.errors, ...document.warnings];
  if (error) fail('syntax', `not YAML: ${error.message}`, error.pos[0]);
  if (another) fail('syntax', 'not YAML: there is more than one document', another.range[0]);
  return document;
}

/** Stops at a nesting that is too deep: the library composes recursively, and exhausting the stack ends the process. */
function tokenize(text: string, fail: JsonFailure): readonly CST.Token[] {
  const parser = new Parser();
  const tokens: CST.Token[] = [];
  for (const lexeme of new Lexer().lex(text)) {
    tokens.push(...parser.next(lexeme));
    // The document itself and a scalar are on the stack as well.
    if (parser.stack.length > LIMITS.sourceDepth + 3) tooDeep(fail, parser.offset);
  }
  return [...tokens, ...parser.end()];
}

function toData(node: Node | null, depth: number, offsets: Offsets, fail: JsonFailure): unknown {
  if (node === null) return null;
  const at = node.range?.[0] ?? 0;
  if (depth > LIMITS.sourceDepth) tooDeep(fail, at);
  if (isAlias(node)) return fail('syntax', `aliases such as *${node.source} are not allowed`, at);
  if (node.tag?.startsWith('!')) return fail('syntax', `the tag ${node.tag} is not allowed`, at);
  if (isMap<Node, Node | null>(node)) {
    const object: Record<string, unknown> = Object.create(null);
    const inner = remember(offsets, object);
    for (const { key, value } of node.items) {
      if (!isScalar(key)) return fail('syntax', 'a key must be plain text', key.range?.[0] ?? at);
      const name = String(key.value);
      if (inner.has(name)) fail('syntax', `property "${name}" is given twice`, key.range?.[0] ?? at);
      inner.set(name, offsetOfValue(value, key));
      object[name] = toData(value, depth + 1, offsets, fail);
    }
    return object;
  }
  if (isSeq<Node | null>(node)) {
    const array: unknown[] = [];
    const inner = remember(offsets, array);
    for (const [index, item] of node.items.entries()) {
      inner.set(index, item?.range?.[0] ?? at);
      array.push(toData(item, depth + 1, offsets, fail));
    }
    return array;
  }
  return isScalar(node) ? scalar(node.value) : null;
}

/** Dates, big integers and the like do not come out of the core schema; NaN and infinities are no JSON. */
function scalar(value: unknown): unknown {
  if (typeof value === 'number') return Number.isFinite(value) ? value : String(value);
  return typeof value === 'bigint' ? Number(value) : value;
}

/** A mistake in a block under a key is best shown at the key; a value on the line of its key at the value. */
function offsetOfValue(value: Node | null, key: Node): number {
  const block = (isMap(value) || isSeq(value)) && value.flow !== true;
  return (block ? key.range?.[0] : value?.range?.[0]) ?? key.range?.[0] ?? 0;
}

function remember(offsets: Offsets, container: unknown): Map<string | number, number> {
  const inner = new Map<string | number, number>();
  offsets.set(container, inner);
  return inner;
}

function offsetOf(offsets: Offsets, root: unknown, path: readonly (string | number)[]): number {
  let value = root;
  let offset = 0;
  for (const part of path) {
    const inner = offsets.get(value)?.get(part);
    if (inner === undefined) break;
    offset = inner;
    value = (value as Record<string | number, unknown>)[part];
  }
  return offset;
}

function tooDeep(fail: JsonFailure, offset: number): never {
  return fail('too_large', `nested deeper than ${LIMITS.sourceDepth} levels`, offset);
}
