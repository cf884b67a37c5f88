import { describe, expect, it } from 'vitest';
import { type Block, type Inline, parseText } from './formatted-text.js';

/** Blocks as short text: what is emphasized stands in the kind's brackets. */
function shape(text: string): string[] {
  return parseText(text).map((block: Block) => {
    if (block.kind === 'code') return `code<${block.text}>`;
    if (block.kind === 'paragraph') return inline(block.children);
    return `${block.start ?? '-'}[${block.items.map(inline).join('|')}]`;
  });
}

function inline(nodes: readonly Inline[]): string {
  return nodes
    .map((node) => {
      if ('text' in node) return node.kind === 'text' ? node.text : `code<${node.text}>`;
      return `${node.kind}<${inline(node.children)}${node.kind === 'link' ? ` ${node.url}` : ''}>`;
    })
    .join('');
}

describe('formatted text', () => {
  it.each([
    ['**Done**, thank you', ['strong<Done>, thank you']],
    ['*a* _b_ ~~c~~ `d`', ['em<a> em<b> s<c> code<d>']],
    ['**bold with *both* in it**', ['strong<bold with em<both> in it>']],
    ['see [our page](https://shop.example/help)', ['see link<our page https://shop.example/help>']],
    ['call [us](tel:+4930123456)', ['call link<us tel:+4930123456>']],
    ['First:\n- one\n- **two**\nthen', ['First:', '-[one|strong<two>]', 'then']],
    ['3. three\n4. four', ['3[three|four]']],
    ['# Title\ntext', ['strong<Title>', 'text']],
    ['```\nlet a = *b*;\n```', ['code<let a = *b*;>']],
    ['one\ntwo\n\nthree', ['one\ntwo\n\nthree']],
  ])('[FORMAT-1] reads %j', (text, expected) => {
    expect(shape(text)).toEqual(expected);
  });

  it.each([
    '2*3*4 = 24',
    'file_name_here and __init__',
    'a *not closed',
    '** spaced **',
    '5 * 3 and 7 * 2',
    'card **** **** **** 1234',
    '****1234****',
    '`open',
    '```\nnever closed',
    '[x](javascript:alert(1))',
    '[x](data:text/html,hi)',
    '<b>not HTML</b> &amp;',
    '-5 degrees',
    '2024. was a good year',
    '~5 to ~6',
  ])('[FORMAT-2] leaves %j as it was typed', (text) => {
    expect(shape(text)).toEqual([text]);
  });

  it('[FORMAT-3] loses no word of any text, and never throws', () => {
    let seed = 7;
    const next = (below: number) => {
      seed = (seed * 48_271) % 2_147_483_647;
      return seed % below;
    };
    const pieces = [
      '*',
      '**',
      '_',
      '~~',
      '`',
      '```',
      '[',
      '](',
      'https://a.b',
      ')',
      '\n',
      ' ',
      '- ',
      '1. ',
      'ab',
      'ü',
      '#',
    ];
    for (let round = 0; round < 20_000; round += 1) {
      const text = Array.from({ length: next(24) }, () => pieces[next(pieces.length)]).join('');
      const said = shape(text).join('\n');
      for (const word of ['ab', 'ü']) {
        expect(said.split(word).length, JSON.stringify(text)).toBe(text.split(word).length);
      }
    }
  });
});
