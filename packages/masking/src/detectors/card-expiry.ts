import { findAfterCues } from '../engine/cued.js';
import { identifier } from '../engine/identifier.js';
import type { Detector } from './detector.js';

const OTHER =
  'offer coupon policy warranty subscription voucher passport code promo token session license visa_until';

/** Month and year in which a card ends (ISO/IEC 7813), where they are called so. */
export const cardExpiry = identifier({
  type: 'CARD_EXPIRY',
  shape: '(?:0?[1-9]|1[0-2])\\s?[/-]\\s?(?:20)?\\d{2}|(?:0[1-9]|1[0-2])[ .]?(?:20)?[2-4]\\d',
  letters: 'none',
  digits: [3, 6],
  labels:
    'exp expiry expires expiration expiring expire thru through good_until valid_from valid_until valid_till expdate mmyy gültig',
  vetoes: OTHER,
});

/** The same with the name of the month. */
export const spelledCardExpiry: Detector = {
  type: 'CARD_EXPIRY',
  cues: ['exp', 'expiry', 'expires', 'expiration', 'thru', 'expire'],
  find: (source, _options, cue) =>
    findAfterCues(source, cue, { shape: SHAPE, reach: 24, digits: true, accept: saysCard }),
};

const SHAPE =
  /\b(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]{0,6}\.?[ ,/'-]{1,2}(?:20)?[2-4]\d\b(?!\s?(?:at|:|[ap]m))/i;

/** Whatever else ends is named between, or is the subject before, which a date on its own does not tell. */
function saysCard(_value: string, between: string): boolean {
  return !/\b(?:offer|coupon|policy|warranty|subscription|voucher|promo|on)\b|\d/i.test(between);
}
