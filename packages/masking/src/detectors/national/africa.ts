import { isDay, passesLuhn } from '../../checks.js';
import { identifier } from '../../engine/identifier.js';

/** South Africa (Luhn over the thirteen digits that begin with the birth date) and Nigeria (NIN). */
export const africa = [
  identifier({
    type: 'NATIONAL_ID',
    shape: '\\d{6} ?\\d{4} ?[012]\\d{2}',
    letters: 'none',
    digits: [13, 13],
    labels: 'id identity rsa_id sa_id',
    proof: (plain) => isDay(plain, 'ymd') && passesLuhn(plain),
    unlabeled: 'anywhere',
    strict: true,
  }),
  identifier({
    type: 'NATIONAL_ID',
    shape: '\\d{11}',
    letters: 'none',
    digits: [11, 11],
    labels: 'nin nimc nigerian_id',
  }),
];
