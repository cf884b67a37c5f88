import { wordSet, wordsBefore } from '../engine/context.js';
import type { Span } from '../engine/spans.js';
import type { ScannedText } from '../engine/text-scan.js';
import type { Detector } from './detector.js';

/** E-mail addresses whose "@" or "." is spelled out: `ava (at) bank dot example`, `ava at gmail.com`. */
export const spelledEmail: Detector = { type: 'EMAIL', cues: ['at', 'dot'], find };

function find({ text, words }: ScannedText, _options: unknown, cue: number): readonly Span[] {
  const spans: Span[] = [];
  for (let index = words.next(0, cue); index < words.length; index = words.next(index + 1, cue)) {
    const word = words.at(index);
    if (word.end - word.start !== 2 && text[word.start - 1] !== ' ') continue;
    if (word.start < (spans.at(-1)?.end ?? 0)) continue;
    HOST_AFTER.lastIndex = word.end;
    if (!HOST_AFTER.test(text)) continue;
    const start = localStart(text, word.start);
    if (start === undefined) continue;
    SHAPE.lastIndex = start;
    const value = SHAPE.exec(text)?.[0];
    if (value === undefined || start + value.length < word.end || !isAddress(text, start, value)) continue;
    spans.push({ start, end: start + value.length, score: 0.8 });
  }
  return spans;
}

/** Where the word before "at" begins, perhaps one with "dot" in it; and brackets may stand around "at". */
function localStart(text: string, at: number): number | undefined {
  LOCAL.lastIndex = 0;
  const before = text.slice(Math.max(0, at - 72), at);
  const match = LOCAL.exec(before);
  return match?.[1] === undefined ? undefined : at - before.length + match.index + match[0].indexOf(match[1]);
}

const LOCAL =
  /(?:^|[^\w.+-])([\w+-][\w.+-]{0,63}(?:\s?[([{]?\s?dot\s?[)\]}]?\s?[\w.+-]{1,30})?)(?:\s?[([{<*_-]{1,2}\s?|\s)$/i;

function isAddress(text: string, start: number, value: string): boolean {
  if (!PLAIN_AT.test(value) || SPELLED_DOT.test(value) || MAIL_HOST.test(value)) return true;
  return wordsBefore(text, start)
    .slice(0, 2)
    .some((word) => LABELS.has(word));
}

const DOT = '(?:\\.|\\s?[([{<*_-]{1,2}\\s?(?:dot|\\.)\\s?[)\\]}>*_-]{1,2}\\s?|\\sdot\\s)';
const SHAPE = new RegExp(
  `[\\w+-][\\w.+-]{0,63}(?:\\s?[([{<*_-]{0,2}\\s?dot\\s?[)\\]}>*_-]{0,2}\\s?[\\w.+-]{1,30})?(?:\\s?[([{<*_-]{1,2}\\s?at\\s?[)\\]}>*_-]{1,2}\\s?|\\sat\\s)[a-z0-9-]{1,63}(?:${DOT}[a-z0-9-]{2,24}){1,3}(?![\\w-])`,
  'iy',
);
/** The host first: few words "at" are followed by one. */
const HOST_AFTER = new RegExp(`[)\\]}>*_\\s-]{1,4}[a-z0-9-]{1,63}${DOT}[a-z0-9]`, 'iy');
const PLAIN_AT = /\sat\s/i;
const SPELLED_DOT = /dot[)\]}\s]/i;
const MAIL_HOST =
  /\s(?:gmail|googlemail|yahoo|hotmail|outlook|icloud|aol|proton|protonmail|gmx|live|msn|me)\.[a-z]/i;
const LABELS = wordSet('email mail address');
