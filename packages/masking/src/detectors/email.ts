import type { Span } from '../engine/spans.js';
import { isDigitCode, isLetterCode, type ScannedText } from '../engine/text-scan.js';
import type { Detector } from './detector.js';

/** E-mail addresses: unquoted local part, host name with a top-level domain of letters (RFC 5321, 5890). */
export const email: Detector = { type: 'EMAIL', looksAt: 'atSigns', find };

function find({ text, atSigns }: ScannedText): readonly Span[] {
  const found: Span[] = [];
  let from = 0;
  for (const at of atSigns) {
    if (at < from) continue;
    // With a space on the right, one on the left may be meant too; without, a handle follows: "hi @ava.stone".
    const space = text[at + 1] === ' ' ? 1 : 0;
    const end = space === 1 && text[at - 1] === ' ' ? at - 1 : at;
    const start = localStart(text, end, from);
    const length = start < end ? hostLength(text, at + 1 + space) : 0;
    if (length > 0) found.push({ start, end: at + 1 + space + length, score: 1 - space / 5 });
    from = at + 1 + (length > 0 ? space + length : 0);
  }
  return found;
}

const HOST = /[\p{L}\p{N}.-]*/uy;
const TOP_LEVEL = /^\p{L}{2,63}(?!\p{L})/u;

/** Endings of file names that look like hosts, as in `logo@2x.png`. None is a top-level domain. */
const FILE_ENDINGS: ReadonlySet<string> = new Set(
  'png jpg jpeg gif svg webp pdf js ts css json html xml csv txt'.split(' '),
);

/** Never looks back past `from`, so that a text of nothing but `a@a@` costs no more than another. */
function localStart(text: string, at: number, from: number): number {
  let start = at;
  while (start > from && isLocal(text.charCodeAt(start - 1))) start -= 1;
  while (start < at && !isWord(text.charCodeAt(start))) start += 1;
  return start;
}

function isLocal(code: number): boolean {
  return isWord(code) || (code < 128 && "._%+'-".includes(String.fromCharCode(code)));
}

function isWord(code: number): boolean {
  return isDigitCode(code) || (isLetterCode(code) && code !== 95);
}

/** Length of the longest host name at `from`; 0 when there is none. */
function hostLength(text: string, from: number): number {
  HOST.lastIndex = from;
  const [first = '', ...labels] = (HOST.exec(text)?.[0] ?? '').split('.');
  let offset = first.length;
  let length = 0;
  let last = '';
  for (const label of first === '' ? [] : labels) {
    if (label === '') break;
    const top = TOP_LEVEL.exec(label)?.[0];
    if (top !== undefined) {
      last = top.toLowerCase();
      length = offset + 1 + top.length;
    }
    offset += 1 + label.length;
  }
  return FILE_ENDINGS.has(last) ? 0 : length;
}
