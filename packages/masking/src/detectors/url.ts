import type { Span } from '../engine/spans.js';
import type { ScannedText } from '../engine/text-scan.js';
import type { Detector } from './detector.js';

/** Web addresses with a scheme (RFC 3986). */
export const url: Detector = { type: 'URL', looksAt: 'colons', find };

const REST = /:\/\/[^\s<>"'\ufffa-\ufffc[\]]{1,2000}/y;
const SCHEME = /(?:https?|ftp|wss?)$/i;

function find({ text, colons }: ScannedText): readonly Span[] {
  const spans: Span[] = [];
  for (const colon of colons) {
    if (colon < (spans.at(-1)?.end ?? 0)) continue;
    const scheme = SCHEME.exec(text.slice(Math.max(0, colon - 5), colon))?.[0];
    if (scheme === undefined) continue;
    REST.lastIndex = colon;
    const rest = REST.exec(text)?.[0].replace(/[.,;:!?)]+$/, '');
    if (rest !== undefined)
      spans.push({ start: colon - scheme.length, end: colon + rest.length, score: 0.9 });
  }
  return spans;
}
