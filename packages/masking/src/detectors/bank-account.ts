import { findLabeled, wordSet } from '../labeled-values.js';
import type { Detector } from './detector.js';

/** US routing numbers (ABA), UK sort codes and BICs (ISO 9362), where they are called so. */
export const bankAccount: Detector = {
  type: 'BANK_ACCOUNT',
  find: (text) => findLabeled(text, { shape: SHAPE, labels: LABELS }),
};

const SHAPE =
  /(?<![\w-])(?:\d{9}|\d{2}([- ]?)\d{2}\1\d{2}|[A-Z]{4}[A-Z]{2}[A-Z0-9]{2}(?:[A-Z0-9]{3})?)(?![\w-])/g;
const LABELS = wordSet('routing aba rtn transit sort sortcode bic swift');
