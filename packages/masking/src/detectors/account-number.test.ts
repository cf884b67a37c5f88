import { describe, expect, it } from 'vitest';
import { found as foundOf } from '../../test-support/found.js';

function found(text: string): string[] {
  return foundOf(text, 'ACCOUNT_NUMBER');
}

describe('account number', () => {
  it.each([
    ['account number 12345678', '12345678'],
    ['My account number is 000123456789.', '000123456789'],
    ['account: 12345678', '12345678'],
    ['Account No. 12345678', '12345678'],
    ['acct # 1234-5678-90', '1234-5678-90'],
    ['acc no 123456', '123456'],
    ['bank account 1234 5678 90', '1234 5678 90'],
    ["it's on account\n12345678901234567", '12345678901234567'],
    ['account number 12345678 415 555 2671', '12345678'],
  ])('finds the number in %j', (text, value) => {
    expect(found(text)).toEqual([value]);
  });

  it.each([
    ['no-break spaces', 'account\u00a0number\u00a01234\u00a05678', '1234\u00a05678'],
    ['full-width digits', 'account １２３４５６７８', '１２３４５６７８'],
    ['Devanagari digits', 'account १२३४५६७८', '१२३४५६७८'],
    ['zero-width spaces', 'acc\u200bount 1234\u200b5678', '1234\u200b5678'],
  ])('finds one written with %s', (_how, text, value) => {
    expect(found(text)).toEqual([value]);
  });

  it.each([
    ['no label', '12345678'],
    ['another label', 'order number 12345678'],
    ['an account that something else is said about', 'account reference 12345678'],
    ['a balance', 'my account balance 1234567'],
    ['last digits', 'account ending in 1234'],
    ['five digits', 'account 12345'],
    ['eighteen digits', 'account 123456789012345678'],
    ['a date', 'on my account 2024-11-05'],
    ['a price', 'account $1234567'],
    ['the next sentence', 'I have an account. 12345678 is the order.'],
    ['a word that only ends so', 'viscount 12345678'],
    ['what is masked already', 'account number [account ••••5678]'],
  ])('leaves %s alone', (_what, text) => {
    expect(found(text)).toEqual([]);
  });
});
