import { isDay, passesLuhn, remainder, weightedSum } from '../../checks.js';
import { identifier } from '../../engine/identifier.js';

/** Personal identity numbers of Sweden, Norway, Denmark and Finland: the birth date, an order number, check digits. */
export const nordics = [
  // Skatteverket SKV 704: Luhn over the ten digits; a coordination number adds 60 to the day.
  identifier({
    type: 'NATIONAL_ID',
    shape: '(?:18|19|20)?\\d{2}(?:0[1-9]|1[0-2])(?:[0-2]\\d|3[01]|[67]\\d|8\\d|9[01])[-+]?\\d{4}',
    letters: 'none',
    digits: [10, 12],
    labels: 'personnummer samordningsnummer personnr',
    proof: (plain) => passesLuhn(plain.slice(-10)),
    unlabeled: 'separated',
  }),
  identifier({
    type: 'NATIONAL_ID',
    shape: '(?:18|19|20)\\d{2}(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\\d|3[01])\\d{4}',
    letters: 'none',
    digits: [12, 12],
    labels: 'personnummer',
    proof: (plain) => passesLuhn(plain.slice(-10)),
    unlabeled: 'anywhere',
  }),
  // Skatteetaten: two check digits, each mod 11.
  identifier({
    type: 'NATIONAL_ID',
    shape: '\\d{6} ?\\d{5}',
    letters: 'none',
    digits: [11, 11],
    labels: 'fødselsnummer fodselsnummer personnummer fnr',
    proof: (plain) =>
      isDay(plain, 'dmy') &&
      weightedSum(plain, [3, 7, 6, 1, 8, 9, 4, 5, 2, 1]) % 11 === 0 &&
      weightedSum(plain, [5, 4, 3, 2, 7, 6, 5, 4, 3, 2, 1]) % 11 === 0,
    unlabeled: 'anywhere',
  }),
  // CPR: since 2007 without a check digit.
  identifier({
    type: 'NATIONAL_ID',
    shape: '\\d{6}-?\\d{4}',
    letters: 'none',
    digits: [10, 10],
    labels: 'cpr cpr_nummer cprnr personnummer',
    proof: (plain) => isDay(plain, 'dmy') && weightedSum(plain, [4, 3, 2, 7, 6, 5, 4, 3, 2, 1]) % 11 === 0,
    unlabeled: 'separated',
  }),
  // DVV: the number mod 31 picks the check character; since 2023 more signs stand for the century.
  identifier({
    type: 'NATIONAL_ID',
    shape: '(?:0[1-9]|[12]\\d|3[01])(?:0[1-9]|1[0-2])\\d{2}[-+a-fu-y]\\d{3}[0-9a-fhj-npr-y]',
    letters: 'any',
    digits: [9, 10],
    labels: 'hetu henkilötunnus personbeteckning identity_code',
    proof: (plain) =>
      '0123456789ABCDEFHJKLMNPRSTUVWXY'[remainder(plain.slice(0, 6) + plain.slice(-4, -1), 31)] ===
      plain.at(-1),
    unlabeled: 'anywhere',
  }),
];
