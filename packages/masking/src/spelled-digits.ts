import { type Span, spansOf } from './labeled-values.js';

/**
 * Runs of digits that are spelled out, such as "four one double one", with their length in digits within the bounds.
 * Single digits may stand among the words.
 */
export function findSpelledDigits(text: string, fewest: number, most: number): readonly Span[] {
  return spansOf(text, RUN, (value) => {
    const count = countDigits(value);
    return count >= fewest && count <= most && (value.match(NAME)?.length ?? 0) >= FEWEST_NAMES ? 0.8 : 0;
  });
}

const DIGIT_NAME = '(?:zero|oh|one|two|three|four|five|six|seven|eight|nine)';
const UNIT = `(?:(?:double|triple)[ -])?(?:${DIGIT_NAME}|\\d)`;
/** Bounded, so that a long list of numbers costs no more than a short one for each place. */
const RUN = new RegExp(`(?<![\\w-])${UNIT}(?:[\\s,.-]{1,3}${UNIT}){6,24}(?![\\w-])`, 'gi');
const NAME = new RegExp(`\\b${DIGIT_NAME}\\b`, 'gi');
/** Fewer are words of a sentence beside a number. */
const FEWEST_NAMES = 4;

function countDigits(value: string): number {
  const units = value.match(new RegExp(UNIT, 'gi')) ?? [];
  return units.reduce((sum, unit) => sum + (/^double/i.test(unit) ? 2 : /^triple/i.test(unit) ? 3 : 1), 0);
}
