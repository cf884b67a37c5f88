import { identifier } from '../engine/identifier.js';

const PLATE =
  'plate plates registration registrations reg regn vrm tag plaka plakası kennzeichen immatriculation matrícula targa';

/** Vehicle identification numbers (ISO 3779) with the check digit of North America (49 CFR 565.15), and number plates. */
export const vehicleIds = [
  identifier({
    type: 'VEHICLE',
    shape: '[a-hj-npr-z0-9]{17}',
    letters: 'some',
    digits: [3, 17],
    labels: 'vin chassis vehicle fahrgestellnummer',
    proof: passesVin,
    unlabeled: 'anywhere',
  }),
  // DVLA since 2001: two letters, age, three letters.
  identifier({
    type: 'VEHICLE',
    shape: '[a-hj-prstv-y]{2}(?:0[2-9]|[1257]\\d|6\\d)[ -]?[a-hj-pr-z]{3}',
    letters: 'some',
    digits: [2, 2],
    labels: `${PLATE} car vehicle vehicles van`,
    reach: 4,
    unlabeled: 'alone',
  }),
  // India: state, district, series, number.
  identifier({
    type: 'VEHICLE',
    shape:
      '(?:a[nprs]|br|c[gh]|d[dln]|g[aj]|h[pr]|j[hk]|k[al]|l[ad]|m[hlnpz]|o[dr]|p[bty]|rj|sk|t[nrs]|u[kpa]|wb)[ -]?\\d{1,2}[ -]?[a-z]{1,3}[ -]?\\d{4}',
    letters: 'some',
    prefixed: true,
    digits: [5, 6],
    labels: PLATE,
    unlabeled: 'anywhere',
  }),
  // Türkiye: province, letters, number. Nigeria: three letters, three digits, two letters.
  identifier({
    type: 'VEHICLE',
    shape: '(?:0[1-9]|[1-7]\\d|8[01]) ?[a-z]{1,3} ?\\d{2,4}|[a-z]{3}[ -]?\\d{3}[ -]?[a-z]{2}',
    letters: 'some',
    prefixed: true,
    digits: [3, 6],
    labels: PLATE,
    unlabeled: 'alone',
  }),
  identifier({
    type: 'VEHICLE',
    shape: '[a-z]{1,4}[ -]?[a-z]{0,2}[ -]?\\d{1,4}[ -]?[a-z]{0,3}|\\d{1,4}[ -]?[a-z]{1,3}[ -]?\\d{0,4}',
    letters: 'some',
    prefixed: true,
    digits: [1, 8],
    labels:
      'plate plates license_plate number_plate car_registration registration_plate vehicle_registration kennzeichen',
    reach: 2,
    strict: true,
    proof: (plain) => plain.length >= 5 && !/OF|AND|THE|FOR|WITH|FROM/.test(plain),
  }),
];

const VALUES = '0123456789.ABCDEFGH..JKLMN.P.R..STUVWXYZ';
const WEIGHTS = [8, 7, 6, 5, 4, 3, 2, 10, 0, 9, 8, 7, 6, 5, 4, 3, 2];

function passesVin(value: string): boolean {
  if (/^\d+$/.test(value)) return false;
  let sum = 0;
  for (const [index, weight] of WEIGHTS.entries()) sum += (VALUES.indexOf(value[index] ?? '') % 10) * weight;
  return (sum % 11 === 10 ? 'X' : String(sum % 11)) === value[8];
}
