import { validate, version } from 'uuid';
import { expect, test } from 'vitest';
import { uuid7 } from './uuid7.js';

test('An id is a UUIDv7 of its time, and no two are the same', () => {
  const now = Date.parse('2026-03-11T10:30:00Z');
  const ids = Array.from({ length: 1_000 }, () => uuid7(now));
  expect(new Set(ids).size).toBe(1_000);
  expect(ids.every((id) => validate(id) && version(id) === 7)).toBe(true);
  expect(Number.parseInt((ids[0] ?? '').replace('-', '').slice(0, 12), 16)).toBe(now);
});
