import { spansOf } from '../labeled-values.js';
import type { Detector } from './detector.js';

/** Hardware addresses (IEEE 802, EUI-48): six pairs of hexadecimal digits, or three groups of four. */
export const macAddress: Detector = { type: 'MAC', find: (text) => spansOf(text, SHAPE, () => 0.9) };

const SHAPE =
  /(?<![\w:-])(?:[0-9a-f]{2}([:-])(?:[0-9a-f]{2}\1){4}[0-9a-f]{2}|[0-9a-f]{4}\.[0-9a-f]{4}\.[0-9a-f]{4})(?![\w:-])/gi;
