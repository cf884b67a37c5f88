import { isIdentifierLabel, wordsBefore } from '../label.js';
import { spansOf, wordSet } from '../labeled-values.js';
import type { Detector } from './detector.js';

/** US Individual Taxpayer Identification Numbers: 9xx with group 50–65, 70–88, 90–92 or 94–99 (IRS). */
export const usItin: Detector = {
  type: 'US_ITIN',
  find: (text) =>
    spansOf(text, SHAPE, (value, start) => {
      if (!VALID.test(value.replace(/\D/g, ''))) return 0;
      const words = wordsBefore(text, start).slice(-2);
      if (words.some((word) => LABELS.has(word))) return 0.9;
      return SEPARATED.test(value) && !isIdentifierLabel(words.at(-1)) ? 0.8 : 0;
    }),
};

const SHAPE = /(?<![\w.-])9\d{2}[- ]?\d{2}[- ]?\d{4}(?![\w-]|\.\d)/g;
const VALID = /^9\d{2}(?:5\d|6[0-5]|7\d|8[0-8]|9[0-24-9])/;
const SEPARATED = /^\d{3}([- ])\d{2}\1/;
const LABELS = wordSet('itin taxpayer tin');
