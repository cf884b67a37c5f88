import { isDay, weightedSum } from '../../checks.js';
import { identifier } from '../../engine/identifier.js';

/** China (GB 11643), Korea (RRN), Japan (My Number), Singapore (NRIC), Thailand, Taiwan, Hong Kong. */
export const asia = [
  identifier({
    type: 'NATIONAL_ID',
    shape: '[1-9]\\d{5}(?:18|19|20)\\d{2}(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\\d|3[01])\\d{3}[\\dx]',
    letters: 'any',
    digits: [17, 18],
    labels: '身份证 身份证号 resident_id id_card',
    proof: (plain) =>
      '10X98765432'[weightedSum(plain, [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2]) % 11] ===
      plain[17],
    unlabeled: 'anywhere',
  }),
  // Numbers given since October 2020 have no check digit.
  identifier({
    type: 'NATIONAL_ID',
    shape: '\\d{2}(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\\d|3[01])-[1-8]\\d{6}',
    letters: 'none',
    digits: [13, 13],
    labels: 'rrn 주민등록번호 resident_registration',
    unlabeled: 'anywhere',
  }),
  identifier({
    type: 'NATIONAL_ID',
    shape: '\\d{2}(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\\d|3[01])[1-8]\\d{6}',
    letters: 'none',
    digits: [13, 13],
    labels: 'rrn frn 주민등록번호',
    proof: (plain) =>
      (11 - (weightedSum(plain, [2, 3, 4, 5, 6, 7, 8, 9, 2, 3, 4, 5]) % 11)) % 10 === Number(plain[12]),
    unlabeled: 'alone',
  }),
  identifier({
    type: 'NATIONAL_ID',
    shape: '\\d{4}([ -]?)\\d{4}\\1\\d{4}',
    letters: 'none',
    digits: [12, 12],
    labels: 'mynumber my_number マイナンバー 個人番号',
    proof: (plain) => {
      const rest = weightedSum(plain, [6, 5, 4, 3, 2, 7, 6, 5, 4, 3, 2]) % 11;
      return (rest < 2 ? 0 : 11 - rest) === Number(plain[11]);
    },
    unlabeled: 'alone',
  }),
  identifier({
    type: 'NATIONAL_ID',
    shape: '[stfgm]\\d{7}[a-z]',
    letters: 'some',
    digits: [7, 7],
    labels: 'nric fin uin',
    proof: passesNric,
    unlabeled: 'anywhere',
    alone: /^[stfgm]\d{7}[a-z]$/i,
  }),
  identifier({
    type: 'NATIONAL_ID',
    shape: '[1-8][ -]?\\d{4}[ -]?\\d{5}[ -]?\\d{2}[ -]?\\d',
    letters: 'none',
    digits: [13, 13],
    labels: 'thai_id thai_national บัตรประชาชน tnin thai',
    reach: 4,
    proof: (plain) =>
      (11 - (weightedSum(plain, [13, 12, 11, 10, 9, 8, 7, 6, 5, 4, 3, 2]) % 11)) % 10 === Number(plain[12]),
    unlabeled: 'anywhere',
  }),
  identifier({
    type: 'NATIONAL_ID',
    shape: '[a-z]{1,2}\\d{6}\\([\\da]\\)|[a-z][12]\\d{8}',
    letters: 'some',
    digits: [6, 9],
    labels: 'hkid hk_id 身分證 taiwan_id',
    unlabeled: 'alone',
  }),
  // Republic Act 11055 and the resident numbers of Indonesia (NIK): region, birth date, order.
  identifier({
    type: 'NATIONAL_ID',
    shape: '\\d{16}',
    letters: 'none',
    digits: [16, 16],
    labels: 'nik ktp',
    proof: (plain) => isDay(plain.slice(6), 'dmy'),
  }),
];

const NRIC: Readonly<Record<string, readonly [offset: number, letters: string]>> = {
  S: [0, 'JZIHGFEDCBA'],
  T: [4, 'JZIHGFEDCBA'],
  F: [0, 'XWUTRQPNMLK'],
  G: [4, 'XWUTRQPNMLK'],
  M: [3, 'XWUTRQPNJLK'],
};

function passesNric(plain: string): boolean {
  const [offset, letters] = NRIC[plain[0] ?? ''] ?? [0, ''];
  const rest = (weightedSum(plain.slice(1), [2, 7, 6, 5, 4, 3, 2]) + offset) % 11;
  return letters[plain.startsWith('M') ? 10 - rest : rest] === plain[8] || letters[rest] === plain[8];
}
