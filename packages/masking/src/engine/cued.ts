import type { Span } from './spans.js';
import type { ScannedText } from './text-scan.js';

export interface CueRule {
  /** Shape of a value; neither global nor sticky. */
  readonly shape: RegExp;
  /** How many characters may stand between the cue word and the value. */
  readonly reach: number;
  /** Looks at what has the right shape; everything is accepted unless given. @param between what stands between, @param before four characters before the cue */
  readonly accept?: (value: string, between: string, cue: string, before: string) => boolean;
  readonly score?: number;
  /** True when every value has a digit. */
  readonly digits?: true;
}

/** Values that follow one of the cue words of a detector within the same clause. */
export function findAfterCues(source: ScannedText, cue: number, rule: CueRule): readonly Span[] {
  const { shape, reach, accept, score = 0.8 } = rule;
  const { text } = source;
  const spans: Span[] = [];
  let from = 0;
  for (
    let index = source.words.next(0, cue);
    index < source.words.length;
    index = source.words.next(index + 1, cue)
  ) {
    const word = source.words.at(index);
    if (word.start < from) continue;
    const window = text.slice(word.end, word.end + reach + LONGEST_VALUE);
    if (rule.digits !== undefined && !DIGIT.test(window)) continue;
    const match = shape.exec(window);
    if (match === null || match.index > reach) continue;
    const between = window.slice(0, match.index);
    if (CLAUSE_END.test(between)) continue;
    const value = match[0];
    const cueText = text.slice(word.start, word.end).toLowerCase();
    const before = text.slice(Math.max(0, word.start - 4), word.start);
    if (accept !== undefined && !accept(value, between, cueText, before)) continue;
    const start = word.end + match.index;
    spans.push({ start, end: start + value.length, score });
    from = start + value.length;
  }
  return spans;
}

const LONGEST_VALUE = 32;
const DIGIT = /\d/;

/** Brackets stand around what is masked, in a text that is looked at again. */
const CLAUSE_END = /[[\]\ufffa-\ufffc;!?]|[^.]\.(?=\s[A-Z])/;
