import { describe, expect, it } from 'vitest';
import { found as foundOf } from '../../test-support/found.js';

function found(text: string): string[] {
  return foundOf(text, 'CREDIT_CARD');
}

describe('payment card', () => {
  it.each([
    ['4111111111111111'],
    ['4222222222222'],
    ['5555555555554444'],
    ['2223003122003222'],
    ['378282246310005'],
    ['6011111111111117'],
    ['30569309025904'],
    ['3530111333300000'],
    ['6759649826438453'],
    ['122000000000003'],
    ['4111 1111 1111 1111'],
    ['4111-1111-1111-1111'],
    ['4111.1111.1111.1111'],
    ['4111 - 1111 - 1111 - 1111'],
    ['4111\n1111\n1111\n1111'],
    ['3782 822463 10005'],
    ['3056 930902 5904'],
    ['4 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1'],
    ['41111111 11111111'],
  ])('finds %j, bare and within a sentence', (card) => {
    expect(found(card)).toEqual([card]);
    expect(found(`it is ${card}, thanks`)).toEqual([card]);
  });

  it.each([
    ['no-break spaces', '4111\u00a01111\u00a01111\u00a01111'],
    ['thin spaces', '4111\u20091111\u20091111\u20091111'],
    ['en dashes', '4111–1111–1111–1111'],
    ['full-width digits', '４１１１１１１１１１１１１１１１'],
    ['Arabic-Indic digits', '٤١١١ ١١١١ ١١١١ ١١١١'],
    ['mathematical digits', '𝟒𝟏𝟏𝟏𝟏𝟏𝟏𝟏𝟏𝟏𝟏𝟏𝟏𝟏𝟏𝟏'],
    ['zero-width spaces', '4\u200b1\u200b11111111111111'],
    ['soft hyphens', '4111\u00ad1111\u00ad1111\u00ad1111'],
    ['keycaps', '4️⃣1️⃣1️⃣1️⃣1111 1111 111１'],
  ])('finds a card written with %s', (_how, card) => {
    expect(found(`card ${card} ok`)).toEqual([card]);
  });

  it.each([
    ['a wrong check digit', '4111111111111112'],
    ['no network', '9111111111111111'],
    ['a length that its network has not', '41111111111111111'],
    ['twelve digits', '411111111116'],
    ['twenty digits', '41111111111111111111'],
    ['an order number', 'order 4111111111111111'],
    ['an order number with more words', 'my order number is: 4111111111111111'],
    ['a tracking number', 'tracking #6759649826438453'],
    ['an IMEI', 'IMEI 378282246310005'],
    ['odd groups', '41 1111 1111 11 1111'],
    ['thousands', '4,222,222,222,222'],
    ['a time stamp', '1732400000000'],
    ['a UUID', '5e1f5e1f-0000-4000-8000-000000000001'],
    ['a parcel number', '1Z999AA10123456784'],
    ['dates', '2024-11-05 2024-11-06'],
    ['phone numbers', '415 555 2671 415 555 2672'],
    ['what is masked already', '[card ••••1111]'],
  ])('leaves %s alone', (_what, text) => {
    expect(found(text)).toEqual([]);
  });

  it('finds a card after "order" when it is grouped like one', () => {
    expect(found('order 4111 1111 1111 1111')).toEqual(['4111 1111 1111 1111']);
  });

  it.each(['my card number is 4111 1111 1111 1112', 'card: 41 1111 1111 11 1111', 'Visa 4111111111111112'])(
    'finds what is called a card although it is mistyped: %s',
    (text) => {
      expect(found(text)).toHaveLength(1);
    },
  );

  it('does not take the security code behind a card for part of it', () => {
    for (let code = 100; code < 200; code += 1) {
      expect(found(`4111 1111 1111 1111 ${code}`)).toEqual(['4111 1111 1111 1111']);
    }
  });

  it('finds several cards in one text', () => {
    expect(found('4111111111111111/5555555555554444 or visa4222222222222')).toHaveLength(3);
  });
});
