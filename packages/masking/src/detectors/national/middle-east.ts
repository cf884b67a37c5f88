import { digitAt, passesLuhn } from '../../checks.js';
import { identifier } from '../../engine/identifier.js';

/** Türkiye (T.C. Kimlik No., two check digits) and Israel (teudat zehut, Luhn). */
export const middleEast = [
  identifier({
    type: 'NATIONAL_ID',
    shape: '[1-9]\\d{10}',
    letters: 'none',
    digits: [11, 11],
    labels: 'kimlik tckn tc',
    proof: (plain) => {
      let odd = 0;
      let even = 0;
      for (let index = 0; index < 9; index += 1) {
        if (index % 2 === 0) odd += digitAt(plain, index);
        else even += digitAt(plain, index);
      }
      const tenth = (((odd * 7 - even) % 10) + 10) % 10;
      return tenth === digitAt(plain, 9) && (odd + even + tenth) % 10 === digitAt(plain, 10);
    },
    unlabeled: 'anywhere',
  }),
  identifier({
    type: 'NATIONAL_ID',
    shape: '\\d{9}|\\d{8}-\\d',
    letters: 'none',
    digits: [9, 9],
    labels: 'teudat zehut תעודת',
    proof: passesLuhn,
  }),
];
