import { passesLuhn } from '../checks.js';
import { identifier } from '../engine/identifier.js';

/** Canadian Social Insurance Numbers: nine digits with a Luhn check digit, the first not 0 (ESDC). */
export const caSin = identifier({
  type: 'CA_SIN',
  shape: '\\d{3}([-. _]?)\\d{3}\\1\\d{3}',
  letters: 'any',
  digits: [9, 9],
  labels: 'sin nas social_insurance insurance assurance_sociale',
  proof: (plain) => plain[0] !== '0' && passesLuhn(plain) && !/^(?:\d00){3}$/.test(plain),
  unlabeled: 'separated',
  alone: /^\d{3}([-. _])\d{3}\1\d{3}$/,
});
