import type { Span } from './engine/spans.js';
import type { ScannedText } from './engine/text-scan.js';

/** Names of digits, for `Detector.cues`. */
export const DIGIT_NAMES = 'zero oh one two three four five six seven eight nine double triple'.split(' ');

/**
 * Runs of digits that are spelled out, such as "four one double one", with their length in digits within the bounds.
 * Single digits may stand among the words.
 */
export function findSpelledDigits(
  { text, words }: ScannedText,
  cue: number,
  fewest: number,
  most: number,
): readonly Span[] {
  const spans: Span[] = [];
  let from = 0;
  for (let index = words.next(0, cue); index < words.length; index = words.next(index + 1, cue)) {
    const word = words.at(index);
    if (word.start < from) continue;
    RUN.lastIndex = word.start;
    const value = RUN.exec(text)?.[0];
    if (value === undefined) continue;
    from = word.start + value.length;
    const count = countDigits(value);
    if (count < fewest || count > most || (value.match(NAME)?.length ?? 0) < FEWEST_NAMES) continue;
    spans.push({ start: word.start, end: from, score: 0.8 });
  }
  return spans;
}

const DIGIT_NAME = '(?:zero|oh|one|two|three|four|five|six|seven|eight|nine)';
const UNIT = `(?:(?:double|triple)[ -])?(?:${DIGIT_NAME}|\\d)`;
/** Bounded, so that a long list of numbers costs no more than a short one for each place. */
const RUN = new RegExp(`(?<![\\w-])${UNIT}(?:[\\s,.-]{1,3}${UNIT}){2,24}(?![\\w-])`, 'iy');
const NAME = new RegExp(`\\b${DIGIT_NAME}\\b`, 'gi');
/** Fewer are words of a sentence beside a number. */
const FEWEST_NAMES = 3;
const UNITS = new RegExp(UNIT, 'gi');

/** How many digits the words stand for. */
function countDigits(value: string): number {
  const units = value.match(UNITS) ?? [];
  return units.reduce((sum, unit) => sum + (/^double/i.test(unit) ? 2 : /^triple/i.test(unit) ? 3 : 1), 0);
}
