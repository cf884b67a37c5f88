import { remainder, weightedSum } from '../../checks.js';
import { identifier } from '../../engine/identifier.js';

/** Burgerservicenummer of the Netherlands (11-test) and the national register number of Belgium (97 − n mod 97). */
export const benelux = [
  identifier({
    type: 'NATIONAL_ID',
    shape: '\\d{4}[. ]?\\d{2}[. ]?\\d{3}|\\d{3}[. ]?\\d{3}[. ]?\\d{3}',
    letters: 'none',
    digits: [9, 9],
    labels: 'bsn burgerservicenummer sofinummer',
    proof: (plain) => weightedSum(plain, [9, 8, 7, 6, 5, 4, 3, 2, -1]) % 11 === 0,
  }),
  identifier({
    type: 'NATIONAL_ID',
    shape: '\\d{2}[. ]?\\d{2}[. ]?\\d{2}[- ]?\\d{3}[. ]?\\d{2}',
    letters: 'none',
    digits: [11, 11],
    labels: 'rijksregisternummer insz niss registre rrn nationaal_nummer',
    proof: (plain) => {
      const key = Number(plain.slice(9));
      return [plain.slice(0, 9), `2${plain.slice(0, 9)}`].some(
        (number) => 97 - remainder(number, 97) === key,
      );
    },
    unlabeled: 'separated',
  }),
];
