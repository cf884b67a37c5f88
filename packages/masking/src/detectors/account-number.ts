import { identifier } from '../engine/identifier.js';

const LABELS =
  'account accounts acct acc acno konto kontonummer kontonr cuenta compte rekening rekeningnummer iban a_c';

/** Account numbers of 6 to 17 digits that are called so. Nothing about such a number can be proven. */
export const accountNumber = identifier({
  type: 'ACCOUNT_NUMBER',
  // A first group that is long enough is the number itself; what follows it after a space is something else.
  shape:
    '(?!\\d{4}-\\d\\d-\\d\\d|\\d\\d-\\d\\d-\\d{4})\\d{6,17}(?:-\\d{1,6}){0,3}|(?!\\d{4}-\\d\\d-\\d\\d|\\d\\d-\\d\\d-\\d{4})(?=(?:\\d[ -]?){6,17}(?![ -]?\\d))\\d{1,5}(?:[ -]\\d{1,12}){1,8}',
  letters: 'none',
  digits: [6, 17],
  labels: LABELS,
  reach: 1,
  strict: true,
  proof: (plain) => plain.length >= 6 && plain.length <= 17,
});

/** Further off, only what looks like nothing else. */
export const bankAccountNumber = identifier({
  type: 'ACCOUNT_NUMBER',
  shape: '\\d{7,17}',
  letters: 'none',
  digits: [7, 17],
  labels: 'account acct deposit a_c kontonummer bank_account checking savings',
  reach: 3,
  vetoes: 'order orders tracking invoice ticket case reference ref sku item phone balance call',
});
