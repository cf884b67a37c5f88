import { passesMod11_10, weightedSum } from '../../checks.js';
import { identifier } from '../../engine/identifier.js';

/** Romania (CNP), Bulgaria (EGN), Croatia (OIB), Czechia and Slovakia (rodné číslo), Estonia and Lithuania. */
export const easternEurope = [
  identifier({
    type: 'NATIONAL_ID',
    shape: '[1-9]\\d{2}(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\\d|3[01])\\d{6}',
    letters: 'none',
    digits: [13, 13],
    labels: 'cnp',
    proof: (plain) =>
      (weightedSum(plain, [2, 7, 9, 1, 4, 6, 3, 5, 8, 2, 7, 9]) % 11) % 10 === Number(plain[12]),
    unlabeled: 'alone',
  }),
  identifier({
    type: 'NATIONAL_ID',
    shape: '\\d{2}(?:[024][1-9]|[135][0-2])(?:0[1-9]|[12]\\d|3[01])\\d{4}',
    letters: 'none',
    digits: [10, 10],
    labels: 'egn егн',
    proof: (plain) => (weightedSum(plain, [2, 4, 8, 5, 10, 9, 7, 3, 6]) % 11) % 10 === Number(plain[9]),
  }),
  identifier({
    type: 'NATIONAL_ID',
    shape: '\\d{11}',
    letters: 'none',
    digits: [11, 11],
    labels: 'oib',
    proof: passesMod11_10,
  }),
  identifier({
    type: 'NATIONAL_ID',
    shape: '\\d{2}(?:[05][1-9]|[16][0-2]|[27][1-9]|[38][0-2])(?:0[1-9]|[12]\\d|3[01])/?\\d{3,4}',
    letters: 'none',
    digits: [9, 10],
    labels: 'rodné číslo rč rodne_cislo rodné_číslo',
    proof: (plain) => plain.length === 10 && Number(plain) % 11 === 0,
    unlabeled: 'separated',
  }),
  identifier({
    type: 'NATIONAL_ID',
    shape: '[1-8]\\d{2}(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\\d|3[01])\\d{4}',
    letters: 'none',
    digits: [11, 11],
    labels: 'isikukood asmens kodas',
    proof: (plain) => {
      const first = weightedSum(plain, [1, 2, 3, 4, 5, 6, 7, 8, 9, 1]) % 11;
      const check = first < 10 ? first : (weightedSum(plain, [3, 4, 5, 6, 7, 8, 9, 1, 2, 3]) % 11) % 10;
      return check === Number(plain[10]);
    },
    unlabeled: 'alone',
  }),
];
