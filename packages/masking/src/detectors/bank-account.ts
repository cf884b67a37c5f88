import { remainder, weightedSum } from '../checks.js';
import { findAfterCues } from '../engine/cued.js';
import { identifier } from '../engine/identifier.js';
import type { Detector } from './detector.js';

const LABELS = 'routing aba rtn transit sort sortcode sort_code';

/** US routing numbers (ABA), UK sort codes, Australian BSBs, Indian IFSCs, Mexican CLABEs, Canadian transit numbers. */
export const bankCodes = [
  identifier({
    type: 'BANK_ACCOUNT',
    shape: '\\d{4}-?\\d{4}-?\\d',
    letters: 'none',
    digits: [9, 9],
    labels: LABELS,
    vetoes: 'by price list order issue',
    proof: (plain) =>
      /^(?:0\d|1[0-2]|2[1-9]|3[0-2]|6[1-9]|7[0-2]|80)/.test(plain) &&
      weightedSum(plain, [3, 7, 1, 3, 7, 1, 3, 7, 1]) % 10 === 0,
    unlabeled: 'separated',
    alone: /^\d{4}-\d{4}-\d$/,
  }),
  identifier({
    type: 'BANK_ACCOUNT',
    shape: '\\d{2}([- ]?)\\d{2}\\1\\d{2}(?:[ ,/-]{1,2}\\d{8})?',
    letters: 'none',
    digits: [6, 14],
    labels: LABELS,
    vetoes: 'by price list order issue',
  }),
  identifier({
    type: 'BANK_ACCOUNT',
    shape: '\\d{2}-\\d{2}-\\d{2}[ ,/]{1,2}\\d{8}',
    letters: 'none',
    digits: [14, 14],
    labels: 'sort',
    unlabeled: 'anywhere',
  }),
  identifier({
    type: 'BANK_ACCOUNT',
    shape: '\\d{3}[- ]?\\d{3}(?:[ ,-]{1,2}\\d{6,9})?|\\d{5}[- ]\\d{3}(?:[- ]\\d{7,12})?',
    letters: 'none',
    digits: [6, 20],
    labels: 'bsb transit institution',
  }),
  identifier({
    type: 'BANK_ACCOUNT',
    shape: '[a-z]{4}0[a-z0-9]{6}',
    letters: 'some',
    digits: [1, 7],
    labels: 'ifsc',
    strict: true,
    proof: (plain) => /\d{3}/.test(plain),
    unlabeled: 'alone',
  }),
  identifier({
    type: 'BANK_ACCOUNT',
    shape: '\\d{18}',
    letters: 'none',
    digits: [18, 18],
    labels: 'clabe',
    proof: (plain) => {
      let sum = 0;
      for (let index = 0; index < 17; index += 1)
        sum += (Number(plain[index]) * ([3, 7, 1][index % 3] ?? 0)) % 10;
      return (10 - (sum % 10)) % 10 === Number(plain[17]) && remainder(plain.slice(0, 3), 1000) <= 902;
    },
    unlabeled: 'alone',
  }),
];

/** Bank identifier codes (ISO 9362), which need no digit. */
export const bic: Detector = {
  type: 'BANK_ACCOUNT',
  cues: ['bic', 'swift'],
  find: (source, _options, cue) => findAfterCues(source, cue, { shape: BIC, reach: 16 }),
};

const BIC = /\b[A-Z]{6}[A-Z0-9]{2}(?:[A-Z0-9]{3})?\b/;
