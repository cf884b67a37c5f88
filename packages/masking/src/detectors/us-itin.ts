import { identifier } from '../engine/identifier.js';

/** US Individual Taxpayer Identification Numbers: 9xx with group 50–65, 70–88, 90–92 or 94–99 (IRS). */
export const usItin = identifier({
  type: 'US_ITIN',
  shape: '9\\d{2}[- ]?\\d{2}[- ]?\\d{4}',
  letters: 'none',
  digits: [9, 9],
  labels: 'itin taxpayer tin tax_id',
  proof: (plain) => /^9\d{2}(?:5\d|6[0-5]|7\d|8[0-8]|9[0-24-9])/.test(plain),
  unlabeled: 'separated',
});
