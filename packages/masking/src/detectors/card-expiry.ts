import { findLabeled, wordSet } from '../labeled-values.js';
import type { Detector } from './detector.js';

/** Month and year in which a card ends (ISO/IEC 7813), where they are called so. */
export const cardExpiry: Detector = {
  type: 'CARD_EXPIRY',
  find: (text) => findLabeled(text, { shape: SHAPE, labels: LABELS, vetoes: OTHER }),
};

const SHAPE = /(?<![\w/.-])(?:0[1-9]|1[0-2]|[1-9])\s?[/-]\s?(?:20)?\d{2}(?![\w/-]|\.\d)/g;
const LABELS = wordSet('exp expiry expires expiration expiring thru');
const OTHER = wordSet('offer coupon policy warranty subscription voucher');
