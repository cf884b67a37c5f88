import type { ConnectionState } from '@throughline/chat-client';
import { expect, test } from 'vitest';
import { ready, unknown } from '../../test-support/snapshots.js';
import { screenOf } from './screen.js';

const DEADLINE = 10_000;
const waiting = (retryAt: number): ConnectionState => ({ kind: 'waiting', retryAt, attempt: 1 });

test.each<[string, ConnectionState, number, string]>([
  ['connecting within the limit', { kind: 'connecting' }, DEADLINE - 1, 'loading'],
  ['connecting at the limit', { kind: 'connecting' }, DEADLINE, 'failure'],
  ['signing in within the limit', { kind: 'signing-in' }, 0, 'loading'],
  ['a retry that comes in time', waiting(DEADLINE - 1), 0, 'loading'],
  ['a retry that comes too late', waiting(DEADLINE), 0, 'failure'],
  ['refused', { kind: 'refused', code: 'version_unsupported' }, 0, 'failure'],
  ['sign-in needed', { kind: 'sign-in-needed' }, DEADLINE + 1, 'sign-in'],
])('[T7] Before the first welcome: %s', (_, connection, now, screen) => {
  expect(screenOf({ ...unknown, connection }, DEADLINE, now)).toBe(screen);
});

test.each<[ConnectionState, string]>([
  [{ kind: 'ready' }, 'chat'],
  [waiting(DEADLINE), 'chat'],
  [{ kind: 'connecting' }, 'chat'],
  [{ kind: 'sign-in-needed' }, 'sign-in'],
  [{ kind: 'refused', code: 'version_unsupported' }, 'failure'],
])('After the first welcome a chat stays while it can be resumed (%#)', (connection, screen) => {
  expect(screenOf({ ...ready, connection }, DEADLINE, DEADLINE + 1)).toBe(screen);
});
