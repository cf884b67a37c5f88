import { findLabeled, wordSet } from '../labeled-values.js';
import type { Detector } from './detector.js';

/** Card verification codes (CVV2, CVC2, CID): three or four digits, where they are called so. */
export const securityCode: Detector = {
  type: 'CVV',
  find: (text) =>
    [
      ...findLabeled(text, { shape: SHAPE, labels: LABELS }),
      ...findLabeled(text, { shape: SHAPE, labels: SECURITY, vetoes: NUMBERS }),
    ].sort((a, b) => a.start - b.start),
};

const SHAPE = /(?<![\w./:-])\d{3,4}(?![\w/:-]|\.\d)/g;
const LABELS = wordSet('cvv cvc cvn csc cid cvvs');
/** "security code", and not "social security". */
const SECURITY = wordSet('security');
const NUMBERS = wordSet('social section');
