import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { MAX_TEXT_LENGTH } from './detect.js';
import { mask } from './mask.js';
import { MaskingError } from './masking-error.js';
import { parsePolicy } from './policy/parse-policy.js';
import { DEFAULT_POLICY } from './policy/presets.js';

describe('mask', () => {
  it('[MASK-1] hides values and says what and where they were', () => {
    const text =
      'Card 4111 1111 1111 1111, IBAN DE89 3704 0044 0532 0130 00, account no. 12345678, ava@example.com, 415-555-2671';
    const masked = mask(text);
    expect(masked.text).toBe(
      'Card [card ••••1111], IBAN [iban ••••3000], account no. [account ••••5678], [email hidden], [phone hidden]',
    );
    expect(masked.entities.map(({ start, end, type }) => [type, text.slice(start, end)])).toEqual([
      ['CREDIT_CARD', '4111 1111 1111 1111'],
      ['IBAN', 'DE89 3704 0044 0532 0130 00'],
      ['ACCOUNT_NUMBER', '12345678'],
      ['EMAIL', 'ava@example.com'],
      ['PHONE', '415-555-2671'],
    ]);
  });

  it('[MASK-6] leaves ordinary chat alone', () => {
    const text = 'Hi! Order 114-1234567-1234567 from 2024-11-05 (v2.10.3, $1,299.00) is stuck since 10:30 :(';
    expect(mask(text)).toEqual({ text, entities: [] });
  });

  it('[MASK-2] gives offsets of the original where the text is not ASCII', () => {
    const text = '👋 née Ｍ ４\u200b１１１ 1111 1111 1111!';
    const { entities, text: masked } = mask(text);
    expect(masked).toBe('👋 née Ｍ [card ••••1111]!');
    expect(entities.map(({ start, end }) => text.slice(start, end))).toEqual([
      '４\u200b１１１ 1111 1111 1111',
    ]);
  });

  it.each([
    ['a card in an address', '4111111111111111@example.com', '[email hidden]'],
    ['a card called an account', 'account 4111 1111 1111 1111', 'account [card ••••1111]'],
    ['an account that looks like a phone number', 'account 415-555-2671', 'account [account ••••2671]'],
    ['digits of an IBAN', 'NO93 8601 1117 947', '[iban ••••7947]'],
  ])('[MASK-1] gives one answer for %s', (_what, text, masked) => {
    expect(mask(text).text).toBe(masked);
  });

  it('[MASK-33] replaces what the policy does not name', () => {
    expect(mask('card 4111111111111111', { preset: 'strict', rules: [], reveal: [] }).text).toBe(
      'card [card hidden]',
    );
  });

  it('[MASK-33] follows the policy', () => {
    const policy = parsePolicy({ country: 'DE', rules: [{ entities: ['PHONE'], operator: 'last4' }] });
    expect(mask('ruf 030 12345678 an', policy).text).toBe('ruf [phone ••••5678] an');
  });

  it('[MASK-3] counts what somebody typed to look masked as no entity', () => {
    expect(mask('[card ••••1111]')).toEqual({ text: '[card ••••1111]', entities: [] });
  });

  it('[MASK-4] refuses what it cannot look at, without a word of it in the error', () => {
    expect(codeOf(() => mask('4'.repeat(MAX_TEXT_LENGTH + 1)))).toBe('text_too_long');
    expect(mask('4'.repeat(MAX_TEXT_LENGTH)).entities).toEqual([]);
    expect(codeOf(() => mask('a', { ...DEFAULT_POLICY, defaultCountry: 'XX' as 'US' }))).toBe(
      'unknown_country',
    );
  });
});

/** The same texts in every run; many others with the long counts. */
const RUNS =
  process.env.THROUGHLINE_TEST_FULL === '1' ? { numRuns: 40_000 } : { numRuns: 4_000, seed: 20_251_125 };

describe('any text', () => {
  const fragment = fc.oneof(
    { weight: 3, arbitrary: fc.constantFrom(...words(), ...values()) },
    {
      weight: 3,
      arbitrary: fc.constantFrom(' ', ' ', '-', '.', '\n', '/', '(', '+', ':', ', ', '\u00a0', '\u200b', '_'),
    },
    fc.constantFrom('４', '١', '①', 'é', '漢', '\u0301', '😀', '\ud800'),
    fc.nat(99_999).map(String),
    fc.string({ maxLength: 4 }),
  );
  const text = fc.array(fragment, { maxLength: 14 }).map((fragments) => fragments.join(''));
  const country = fc.constantFrom('US' as const, 'DE' as const);

  it('[MASK-2] keeps what is outside the spans, and the spans apart', () => {
    fc.assert(
      fc.property(text, (original) => {
        const { text: masked, entities } = mask(original);
        let from = 0;
        let rest = masked;
        for (const { start, end } of entities) {
          expect(start).toBeGreaterThanOrEqual(from);
          expect(end).toBeGreaterThan(start);
          expect(rest.startsWith(original.slice(from, start))).toBe(true);
          rest = rest.slice(start - from).replace(/^\[[\w -]+? (?:••••[0-9A-Z]{4}|hidden|removed)\]/, '');
          from = end;
        }
        expect(rest).toBe(original.slice(from));
      }),
      RUNS,
    );
  });

  it('[MASK-3] is not changed by masking it again', () => {
    fc.assert(
      fc.property(text, country, (original, defaultCountry) => {
        const policy = { ...DEFAULT_POLICY, defaultCountry };
        const once = mask(original, policy).text;
        expect(mask(once, policy)).toEqual({ text: once, entities: [] });
      }),
      RUNS,
    );
  });
});

function words(): string[] {
  return 'card account acct order phone call iban number is no. my tracking ext x12 [card ••••1111] hidden] pin cvv code ssn sin passport born birthday password user name Ava Stone at dot Hi Mr exp nhs vin plate street 12 zip +'.split(
    ' ',
  );
}

function values(): string[] {
  return [
    '4111111111111111',
    '4111 1111 1111 1111',
    '4111-1111-1111-1112',
    '3782 822463 10005',
    'DE89 3704 0044 0532 0130 00',
    'MT84MALT011000012345MTLCAST001S',
    'a@b.co',
    'ava.stone@mail.example.com',
    '@',
    '.com',
    '415-555-2671',
    '(415) 555-2671',
    '+44 20 7946 0958',
    '12345678',
    '2024-11-05',
    '219-09-9998',
    '130 692 544',
    'AB 12 34 56 C',
    'hunter2!',
    '12/27',
    '192.0.2.17',
    'AA:BB:CC:DD:EE:FF',
    'sk_live_4eC39HqLyjWDarjtT1zdp7dc',
    'SW1A 1AA',
    '12 High Street',
    'four one one one',
    'Ava Stone',
    '1EG4-TE5-MK73',
  ];
}

function codeOf(call: () => unknown): string {
  try {
    call();
  } catch (error) {
    expect(error).toBeInstanceOf(MaskingError);
    expect((error as MaskingError).message).not.toMatch(/444|XX/);
    return (error as MaskingError).code;
  }
  throw new Error('nothing was refused');
}
