import { identifier } from '../engine/identifier.js';

const LABELS =
  'license licence licenses licences dl driver drivers dvla driving permit führerschein permis conducir patente rijbewijs';

/** UK driving licence numbers (DVLA): five of the surname, birth date with the month + 50 for women, initials, checks. */
export const ukDriverLicense = identifier({
  type: 'DRIVER_LICENSE',
  shape:
    '[a-z9]{5} ?\\d ?(?:0[1-9]|1[0-2]|5[1-9]|6[0-2])(?: ?\\d(?=\\d))?(?:0[1-9]|[12]\\d|3[01]|\\d) ?\\d [a-z9]{2}[a-z0-9]{3}(?: ?\\d{2})?|' +
    '[a-z9]{5}[ -]?\\d{3}[ -]?\\d{3}[ -]?[a-z9]{2}[a-z0-9]{3}(?: ?\\d{2})?',
  letters: 'some',
  prefixed: true,
  digits: [6, 14],
  labels: LABELS,
  proof: (plain) =>
    /^[A-Z9]{5}\d(?:0[1-9]|1[0-2]|5[1-9]|6[0-2])(?:0[1-9]|[12]\d|3[01])\d[A-Z9]{2}[A-Z0-9]{3}/.test(plain),
  unlabeled: 'anywhere',
});

/** Driving licence numbers of other countries and of US states, where they are called so. */
export const driverLicense = identifier({
  type: 'DRIVER_LICENSE',
  shape: '[a-z0-9](?:[a-z0-9*]|[- ](?=\\d)){4,19}',
  letters: 'any',
  prefixed: true,
  digits: [4, 20],
  labels: LABELS,
  vetoes: 'software key product serial business activation plate plates windows office parking',
  strict: true,
  proof: (plain) => (plain.match(/\d/g)?.length ?? 0) >= 4 || plain.length >= 8,
});

/** Italian licences: two letters, seven digits and a letter (D.Lgs. 285/1992; `U1` and nine characters before 2013). */
export const italianDriverLicense = identifier({
  type: 'DRIVER_LICENSE',
  shape: '[a-z]{2}\\d{7}[a-z]|u1[bcdefghjklmnpqrstuvwxyz0-9]{7}[a-z]',
  letters: 'some',
  digits: [1, 9],
  labels: LABELS,
  unlabeled: 'alone',
});
