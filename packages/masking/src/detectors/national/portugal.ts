import { weightedSum } from '../../checks.js';
import { identifier } from '../../engine/identifier.js';

/** NIF: nine digits, weights 9 to 2, mod 11 (DL 463/79). */
export const portugal = [
  identifier({
    type: 'TAX_ID',
    shape: '\\d{3} ?\\d{3} ?\\d{3}',
    letters: 'none',
    digits: [9, 9],
    labels: 'nif contribuinte nipc',
    proof: (plain) => {
      const rest = weightedSum(plain, [9, 8, 7, 6, 5, 4, 3, 2]) % 11;
      return (rest < 2 ? 0 : 11 - rest) === Number(plain[8]);
    },
  }),
];
