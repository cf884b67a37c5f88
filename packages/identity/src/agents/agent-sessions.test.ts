import { randomUUID } from 'node:crypto';
import { createMemoryStore, type StaffRole } from '@throughline/core';
import { BindingSealer, FakeClock } from '@throughline/test-kit';
import { beforeEach, describe, expect, it } from 'vitest';
import { AgentSessions } from './agent-sessions.js';

const MEMBER = { agentId: 'sam', displayName: 'Sam', roles: ['agent', 'auditor'] as readonly StaffRole[] };
const HOUR_MS = 3_600_000;

let clock: FakeClock;
let sessions: AgentSessions;
beforeEach(() => {
  clock = new FakeClock(new Date('2026-03-02T09:00:00.000Z'));
  const store = createMemoryStore(randomUUID);
  sessions = new AgentSessions(store.sessions, new BindingSealer(), clock, HOUR_MS);
});

describe('a session at the desk', () => {
  it('[AGENT-9] lasts its time, however much it is used', async () => {
    const cookie = await sessions.start(MEMBER, 'provider', 'the-id-token');
    for (let minute = 0; minute < 59; minute += 1) {
      clock.advance(60_000);
      expect(await sessions.authenticate(cookie)).toMatchObject(MEMBER);
    }
    clock.advance(60_000);
    expect(await sessions.authenticate(cookie)).toBeNull();
  });

  it('[AGENT-6] [AGENT-9] ends at the sign-out, and knows what the provider needs for its own', async () => {
    const cookie = await sessions.start(MEMBER, 'provider', 'the-id-token');
    const session = await sessions.authenticate(cookie);
    if (!session) throw new Error('There is no session.');
    expect(Buffer.from(session.sealedIdToken ?? []).toString()).not.toBe('the-id-token');
    expect(await sessions.idTokenOf(session)).toBe('the-id-token');
    expect(await sessions.end(session)).toBe(true);
    expect(await sessions.authenticate(cookie)).toBeNull();
    expect(await sessions.end(session)).toBe(false);
  });

  it('[AGENT-9] takes no cookie that was made up', async () => {
    await sessions.start(MEMBER, 'demo', null);
    for (const cookie of [undefined, '', 'short', 'A'.repeat(43)]) {
      expect(await sessions.authenticate(cookie)).toBeNull();
    }
  });
});
