import { weightedSum } from '../../checks.js';
import { identifier } from '../../engine/identifier.js';

/** PPSN: seven digits, a check letter of mod 23, perhaps one more letter (Social Welfare Consolidation Act 2005). */
export const ireland = [
  identifier({
    type: 'NATIONAL_ID',
    shape: '\\d{7}[a-w][a-iw]?',
    letters: 'some',
    digits: [7, 7],
    labels: 'pps ppsn pps_no',
    proof: (plain) => {
      const second = plain[8] === undefined || plain[8] === 'W' ? 0 : plain.charCodeAt(8) - 64;
      const rest = (weightedSum(plain, [8, 7, 6, 5, 4, 3, 2]) + 9 * second) % 23;
      return 'WABCDEFGHIJKLMNOPQRSTUV'[rest] === plain[7];
    },
    unlabeled: 'anywhere',
  }),
];
