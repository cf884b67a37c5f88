import { isIdentifierLabel, wordsBefore } from '../label.js';
import { spansOf, wordSet } from '../labeled-values.js';
import type { Detector } from './detector.js';

/**
 * US Social Security numbers: area not 000, 666 or 9xx, group not 00, serial not 0000 (SSA, randomized numbers since
 * 2011). Called by its name, a number counts even when it could not be one: people mistype.
 */
export const usSsn: Detector = {
  type: 'US_SSN',
  find: (text) =>
    spansOf(text, SHAPE, (value, start) => {
      const words = wordsBefore(text, start).slice(-2);
      if (words.some((word) => LABELS.has(word))) return 0.9;
      if (isIdentifierLabel(words.at(-1)) || !SEPARATED.test(value)) return 0;
      return VALID.test(value.replace(/\D/g, '')) ? 0.8 : 0;
    }),
};

const SHAPE = /(?<![\w.-])\d(?:[- .]?\d){8}(?![\w-]|\.\d)/g;
const SEPARATED = /^\d{3}([- .])\d{2}\1\d{4}$/;
const VALID = /^(?!000|666|9)\d{3}(?!00)\d{2}(?!0000)\d{4}$/;
const LABELS = wordSet('ssn ssns social security socialsecurity');
