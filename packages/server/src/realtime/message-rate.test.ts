import { expect, it } from 'vitest';
import { MessageRate } from './message-rate.js';

it('[WIRE-12] lets a burst through at once and then holds up to the rate', () => {
  const rate = new MessageRate(3, 10, 0);
  expect([rate.take(0), rate.take(0), rate.take(0)]).toEqual([0, 0, 0]);
  expect(rate.take(0)).toBe(100);
  expect(rate.take(100)).toBe(100);
});

it('[WIRE-12] gives the burst back after a pause, and no more than the burst', () => {
  const rate = new MessageRate(2, 10, 0);
  rate.take(0);
  rate.take(0);
  expect([rate.take(60_000), rate.take(60_000), rate.take(60_000)]).toEqual([0, 0, 100]);
});
