import { wordsBefore } from './label.js';

export interface Span {
  readonly start: number;
  readonly end: number;
  readonly score: number;
}

export interface LabeledRule {
  /** Shape of a value; global, and bounded so that a scan takes linear time. */
  readonly shape: RegExp;
  /** A value is one when one of the last `reach` words before it is among these, or the last three together (`d.o.b.`). */
  readonly labels: ReadonlySet<string>;
  /** How many words before the value are looked at; 2 unless given. */
  readonly reach?: number;
  /** Words among those that say that it is something else. */
  readonly vetoes?: ReadonlySet<string>;
  /** Looks at what has the right shape; everything is accepted unless given. */
  readonly accept?: (value: string) => boolean;
}

/** Values that only the words before them make what they are: nothing about them can be proven. */
export function findLabeled(text: string, rule: LabeledRule): readonly Span[] {
  const { shape, labels, reach = 2, vetoes, accept } = rule;
  return spansOf(text, shape, (value, start) => {
    const words = wordsBefore(text, start).slice(-reach);
    const named = words.some((word) => labels.has(word)) || labels.has(words.slice(-3).join(''));
    if (words.some((word) => vetoes?.has(word))) return 0;
    return named && (accept?.(value) ?? true) ? 0.8 : 0;
  });
}

/** @param scoreOf 0 when the value is none. */
export function spansOf(
  text: string,
  shape: RegExp,
  scoreOf: (value: string, start: number) => number,
): readonly Span[] {
  const spans: Span[] = [];
  for (const { index, 0: value } of text.matchAll(shape)) {
    const score = scoreOf(value, index);
    if (score > 0) spans.push({ start: index, end: index + value.length, score });
  }
  return spans;
}

/** A set of the words in a text. */
export function wordSet(words: string): ReadonlySet<string> {
  return new Set(words.split(' '));
}
