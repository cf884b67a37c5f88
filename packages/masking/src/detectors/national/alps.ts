import { isDay, weightedSum } from '../../checks.js';
import { identifier } from '../../engine/identifier.js';

/** AHV number of Switzerland (EAN-13 under 756) and social insurance number of Austria (weights, mod 11). */
export const alps = [
  identifier({
    type: 'NATIONAL_ID',
    shape: '756[. ]?\\d{4}[. ]?\\d{4}[. ]?\\d{2}',
    letters: 'none',
    digits: [13, 13],
    labels: 'ahv avs ahvn13 sozialversicherungsnummer',
    proof: (plain) => weightedSum(plain, [1, 3, 1, 3, 1, 3, 1, 3, 1, 3, 1, 3, 1]) % 10 === 0,
    unlabeled: 'anywhere',
  }),
  identifier({
    type: 'NATIONAL_ID',
    shape: '[1-9]\\d{3} ?\\d{6}',
    letters: 'none',
    digits: [10, 10],
    labels: 'svnr sozialversicherungsnummer versicherungsnummer',
    proof: (plain) =>
      isDay(plain.slice(4), 'dmy') && weightedSum(plain, [3, 7, 9, 10, 5, 8, 4, 2, 1, 6]) % 11 === 0,
    unlabeled: 'separated',
  }),
];
