import { weightedSum } from '../../checks.js';
import { identifier } from '../../engine/identifier.js';

/** Australia (TFN, ABN, ACN) and New Zealand (IRD). */
export const oceania = [
  identifier({
    type: 'TAX_ID',
    shape: '\\d{3} ?\\d{3} ?\\d{2,3}',
    letters: 'none',
    digits: [8, 9],
    labels: 'tfn tax_file',
    proof: (plain) => plain.length === 9 && weightedSum(plain, [1, 4, 3, 7, 5, 8, 6, 9, 10]) % 11 === 0,
    unlabeled: 'alone',
  }),
  identifier({
    type: 'TAX_ID',
    shape: '\\d{2} ?\\d{3} ?\\d{3} ?\\d{3}',
    letters: 'none',
    digits: [11, 11],
    labels: 'abn australian_business',
    proof: (plain) =>
      (weightedSum(plain, [10, 1, 3, 5, 7, 9, 11, 13, 15, 17, 19]) - 10) % 89 === 0 && plain[0] !== '0',
    unlabeled: 'separated',
  }),
  identifier({
    type: 'TAX_ID',
    shape: '\\d{3} ?\\d{3} ?\\d{3}',
    letters: 'none',
    digits: [9, 9],
    labels: 'acn australian_company',
    proof: (plain) => (10 - (weightedSum(plain, [8, 7, 6, 5, 4, 3, 2, 1]) % 10)) % 10 === Number(plain[8]),
  }),
  identifier({
    type: 'TAX_ID',
    shape: '\\d{2,3}[ -]?\\d{3}[ -]?\\d{3}',
    letters: 'none',
    digits: [8, 9],
    labels: 'ird',
  }),
];
