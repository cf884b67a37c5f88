import { identifier } from '../engine/identifier.js';

/** UK National Insurance numbers (HMRC NIM39110): two letters of which some are not used, six digits, A to D. */
export const ukNino = identifier({
  type: 'UK_NINO',
  shape:
    '(?!bg|gb|kn|nk|nt|tn|zz)[a-ceghj-prstw-z][a-ceghj-nprstw-z][ .-]?(?:\\d{2}[ .-]?\\d{2}[ .-]?\\d{2}|\\d{3} \\d{3})(?:[ .-]?[a-d])?',
  letters: 'some',
  prefixed: true,
  digits: [6, 6],
  labels: 'nino ni insurance national_insurance',
  proof: (plain) => /[A-D]$/.test(plain),
  unlabeled: 'anywhere',
});

/** Called so, a number counts even with letters that are not used: people mistype. */
export const mistypedUkNino = identifier({
  type: 'UK_NINO',
  shape: '[a-z]{2}[ .-]?\\d{2}[ .-]?\\d{2}[ .-]?\\d{2}(?:[ .-]?[a-z])?',
  letters: 'some',
  prefixed: true,
  digits: [6, 6],
  labels: 'nino ni national_insurance',
});
