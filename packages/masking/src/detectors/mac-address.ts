import { findAfterCues } from '../engine/cued.js';
import { identifier } from '../engine/identifier.js';
import type { Span } from '../engine/spans.js';
import type { ScannedText } from '../engine/text-scan.js';
import type { Detector } from './detector.js';

const FORM = '[0-9a-f]{2}([:-])(?:[0-9a-f]{2}\\1){4}[0-9a-f]{2}(?!:)|[0-9a-f]{4}\\.[0-9a-f]{4}\\.[0-9a-f]{4}';

/** Hardware addresses (IEEE 802, EUI-48): six pairs of hexadecimal digits, or three groups of four. */
export const macAddress = identifier({
  type: 'MAC',
  shape: FORM,
  letters: 'any',
  prefixed: true,
  digits: [1, 12],
  labels: 'mac',
  unlabeled: 'anywhere',
});

/** Those that begin without a digit. */
export const letteredMacAddress: Detector = {
  type: 'MAC',
  looksAt: 'colons',
  cues: ['mac', 'macs', 'hardware', 'physical', 'address', 'ethernet', 'bssid'],
  find,
};

const AT_START = new RegExp(`(?<![\\w:-])(?:${FORM})(?![\\w:-])`, 'iy');
const ANYWHERE = new RegExp(`(?<![\\w:-])(?:${FORM})(?![\\w:-])`, 'i');

function find(source: ScannedText, _options: unknown, cue: number): readonly Span[] {
  const spans: Span[] = [...findAfterCues(source, cue, { shape: ANYWHERE, reach: 40 })];
  for (const colon of source.colons) {
    AT_START.lastIndex = colon - 2;
    const value = AT_START.exec(source.text)?.[0];
    const overlaps = spans.some(({ start, end }) => colon >= start && colon < end);
    if (value !== undefined && !overlaps)
      spans.push({ start: colon - 2, end: colon - 2 + value.length, score: 0.9 });
  }
  return spans.sort((a, b) => a.start - b.start);
}
