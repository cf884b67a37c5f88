import { describe, expect, it } from 'vitest';
import { formatCarryOverCode, readCarryOverCode, toCarryOverCode, toReference } from './carry-over.js';

const SYMBOLS = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';
const CODES = Array.from({ length: 40 }, (_, seed) =>
  toCarryOverCode(Uint8Array.from({ length: 7 }, (__, place) => (seed * 37 + place * 101) % 256)),
);

describe('[WIRE-65] a carry-over code', () => {
  it('is read as people say and type it', () => {
    for (const code of CODES) {
      expect(code).toMatch(/^[0-9A-HJKMNP-TV-Z]{8}$/);
      const shown = formatCarryOverCode(code);
      const spoken = shown.toLowerCase().replace('-', ' – ').replaceAll('0', 'o').replaceAll('1', 'l');
      for (const typed of [shown, ` ${code} `, spoken]) {
        expect(readCarryOverCode(typed)).toEqual({ kind: 'code', code });
      }
    }
  });

  it('does not stand for anything with one symbol that is wrong, and hardly ever with two swapped', () => {
    let swaps = 0;
    let unseen = 0;
    for (const code of CODES) {
      for (let place = 0; place < 8; place += 1) {
        const wrong = [...SYMBOLS].filter((symbol) => symbol !== code[place]);
        for (const symbol of wrong) {
          const typed = code.slice(0, place) + symbol + code.slice(place + 1);
          expect(readCarryOverCode(typed)).toEqual({ kind: 'mistyped' });
        }
        const [one = '', two = ''] = code.slice(place, place + 2);
        if (one === two || two === '') continue;
        swaps += 1;
        const typed = code.slice(0, place) + two + one + code.slice(place + 2);
        if (readCarryOverCode(typed).kind === 'code') unseen += 1;
      }
    }
    expect(unseen / swaps).toBeLessThan(0.05);
  });

  it('differs from a reference, and from anything else', () => {
    const reference = toReference(Uint8Array.of(1, 2, 3, 250, 251, 252, 253));
    expect(reference).toMatch(/^R-[0-9A-Z]{3}-[0-9A-Z]{3}$/);
    expect(readCarryOverCode(reference.toLowerCase())).toEqual({ kind: 'reference' });
    for (const typed of ['', 'hello', 'R-12', '4111 1111 1111 1111', 'UUUU-UUUU']) {
      expect(readCarryOverCode(typed)).toEqual({ kind: 'mistyped' });
    }
  });
});
