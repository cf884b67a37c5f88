import { isIdentifierLabel, wordsBefore } from '../label.js';
import { spansOf, wordSet } from '../labeled-values.js';
import { passesLuhn } from '../luhn.js';
import type { Detector } from './detector.js';

/** Canadian Social Insurance Numbers: nine digits with a Luhn check digit, the first not 0 (ESDC). */
export const caSin: Detector = {
  type: 'CA_SIN',
  find: (text) =>
    spansOf(text, SHAPE, (value, start) => {
      const words = wordsBefore(text, start).slice(-2);
      if (words.some((word) => LABELS.has(word))) return 0.9;
      const digits = value.replace(/\D/g, '');
      const separated = digits.length < value.length;
      return separated && !isIdentifierLabel(words.at(-1)) && passesLuhn(digits) ? 0.8 : 0;
    }),
};

const SHAPE = /(?<![\w.-])[1-9]\d{2}([- ]?)\d{3}\1\d{3}(?![\w-]|\.\d)/g;
const LABELS = wordSet('sin nas insurance');
