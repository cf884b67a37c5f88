import { remainder } from '../../checks.js';
import { identifier } from '../../engine/identifier.js';

/** NIR, the number of social security (décret 82-103): sex, year, month, department, commune, order; key 97 − n mod 97. */
export const france = [
  identifier({
    type: 'NATIONAL_ID',
    shape: '[12] ?\\d{2} ?(?:0[1-9]|1[0-2]|[2-9]\\d) ?(?:\\d{2}|2[ab]) ?\\d{3} ?\\d{3} ?\\d{2}',
    letters: 'any',
    digits: [14, 15],
    labels: 'nir insee sécurité sociale sécu',
    proof: (plain) => {
      const digits = plain.replace('2A', '19').replace('2B', '18');
      return 97 - remainder(digits.slice(0, 13), 97) === Number(digits.slice(13));
    },
    unlabeled: 'anywhere',
  }),
];
