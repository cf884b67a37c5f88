import { alphanumericValue, passesLuhn } from '../../checks.js';
import { identifier } from '../../engine/identifier.js';

/** Codice fiscale (DM 12/03/1974) and partita IVA (Luhn). */
export const italy = [
  identifier({
    type: 'NATIONAL_ID',
    shape:
      '[a-z]{3} ?[a-z]{3} ?[0-9lmnpqrstuv]{2}[abcdehlmprst][0-9lmnpqrstuv]{2} ?[a-z][0-9lmnpqrstuv]{3}[a-z]',
    letters: 'some',
    prefixed: true,
    digits: [1, 7],
    labels: 'codice fiscale cf',
    proof: passesCodiceFiscale,
    unlabeled: 'anywhere',
  }),
  identifier({
    type: 'TAX_ID',
    shape: '(?:it ?)?\\d{5}[ _]?\\d{6}|\\d{8}_\\d{3}',
    letters: 'any',
    prefixed: true,
    digits: [11, 11],
    labels: 'iva partita piva p_iva',
    proof: (plain) => passesLuhn(plain.slice(-11)) && !plain.endsWith('00000000000'),
    unlabeled: 'alone',
  }),
];

/** What a character at an odd place counts; at an even place it counts its position among its kind. */
const ODD = [1, 0, 5, 7, 9, 13, 15, 17, 19, 21, 2, 4, 18, 20, 11, 3, 6, 8, 12, 14, 16, 10, 22, 25, 24, 23];

function passesCodiceFiscale(plain: string): boolean {
  let sum = 0;
  for (let index = 0; index < 15; index += 1) {
    const value = alphanumericValue(plain[index] ?? '0');
    const position = value < 10 ? value : value - 10;
    sum += index % 2 === 0 ? (ODD[position] ?? 0) : position;
  }
  return String.fromCharCode(65 + (sum % 26)) === plain[15];
}
