import type { CountryCode } from 'libphonenumber-js/max';
import { describe, expect, it } from 'vitest';
import { found as foundOf } from '../../test-support/found.js';

function found(text: string, defaultCountry: CountryCode = 'US'): string[] {
  return foundOf(text, 'PHONE', { defaultCountry });
}

describe('phone number', () => {
  it.each([
    ['415-555-2671'],
    ['(415) 555-2671'],
    ['415.555.2671'],
    ['415 555 2671'],
    ['1-800-555-0199'],
    ['4155552671'],
    ['(555) 123-4567'],
    ['+1 (415) 555-2671'],
    ['+1-555-123-4567'],
    ['+44 20 7946 0958'],
    ['+44 (0)20 7946 0958'],
    ['+33 6 12 34 56 78'],
    ['0049 30 123456'],
    ['415-555-2671 x12'],
    ['415-555-2671, ext. 1234'],
  ])('finds %s, bare and within a sentence', (number) => {
    expect(found(number)).toEqual([number]);
    expect(found(`It is ${number}, after 5.`)).toEqual([number]);
  });

  it.each<[CountryCode, string]>([
    ['DE', '030 123456'],
    ['DE', '0151 23456789'],
    ['FR', '06 12 34 56 78'],
    ['GB', '020 7946 0958'],
    ['ES', '612 345 679'],
  ])('finds a national number of %s: %s', (country, number) => {
    expect(found(`ruf an: ${number}`, country)).toEqual([number]);
  });

  it.each([
    ['no-break spaces', '415\u00a0555\u00a02671'],
    ['a no-break hyphen', '415\u2011555\u20112671'],
    ['full-width characters', '（４１５）５５５－２６７１'],
    ['Arabic-Indic digits', '٤١٥-٥٥٥-٢٦٧١'],
    ['zero-width spaces', '4\u200b1\u200b5-555-2671'],
  ])('finds one written with %s', (_how, number) => {
    expect(found(`mine is ${number} ok`)).toEqual([number]);
  });

  it.each([
    ['an order number', 'order 4155552671'],
    ['an order number with more words', 'The order number is: 415-555-2671'],
    ['a tracking number', 'tracking #4155552671'],
    ['an invoice', 'invoice no. 8005550199'],
    ['a date', '2024-11-05'],
    ['a date and time', '2024-11-05 14:30'],
    ['another date', '31.12.2024'],
    ['an IP address', '192.168.100.200'],
    ['a version', 'version 1.22.333.4444'],
    ['a price', '$4155552671'],
    ['a percentage', '4155552671%'],
    ['an id', 'id=4155552671'],
    ['a hash sign', '#4155552671'],
    ['a path', 'https://portal.example/orders/4155552671'],
    ['letters around', 'SN4155552671'],
    ['letters after', '4155552671AB'],
    ['a longer number', '415-555-2671-99'],
    ['no area code', '1234567890'],
    ['pairs of digits', '22 22 22 22 22'],
    ['too few digits', '+1 23'],
    ['a short number', '12345678'],
    ['an amount', '1 234 567 890'],
    ['what is masked already', 'call me at [phone hidden]'],
  ])('leaves %s alone', (_what, text) => {
    expect(found(text)).toEqual([]);
  });

  it.each([
    ['call me at 555-1234', '555-1234'],
    ['Tel: 0800-2491234 on Saturdays', '0800-2491234'],
    ['my cell number is 12345678', '12345678'],
  ])('finds what is called a phone number although no plan has it: %s', (text, number) => {
    expect(found(text)).toEqual([number]);
  });

  it('does not take a date after a phone word for a number', () => {
    expect(found('call on 2024-11-05 10')).toEqual([]);
  });

  it('reads the label of its own sentence only', () => {
    expect(found('I have an order. My number is 415-555-2671')).toEqual(['415-555-2671']);
  });

  it('finds several numbers in one text', () => {
    expect(found('415-555-2671 415-555-2672 / (415) 555-2673, 12 415 555 2674')).toEqual([
      '415-555-2671',
      '415-555-2672',
      '(415) 555-2673',
      '415 555 2674',
    ]);
  });
});
