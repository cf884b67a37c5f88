import { passesMod11_10 } from '../../checks.js';
import { identifier } from '../../engine/identifier.js';

/** Tax id (§139b AO, check digit by ISO 7064 mod 11,10), pension insurance number (VKVV §2) and physician numbers. */
export const germany = [
  identifier({
    type: 'TAX_ID',
    shape: '[1-9]\\d(?: ?\\d{3}){3}|\\d{2,3}[ /]\\d{3,4}[ /]\\d{4,5}',
    letters: 'none',
    digits: [10, 11],
    labels:
      'steuer id steuerid idnr steueridentifikationsnummer identifikationsnummer steuernummer tin tax_id tax_number',
    proof: (plain) => plain.length === 11 && repeatsOneDigit(plain) && passesMod11_10(plain),
    unlabeled: 'alone',
  }),
  identifier({
    type: 'NATIONAL_ID',
    shape: '\\d{2} ?(?:0[1-9]|[12]\\d|3[01]|[5-9]\\d)\\d{4} ?[a-z] ?\\d{2}\\d',
    letters: 'some',
    digits: [11, 11],
    labels:
      'rvnr sozialversicherungsnummer rentenversicherungsnummer versicherungsnummer sozialversicherungsausweis svnr',
    proof: passesPensionCheck,
    unlabeled: 'anywhere',
  }),
];

/** Of the first ten digits at most one occurs two or three times (rule of the Federal Central Tax Office). */
function repeatsOneDigit(plain: string): boolean {
  const kinds = new Set(plain.slice(0, 10)).size;
  return kinds >= 8;
}

const WEIGHTS = [2, 1, 2, 5, 7, 1, 2, 1, 2, 1, 2, 1];

/** Digit sums of the weighted digits; the letter stands for its place in the alphabet. */
function passesPensionCheck(plain: string): boolean {
  const place = String(plain.charCodeAt(8) - 64).padStart(2, '0');
  const digits = plain.slice(0, 8) + place + plain.slice(9, 11);
  let sum = 0;
  for (const [index, weight] of WEIGHTS.entries()) {
    const product = Number(digits[index]) * weight;
    sum += Math.floor(product / 10) + (product % 10);
  }
  return sum % 10 === Number(plain[11]);
}
