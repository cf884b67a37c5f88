import type { EntityType } from '../../src/entity.js';
import { healthIds, nationalIds, taxIds } from './national-values.js';
import type { Random } from './random.js';

const LOWER = 'abcdefghijklmnopqrstuvwxyz';
const CANADIAN = 'ABCEGHJKLMNPRSTVWXYZ';
const MIXED = `${LOWER}ABCDEFGHJKLMNPQRSTUVWXYZ23456789`;
const FIRST =
  'Ava Ben Chloe Daniel Emma Felix Grace Hugo Ivy Jonas Kira Liam Mara Nils Olivia Pablo Quinn Rosa Samir Tessa'.split(
    ' ',
  );
const LAST =
  'Stone Miller Okafor Lindqvist Moreau Hartmann Castillo Novak Iyer Tanaka Brennan Fischer Duarte Whitfield'.split(
    ' ',
  );
const STREETS = 'Maple Oak Harbor Birch Church Station Mill Cedar Willow Chestnut'.split(' ');
const KINDS = 'Street St Avenue Ave Road Rd Lane Drive Court Boulevard'.split(' ');
const MONTHS = 'January February March April May June July August September October November December'.split(
  ' ',
);

/** Invented values of each kind; proven ones have right check digits. */
export const VALUES: Readonly<Record<EntityType, (random: Random) => string>> = {
  CREDIT_CARD: (random) =>
    grouped(random, luhn(random, random.pick(['4', '51', '55', '2221', '6011', '65']), 16)),
  CVV: (random) => random.digits(3),
  CARD_EXPIRY: (random) =>
    `${two(random.between(1, 12))}/${random.pick(['', '20'])}${random.between(26, 33)}`,
  IBAN: (random) => iban(random),
  BANK_ACCOUNT: (random) => random.pick([routing(random), random.shaped('##-##-##')]),
  ACCOUNT_NUMBER: (random) => random.digits(random.between(8, 12)),
  EMAIL: (random) =>
    `${random.pick(FIRST).toLowerCase()}${random.pick(['.', '_', '', '-'])}${random.pick(LAST).toLowerCase()}${random.pick(['', random.digits(2)])}@${random.pick(['example.com', 'mail.example.org', 'post.example', 'example.co.uk'])}`,
  PHONE: (random) => phone(random),
  SECRET: (random) =>
    random.pick([
      () => `sk_live_${random.from(MIXED, 24)}`,
      () => `ghp_${random.from(MIXED, 36)}`,
      () => `AKIA${random.from('ABCDEFGHIJKLMNOPQRSTUVWXYZ234567', 16)}`,
      () => `xoxb-${random.digits(12)}-${random.from(MIXED, 24)}`,
      () => `glpat-${random.from(MIXED, 20)}`,
      () => `eyJhbGciOiJIUzI1NiJ9.eyJzdWIi${random.from(MIXED, 20)}.${random.from(MIXED, 30)}`,
    ])(),
  PASSWORD: (random) =>
    `${random.pick(['Tiger', 'sunshine', 'Winter', 'purple', 'Dragon', 'coffee'])}${random.pick(['', '!', '_', '#'])}${random.digits(random.between(2, 4))}`,
  PIN: (random) => random.digits(4),
  OTP: (random) => random.digits(6),
  US_SSN: (random) =>
    `${random.between(100, 665)}${random.pick(['-', ' '])}`.replace(
      /(.)$/,
      (mark) => `${mark}${two(random.between(1, 99))}${mark}${random.between(1000, 9999)}`,
    ),
  US_ITIN: (random) =>
    `9${random.digits(2)}-${random.pick(['70', '75', '83', '91', '95'])}-${random.digits(4)}`,
  CA_SIN: (random) =>
    luhn(random, String(random.between(1, 7)), 9).replace(
      /(...)(...)(...)/,
      random.pick(['$1 $2 $3', '$1-$2-$3']),
    ),
  UK_NINO: (random) =>
    random.pick(['AB', 'CE', 'JK', 'PR', 'SW']) +
    random.pick(['######', ' ## ## ## ']).replace(/#/g, () => random.digits(1)) +
    random.pick(['A', 'B', 'C', 'D']),
  PASSPORT: (random) =>
    random.pick([random.digits(9), random.shaped('@########'), random.shaped('@@#######')]),
  DRIVER_LICENSE: (random) =>
    random.pick([random.shaped('@#######'), random.shaped('@###-####-####'), random.digits(9)]),
  MEDICAL_ID: healthIds,
  DOB: (random) => date(random, random.between(1945, 2006)),
  IP: (random) =>
    random.pick([
      `${random.between(11, 223)}.${random.between(0, 255)}.${random.between(0, 255)}.${random.between(1, 254)}`,
      `2001:db8:${random.from('0123456789abcdef', 4)}::${random.from('123456789', 2)}`,
    ]),
  MAC: (random) =>
    Array.from({ length: 6 }, () => random.from('0123456789ABCDEF', 2)).join(random.pick([':', '-'])),
  CRYPTO: (random) =>
    random.pick([
      `0x${random.from('0123456789abcdefABCDEF', 40)}`,
      `bc1q${random.from('acdefghjklmnpqrstuvwxyz023456789', 38)}`,
    ]),
  VEHICLE: (random) =>
    random.pick([
      random
        .shaped(`${random.pick(['AB', 'LN', 'KX'])}${random.pick(['19', '21', '68', '71'])} @@@`)
        .replace(/[IQ]/g, 'K'),
      vin(random),
    ]),
  NATIONAL_ID: nationalIds,
  TAX_ID: taxIds,
  PERSON: (random) => `${random.pick(FIRST)} ${random.pick(LAST)}`,
  ADDRESS: (random) =>
    `${random.between(1, 980)} ${random.pick(STREETS)} ${random.pick(KINDS)}${random.pick(['', ` Apt ${random.between(1, 40)}`])}`,
  POSTCODE: (random) =>
    random.pick([
      `${random.pick(['SW1A', 'M1', 'LS2', 'EH3', 'B33'])} ${random.digits(1)}${random.from('ABDEFGHJLNPQRSTUWXYZ', 2)}`,
      `${random.pick(['K', 'M', 'V', 'H'])}${random.digits(1)}${random.from(CANADIAN, 1)} ${random.digits(1)}${random.from(CANADIAN, 1)}${random.digits(1)}`,
    ]),
  USERNAME: (random) =>
    `${random.pick(FIRST).toLowerCase()}${random.pick(['_', '.', ''])}${random.pick(LAST).toLowerCase()}${random.digits(2)}`,
  DEVICE_ID: (random) => luhn(random, '35', 15),
  DATE: (random) => date(random, 2024),
  URL: (random) => `https://${random.from(LOWER, 8)}.example/`,
  SERIAL_NUMBER: (random) => random.shaped('@@@#######'),
  COORDINATES: (random) =>
    `${random.between(-60, 70)}.${random.digits(5)}, ${random.between(-170, 170)}.${random.digits(5)}`,
};

/** Digits after the prefix, the last of them a check digit by Luhn. */
function luhn(random: Random, prefix: string, length: number): string {
  const body = prefix + random.digits(length - prefix.length - 1);
  for (let check = 0; check < 10; check += 1) if (luhnSum(body + check) % 10 === 0) return body + check;
  throw new Error('some digit fits');
}

function luhnSum(digits: string): number {
  return [...digits].reverse().reduce((sum, digit, index) => {
    const value = Number(digit) * (index % 2 === 0 ? 1 : 2);
    return sum + (value > 9 ? value - 9 : value);
  }, 0);
}

function grouped(random: Random, card: string): string {
  return card.replace(/(....)(?=.)/g, random.pick(['$1', '$1 ', '$1-', '$1 ']));
}

function iban(random: Random): string {
  const [country, bban] = random.pick([
    ['DE', random.digits(18)],
    ['GB', `NWBK${random.digits(14)}`],
    ['ES', random.digits(20)],
    ['AT', random.digits(16)],
    ['BE', random.digits(12)],
    ['CH', random.digits(17)],
  ] as const);
  const numeric = `${bban}${country}00`.replace(/[A-Z]/g, (letter) => String(letter.charCodeAt(0) - 55));
  const check = two(98 - Number(BigInt(numeric) % 97n));
  const whole = `${country}${check}${bban}`;
  return random.next() < 0.5 ? whole : whole.replace(/(.{4})(?=.)/g, '$1 ');
}

function routing(random: Random): string {
  const body = `0${random.between(1, 9)}${random.digits(6)}`;
  const weights = [3, 7, 1, 3, 7, 1, 3, 7];
  const sum = [...body].reduce((total, digit, index) => total + Number(digit) * (weights[index] ?? 0), 0);
  return body + ((10 - (sum % 10)) % 10);
}

function phone(random: Random): string {
  const area = random.pick(['212', '415', '312', '617', '503', '206']);
  const rest = `555${random.pick(['-', ' ', '.'])}01${random.digits(2)}`;
  return random.pick([
    `${area}-${rest.replace(/[ .]/, '-')}`,
    `(${area}) ${rest.replace('.', '-')}`,
    `+1 ${area} 555 01${random.digits(2)}`,
    `+44 7911 12${random.digits(4)}`,
    `+49 30 ${random.digits(7)}`,
    `${area}.555.01${random.digits(2)}`,
  ]);
}

function date(random: Random, year: number): string {
  const [day, month] = [random.between(1, 28), random.between(1, 12)];
  return random.pick([
    `${two(day)}/${two(month)}/${year}`,
    `${year}-${two(month)}-${two(day)}`,
    `${day}.${month}.${year}`,
    `${day} ${MONTHS[month - 1]} ${year}`,
    `${MONTHS[month - 1]} ${day}, ${year}`,
  ]);
}

function vin(random: Random): string {
  const values = '0123456789.ABCDEFGH..JKLMN.P.R..STUVWXYZ';
  const weights = [8, 7, 6, 5, 4, 3, 2, 10, 0, 9, 8, 7, 6, 5, 4, 3, 2];
  const body = random.from('ABCDEFGHJKLMNPRSTUVWXYZ0123456789', 17);
  const sum = weights.reduce(
    (total, weight, index) => total + (values.indexOf(body[index] ?? '0') % 10) * weight,
    0,
  );
  const check = sum % 11;
  const whole = `${body.slice(0, 8)}${check === 10 ? 'X' : check}${body.slice(9)}`;
  return /\d{3}/.test(whole.replace(/\D/g, '')) && /[A-Z]/.test(whole) ? whole : vin(random);
}

function two(number: number): string {
  return String(number).padStart(2, '0');
}
