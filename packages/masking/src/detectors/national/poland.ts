import { weightedSum } from '../../checks.js';
import { identifier } from '../../engine/identifier.js';

/** PESEL: birth date with the century in the month, weights 1, 3, 7, 9 (Ustawa o ewidencji ludności, art. 15). */
export const poland = [
  identifier({
    type: 'NATIONAL_ID',
    shape: '\\d{2}[02468][1-9]\\d{7}|\\d{2}[13579][0-2]\\d{7}',
    letters: 'none',
    digits: [11, 11],
    labels: 'pesel',
    proof: (plain) =>
      Number(plain.slice(4, 6)) >= 1 &&
      Number(plain.slice(4, 6)) <= 31 &&
      weightedSum(plain, [1, 3, 7, 9, 1, 3, 7, 9, 1, 3, 1]) % 10 === 0,
    unlabeled: 'anywhere',
  }),
];
