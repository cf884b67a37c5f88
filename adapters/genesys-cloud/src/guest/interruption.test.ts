import { afterEach, expect, it, vi } from 'vitest';
import { Interruption } from './interruption.js';
import type { SessionRecord } from './record.js';

afterEach(() => vi.useRealTimers());

function interruption() {
  const session = { interrupted: false };
  const record = {
    session,
    isClosed: false,
    conversation: { id: 'c', customerId: 'ava' },
    save: async (change: { interrupted: boolean }) => Object.assign(session, change),
  } as unknown as SessionRecord;
  const published: unknown[] = [];
  const bus = { publish: (message: unknown) => published.push(message) };
  const options = { bus, onFailure: () => undefined } as unknown as ConstructorParameters<
    typeof Interruption
  >[0];
  return { interruption: new Interruption(options, record), session, published };
}

it.each([
  ['after a second without a connection', false, 1_000],
  ['sooner when others have none either', true, 1],
])('[GUEST-30] tells every node %s, and when it is over', async (_when, isKnown, ms) => {
  vi.useFakeTimers();
  const { interruption: one, session, published } = interruption();
  one.lost(isKnown);
  await vi.advanceTimersByTimeAsync(ms - 1);
  expect(session.interrupted).toBe(isKnown);
  await vi.advanceTimersByTimeAsync(1);
  expect(session.interrupted).toBe(true);
  const news = { kind: 'conversation', conversationId: 'c', customerId: 'ava' };
  expect(published).toEqual([news]);
  await one.over();
  expect(session.interrupted).toBe(false);
  expect(published).toEqual([news, news]);
});

it('[GUEST-30] says nothing of a connection that is back within a second', async () => {
  vi.useFakeTimers();
  const { interruption: one, published } = interruption();
  one.lost(false);
  await vi.advanceTimersByTimeAsync(999);
  await one.over();
  await vi.advanceTimersByTimeAsync(10_000);
  expect(published).toEqual([]);
});
