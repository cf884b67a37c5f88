import type { EntityType } from '../entity.js';

export interface Span {
  readonly start: number;
  readonly end: number;
  readonly score: number;
}

export interface TypedSpan extends Span {
  readonly type: EntityType;
}

/** Stand for what was found; no detector takes them for part of a value or of a label. Not possible in normalized text but the first. */
const TAKEN = '\ufffc';
export const TAKEN_CARD = '\ufffb';

/** Leaves out what overlaps something before it in the list; the result ascends. */
export function withoutOverlaps(spans: readonly TypedSpan[]): readonly TypedSpan[] {
  if (spans.length < 2) return spans;
  const ranked = spans.map((span, rank) => ({ span, rank }));
  ranked.sort((a, b) => a.span.start - b.span.start || a.rank - b.rank);
  const kept: { span: TypedSpan; rank: number }[] = [];
  for (const next of ranked) {
    let last = kept.at(-1);
    while (last !== undefined && next.span.start < last.span.end && next.rank < last.rank) {
      kept.pop();
      last = kept.at(-1);
    }
    if (last === undefined || next.span.start >= last.span.end) kept.push(next);
  }
  return kept.map(({ span }) => span);
}

/** The text with the spans put out of reach, in the same length. @param spans ascending, apart */
export function withoutSpans(text: string, spans: readonly TypedSpan[]): string {
  let result = '';
  let from = 0;
  for (const { start, end, type } of spans) {
    const taken = type === 'CREDIT_CARD' ? TAKEN_CARD : TAKEN;
    result += text.slice(from, start) + taken.repeat(end - start);
    from = end;
  }
  return result + text.slice(from);
}
