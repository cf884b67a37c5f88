import type { Span } from '../engine/spans.js';
import type { Detector } from './detector.js';

/** Latitude and longitude in degrees with at least three decimals (a hundred meters), or with degree signs (ISO 6709). */
export const coordinates: Detector = {
  type: 'COORDINATES',
  looksAt: 'codes',
  find: ({ text, codes }) => {
    const spans: Span[] = [];
    for (const { start, digits } of codes) {
      if (digits > 3 || start < (spans.at(-1)?.end ?? 0)) continue;
      const from = /[+-]/.test(text[start - 1] ?? '') ? start - 1 : start;
      if (/[\w.]/.test(text[from - 1] ?? ' ')) continue;
      SHAPE.lastIndex = from;
      const match = SHAPE.exec(text);
      if (match === null) continue;
      if (Math.abs(Number(match[1] ?? 0)) > 90 || Math.abs(Number(match[2] ?? 0)) > 180) continue;
      spans.push({ start: from, end: from + match[0].length, score: 0.8 });
    }
    return spans;
  },
};

const SHAPE =
  /([+-]?\d{1,2}\.\d{3,10})°? ?[NS]?(?:, ?| )([+-]?\d{1,3}\.\d{3,10})°? ?[EW]?(?!\w|\.\d)|\d{1,2}° ?\d{1,2}['′ ] ?(?:\d{1,2}(?:\.\d+)?["″]?)? ?[NS],? ?\d{1,3}° ?\d{1,2}['′ ] ?(?:\d{1,2}(?:\.\d+)?["″]?)? ?[EW]/y;
