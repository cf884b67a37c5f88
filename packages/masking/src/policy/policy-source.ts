import { type Document, isNode, LineCounter, parseDocument } from 'yaml';
import { PolicyError, type Position } from './policy-error.js';

const MAX_SOURCE_LENGTH = 65_536;

export type Path = readonly (string | number)[];

/** A policy as it was written, with the places of its parts. */
export class PolicySource {
  readonly content: unknown;
  readonly #positionOf: (path: Path) => Position | undefined;

  /** @param source YAML or JSON text, or what such a text holds. @throws PolicyError `too_large`, `syntax` */
  constructor(source: unknown) {
    if (typeof source !== 'string') {
      this.content = source;
      this.#positionOf = () => undefined;
      return;
    }
    if (source.length > MAX_SOURCE_LENGTH) {
      throw new PolicyError('too_large', '', `a policy has at most ${MAX_SOURCE_LENGTH} characters`);
    }
    const lines = new LineCounter();
    const document = parseDocument(source, { lineCounter: lines, uniqueKeys: true });
    const [problem] = document.errors;
    if (problem !== undefined) {
      const { line, col } = lines.linePos(problem.pos[0]);
      const [message = ''] = problem.message.split('\n');
      throw new PolicyError('syntax', '', message, { line, column: col });
    }
    this.content = contentOf(document);
    this.#positionOf = (path) => {
      const node = document.getIn(path, true);
      if (!isNode(node) || !node.range) return undefined;
      const { line, col } = lines.linePos(node.range[0]);
      return { line, column: col };
    };
  }

  /** The place of a part, or of the nearest part around it that is there. */
  positionOf(path: Path): Position | undefined {
    for (let length = path.length; length >= 0; length -= 1) {
      const position = this.#positionOf(path.slice(0, length));
      if (position !== undefined) return position;
    }
    return undefined;
  }
}

/** Without aliases: a few lines of them can stand for gigabytes. */
function contentOf(document: Document.Parsed): unknown {
  try {
    return document.toJS({ maxAliasCount: 0 });
  } catch {
    throw new PolicyError('syntax', '', 'a policy has no aliases');
  }
}

/** `rules[1].operator` */
export function pathText(path: Path): string {
  return path
    .map((part, index) => (typeof part === 'number' ? `[${part}]` : index === 0 ? part : `.${part}`))
    .join('');
}
