import type { Span } from '../engine/spans.js';
import type { ScannedText } from '../engine/text-scan.js';
import type { Detector } from './detector.js';

/** Days of the calendar, and ages over 89 (45 CFR 164.514(b)(2)(i)(C)). A year on its own stays. */
export const calendarDate: Detector = { type: 'DATE', looksAt: 'codes', find };

const MONTH = '(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]{0,6}\\.?';
const FORMS = [
  '\\d{1,2}([/.-])\\d{1,2}\\1(?:19|20)?\\d{2}(?![\\w/-])',
  '(?:19|20)\\d{2}([/.-])\\d{1,2}\\2\\d{1,2}(?:T[\\d:.]{5,12}Z?)?(?![\\w/-])',
  `\\d{1,2}(?:st|nd|rd|th)?[ -](?:of )?${MONTH}(?:,?[ -](?:19|20)\\d{2})?\\b`,
  '(?:9\\d|1[0-2]\\d)[- ](?:years?|yrs?|y/o|yo)\\b(?:[- ]old)?',
];
const AT_DIGIT = new RegExp(`(?<![\\w/.-])(?:${FORMS.join('|')})`, 'iy');
const AFTER_MONTH = /^ ?\d{1,2}(?:st|nd|rd|th)?(?:,? (?:19|20)\d{2})?\b/;
const MONTH_BEFORE = new RegExp(`\\b(${MONTH}(?: the)? )$`, 'i');

function find({ text, codes }: ScannedText): readonly Span[] {
  const spans: Span[] = [];
  for (const { start } of codes) {
    if (start < (spans.at(-1)?.end ?? 0)) continue;
    const month = MONTH_BEFORE.exec(text.slice(Math.max(0, start - 16), start))?.[1];
    if (month !== undefined) {
      const rest = AFTER_MONTH.exec(text.slice(start, start + 16))?.[0] ?? '';
      if (rest !== '') spans.push({ start: start - month.length, end: start + rest.length, score: 0.8 });
      continue;
    }
    AT_DIGIT.lastIndex = start;
    const value = AT_DIGIT.exec(text)?.[0];
    if (value !== undefined) spans.push({ start, end: start + value.length, score: 0.8 });
  }
  return spans;
}
