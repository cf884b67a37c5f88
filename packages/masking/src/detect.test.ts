import { describe, expect, it } from 'vitest';
import { accountNumber } from './detectors/account-number.js';
import type { Detector } from './detectors/detector.js';
import { email } from './detectors/email.js';
import { iban } from './detectors/iban.js';
import { paymentCard } from './detectors/payment-card.js';
import { phone } from './detectors/phone.js';
import { normalizeText } from './normalized-text.js';

const DETECTORS: readonly Detector[] = [email, iban, paymentCard, accountNumber, phone];

const HOSTILE: readonly [string, string][] = [
  ['digits', '4'],
  ['digits and dashes', '4-'],
  ['digits and spaces', '4 '],
  ['pairs of digits', '22 '],
  ['at signs', 'a@'],
  ['dots', 'a.'],
  ['labels of a host', 'a@a.bb.cc'],
  ['spaces', ' '],
  ['plus signs', '+1 2 3 4 5 6 '],
  ['parentheses', '(415) '],
  ['phone words', 'call 12345678 '],
  ['account words', 'account no '],
  ['labeled digits', 'account 1 '],
  ['heads of IBANs', 'DE89 '],
  ['cut IBANs', 'DE8937040044053201300'],
  ['numbers without end', '2125551234 x'],
  ['quotes', '"\''],
];

describe('hostile text', () => {
  // A ratio and not a time, so that the test means the same on any machine; quadratic work would give 100.
  it.each(HOSTILE)('costs in proportion to its length: %s', (_what, unit) => {
    const text = unit.repeat(Math.ceil(100_000 / unit.length));
    for (const { type, find } of DETECTORS) {
      const short = fastest((input) => find(input, { defaultCountry: 'US' }), text.slice(0, 10_000));
      const long = fastest((input) => find(input, { defaultCountry: 'US' }), text);
      expect.soft(long, type).toBeLessThan(20 * Math.max(short, 0.5));
    }
  });

  it('costs in proportion to its length: characters to normalize', () => {
    const text = '４\u200b\u0301'.repeat(33_000);
    const short = fastest(normalizeText, text.slice(0, 9_900));
    expect(fastest(normalizeText, text)).toBeLessThan(20 * Math.max(short, 0.5));
  });
});

/** Milliseconds of the fastest of several calls. */
function fastest(call: (text: string) => unknown, text: string): number {
  let best = Number.POSITIVE_INFINITY;
  for (let round = 0; round < 4; round += 1) {
    const start = performance.now();
    call(text);
    best = Math.min(best, performance.now() - start);
  }
  return best;
}
