import { spansOf } from '../labeled-values.js';
import type { Detector } from './detector.js';

/** A plus sign and 8 to 15 digits (ITU-T E.164), whether or not a numbering plan knows the number. */
export const internationalPhone: Detector = {
  type: 'PHONE',
  find: (text) => spansOf(text, SHAPE, () => 0.7),
};

const SHAPE = /(?<![\w+])\+[1-9]\d{7,14}(?!\w|[-. ]\d)/g;
