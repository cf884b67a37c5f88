import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { normalizeText } from './normalized-text.js';

describe('normalized text', () => {
  it('has the value of every decimal digit of Unicode', () => {
    const digit = /\p{Nd}/u;
    // All of them up to plane 1; beyond, Unicode has none.
    const digits = Array.from({ length: 0x1ffff }, (_, codePoint) => codePoint).filter(
      (codePoint) =>
        (codePoint < 0xd800 || codePoint > 0xdfff) && digit.test(String.fromCodePoint(codePoint)),
    );
    const values = digits.map((codePoint) => normalizeText(String.fromCodePoint(codePoint)).text).join('');
    expect(values).toBe('0123456789'.repeat(digits.length / 10));
  });

  it('leaves ASCII as it is', () => {
    expect(normalizeText('a 1-2').text).toBe('a 1-2');
  });

  it('maps a span of expanded and dropped characters back to the original', () => {
    const { text, originalSpan } = normalizeText('x\u200b１\u200b２ﬁ');
    expect(text).toBe('x12fi');
    expect(originalSpan(1, 3)).toEqual({ start: 2, end: 5 });
    expect(originalSpan(4, 5)).toEqual({ start: 5, end: 6 });
  });

  it('maps every span into the original', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (original) => {
        const { text, originalSpan } = normalizeText(original);
        for (let at = 0; at < text.length; at += 1) {
          const { start, end } = originalSpan(at, at + 1);
          expect(start).toBeGreaterThanOrEqual(0);
          expect(end).toBeGreaterThan(start);
          expect(end).toBeLessThanOrEqual(original.length);
        }
      }),
    );
  });
});
