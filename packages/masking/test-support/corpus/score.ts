import { detect } from '../../src/detect.js';
import { ENTITY_TYPES, type EntityType } from '../../src/entity.js';
import { CORPUS_TYPES, type CorpusCase } from './generate.js';

export interface TypeScore {
  readonly type: EntityType;
  readonly values: number;
  /** Values hidden altogether, whatever they were taken for. */
  readonly hidden: number;
  /** Values hidden as what they are. */
  readonly named: number;
  /** Findings of this type, and how many of them are over a value. */
  readonly found: number;
  readonly right: number;
}

export interface CorpusScore {
  readonly types: readonly TypeScore[];
  readonly negatives: number;
  readonly changed: readonly string[];
  readonly missed: readonly string[];
  readonly disguised: number;
  readonly disguisedHidden: number;
}

export function scoreCorpus(corpus: readonly CorpusCase[]): CorpusScore {
  const counts = new Map(
    ENTITY_TYPES.map((type) => [type, { values: 0, hidden: 0, named: 0, found: 0, right: 0 }]),
  );
  const changed: string[] = [];
  const missed: string[] = [];
  let disguised = 0;
  let disguisedHidden = 0;
  for (const { text, spans, about, disguised: isDisguised } of corpus) {
    const found = detect(text);
    for (const { type, start, end } of found) {
      const count = counts.get(type);
      if (count === undefined) continue;
      count.found += 1;
      if (spans.some((span) => start < span.end && span.start < end)) count.right += 1;
    }
    if (about === undefined && found.length > 0)
      changed.push(`${text} → ${found.map(({ type }) => type).join()}`);
    for (const span of spans) {
      const isHidden = hides(text, span, found);
      if (isDisguised) {
        disguised += 1;
        if (isHidden) disguisedHidden += 1;
      } else {
        const count = counts.get(span.type);
        if (count === undefined) continue;
        count.values += 1;
        if (isHidden) count.hidden += 1;
        if (found.some(({ type, start, end }) => type === span.type && start < span.end && span.start < end))
          count.named += 1;
      }
      if (!isHidden) missed.push(`${span.type} ${text}`);
    }
  }
  return {
    types: CORPUS_TYPES.map((type) => ({
      type,
      ...(counts.get(type) ?? { values: 0, hidden: 0, named: 0, found: 0, right: 0 }),
    })),
    negatives: corpus.filter(({ about }) => about === undefined).length,
    changed,
    missed,
    disguised,
    disguisedHidden,
  };
}

/** Whether every letter and digit of the value is within what was found. */
function hides(
  text: string,
  span: { readonly start: number; readonly end: number },
  found: readonly { readonly start: number; readonly end: number }[],
): boolean {
  for (let at = span.start; at < span.end; at += 1) {
    if (!/[\p{L}\p{N}]/u.test(text[at] ?? '')) continue;
    if (!found.some(({ start, end }) => start <= at && at < end)) return false;
  }
  return true;
}
