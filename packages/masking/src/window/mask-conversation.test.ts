import { describe, expect, it } from 'vitest';
import { Random } from '../../test-support/corpus/random.js';
import { VALUES } from '../../test-support/corpus/values.js';
import type { EntityType } from '../entity.js';
import { parsePolicy } from '../policy/parse-policy.js';
import { maskConversation } from './mask-conversation.js';

const HIDE_ALL = parsePolicy({ rules: [{ entities: ['*'], operator: 'mask' }] });

function masked(...texts: readonly string[]): string[] {
  const messages = texts.map((text, index) => ({
    id: String(index),
    sender: 'customer',
    at: index * 1_000,
    text,
  }));
  return maskConversation(messages, HIDE_ALL).map(({ text }) => text);
}

describe('a conversation', () => {
  it('[MASK-23] is shown without the parts of values that were completed later', () => {
    expect(masked('my card is 4111 1111', '1111 1111, cvv 481', 'thanks')).toEqual([
      'my card is [card hidden]',
      '[card hidden], cvv [security code removed]',
      'thanks',
    ]);
  });

  it.each<[EntityType, string]>([
    ['CREDIT_CARD', 'card number'],
    ['IBAN', 'iban'],
    ['PHONE', 'phone number'],
    ['US_SSN', 'ssn'],
  ])('[MASK-20] hides nearly every %s that is cut somewhere', (type, name) => {
    const random = new Random(5);
    const leaks = Array.from({ length: 120 }, (_, index) => {
      const parts = cut(VALUES[type](random), random);
      const shown = masked(...said(parts, name, index)).join('|');
      return parts.some((part) => part.replace(/\W/g, '').length > 1 && shown.includes(part)) ? 1 : 0;
    }).reduce<number>((sum, leak) => sum + leak, 0);
    expect(leaks).toBeLessThanOrEqual(0.15 * 120);
  });
});

function cut(value: string, random: Random): string[] {
  const places = Array.from({ length: random.pick([1, 1, 1, 2]) }, () => random.between(2, value.length - 2));
  return [0, ...places.sort((a, b) => a - b)]
    .map((from, index, all) => value.slice(from, all[index + 1]).trim())
    .filter((part) => part !== '');
}

/** Ways to say the parts, one after the other. */
function said([first = '', ...rest]: readonly string[], name: string, way: number): readonly string[] {
  switch (way % 5) {
    case 0:
      return [first, ...rest];
    case 1:
      return [`my ${name} is ${first}`, ...rest];
    case 2:
      return [`first part ${first}`, ...rest.map((part) => `then ${part}`)];
    case 3:
      return [`${name}:`, first, ...rest];
    default:
      return [`my ${name} is ${first}`, 'oops sorry', ...rest];
  }
}
