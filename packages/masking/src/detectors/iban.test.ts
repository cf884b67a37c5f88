import { describe, expect, it } from 'vitest';
import { found as foundOf } from '../../test-support/found.js';

function found(text: string): string[] {
  return foundOf(text, 'IBAN');
}

describe('IBAN', () => {
  it.each([
    ['DE89370400440532013000'],
    ['DE89 3704 0044 0532 0130 00'],
    ['de89 3704 0044 0532 0130 00'],
    ['DE89-3704-0044-0532-0130-00'],
    ['GB29 NWBK 6016 1331 9268 19'],
    ['FR14 2004 1010 0505 0001 3M02 606'],
    ['NO93 8601 1117 947'],
    ['MT84MALT011000012345MTLCAST001S'],
  ])('finds %s, bare and within a sentence', (value) => {
    expect(found(value)).toEqual([value]);
    expect(found(`please use ${value} for it`)).toEqual([value]);
  });

  it.each([
    ['no-break spaces', 'DE89\u00a03704\u00a00044\u00a00532\u00a00130\u00a000'],
    ['full-width characters', 'ＤＥ８９３７０４００４４０５３２０１３０００'],
    ['zero-width spaces', 'DE89\u200b3704\u200b0044\u200b0532\u200b0130\u200b00'],
    ['Arabic-Indic digits', 'DE٨٩ ٣٧٠٤ ٠٠٤٤ ٠٥٣٢ ٠١٣٠ ٠٠'],
  ])('finds one written with %s', (_how, value) => {
    expect(found(`to ${value}.`)).toEqual([value]);
  });

  it.each([
    ['wrong check digits', 'DE88370400440532013000'],
    ['too few digits', 'DE8937040044053201300'],
    ['too many digits', 'DE893704004405320130001'],
    ['no country', 'ZZ89370400440532013000'],
    ['a word before', 'XDE89370400440532013000'],
    ['a container number', 'MSKU1234565'],
    ['a sentence', 'IBAN BE 12 weeks delay of my transfer'],
    ['what is masked already', '[iban ••••3000]'],
  ])('leaves %s alone', (_what, text) => {
    expect(found(text)).toEqual([]);
  });

  it('finds a mistyped one after the word IBAN', () => {
    expect(found('my IBAN is DE88 3704 0044 0532 0130 00')).toEqual(['DE88 3704 0044 0532 0130 00']);
  });
});
