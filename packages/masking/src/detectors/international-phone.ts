import type { Span } from '../engine/spans.js';
import type { ScannedText } from '../engine/text-scan.js';
import type { Detector } from './detector.js';

/** A plus sign and 8 to 15 digits (ITU-T E.164), whether or not a numbering plan knows the number. */
export const internationalPhone: Detector = { type: 'PHONE', looksAt: 'codes', find };

const SHAPE = /\+[1-9]\d{7,14}(?!\w|[-. ]\d)/y;

function find({ text, codes }: ScannedText): readonly Span[] {
  const spans: Span[] = [];
  for (const { start } of codes) {
    if (text[start - 1] !== '+' || /[\w+]/.test(text[start - 2] ?? '')) continue;
    SHAPE.lastIndex = start - 1;
    const value = SHAPE.exec(text)?.[0];
    if (value !== undefined) spans.push({ start: start - 1, end: start - 1 + value.length, score: 0.7 });
  }
  return spans;
}
