import { describe, expect, it } from 'vitest';
import { found as foundOf } from '../../test-support/found.js';

function found(text: string): string[] {
  return foundOf(text, 'EMAIL');
}

describe('e-mail address', () => {
  it.each([
    ['ava@example.com'],
    ['ava.stone+portal@mail.example.co.uk'],
    ['a_b-c%d@x1.io'],
    ["o'neil@example.org"],
    ['jörg@bücher.example'],
    ['ava@my.co-op.example'],
    ['4111111111111111@example.com'],
  ])('finds %s, bare and within a sentence', (address) => {
    expect(found(address)).toEqual([address]);
    expect(found(`write to <${address}>, please.`)).toEqual([address]);
    expect(found(`Mail: ${address}.`)).toEqual([address]);
  });

  it.each([
    ['a full-width at sign', 'ava＠example.com'],
    ['full-width letters', 'ａｖａ@example．com'],
    ['zero-width spaces', 'a\u200bva@exa\u200bmple.com'],
    ['a soft hyphen', 'ava@exam\u00adple.com'],
  ])('finds one written with %s', (_how, address) => {
    expect(found(`mine is ${address} ok`)).toEqual([address]);
  });

  it('stops at a no-break space', () => {
    expect(found('to\u00a0ava@example.com\u00a0please')).toEqual(['ava@example.com']);
  });

  it.each([
    ['a handle', '@ava_stone'],
    ['a version', 'npm@10.2.0'],
    ['a host without top-level domain', 'ava@localhost'],
    ['a file name', 'logo@2x.png'],
    ['two dots', 'ava@example..com'],
    ['an address of numbers', 'root@192.168.1.1'],
    ['at signs', '@@@ a@ @b.com'],
    ['what is masked already', '[email hidden]'],
  ])('leaves %s alone', (_what, text) => {
    expect(found(text)).toEqual([]);
  });
});
