import { identifier } from '../engine/identifier.js';

/**
 * US Social Security numbers: area not 000, 666 or 9xx, group not 00, serial not 0000 (SSA, randomized numbers since
 * 2011). An answer of nine digits counts too: nearly everything with nine digits that a customer is asked for is one of
 * the numbers that must not be passed on.
 */
export const usSsn = identifier({
  type: 'US_SSN',
  shape: '\\d{3}([- .])\\d{2}\\1\\d{4}|\\d(?:[- .]?\\d){8}',
  letters: 'none',
  digits: [9, 9],
  labels: 'ssn ssns social socialsecurity ss_number social_security soc_sec',
  proof: (plain) => /^(?!000|666|9)\d{3}(?!00)\d{2}(?!0000)\d{4}$/.test(plain),
  alone: /^(?:\d{9}|\d{3}([-. _])\d{3}\1\d{3}|\d{3}([-. ]?)\d{2}\2\d{4})$/,
});

/** As they are printed; needs no label. */
export const printedUsSsn = identifier({
  type: 'US_SSN',
  shape: '(?!000|666|9)\\d{3}([- .])(?!00)\\d{2}\\1(?!0000)\\d{4}',
  letters: 'none',
  digits: [9, 9],
  labels: 'ssn',
  unlabeled: 'anywhere',
});
