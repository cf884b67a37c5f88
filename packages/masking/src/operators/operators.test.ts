import { describe, expect, it } from 'vitest';
import { last4 } from './last4.js';
import { maskValue } from './mask-value.js';

describe('last4', () => {
  it.each([
    ['4111 1111 1111 1111', '[card ••••1111]'],
    ['４１１１１１１１１１１１２３４５', '[card ••••2345]'],
    ['gb29nwbk6016133192681z', '[card ••••681Z]'],
    ['12345678', '[card ••••5678]'],
    ['1234-567', '[card hidden]'],
    ['four one one one one one one', '[card hidden]'],
  ])('turns %s into %s', (value, masked) => {
    expect(last4('card', value)).toBe(masked);
  });
});

describe('mask', () => {
  it('keeps nothing of the value', () => {
    expect(maskValue('email', 'ava@example.com')).toBe('[email hidden]');
  });
});
