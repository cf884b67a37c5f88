import { CLOSE } from '@throughline/protocol';
import { describe, expect, it } from 'vitest';
import {
  LINK_TABLE,
  type LinkEvent,
  type LinkState,
  type LinkTable,
  limitMs,
  type Moment,
  transition,
} from './connection-state.js';

const NOW = 1_000_000;
const MOMENT: Moment = { now: NOW, random: 0.5 };

const STATES: { readonly [K in LinkState['kind']]: Extract<LinkState, { kind: K }> } = {
  idle: { kind: 'idle' },
  'signing-in': { kind: 'signing-in', attempt: 1 },
  connecting: { kind: 'connecting', attempt: 1 },
  ready: { kind: 'ready', attempt: 1, since: NOW - 60_000 },
  waiting: { kind: 'waiting', attempt: 1, retryAt: NOW + 500, next: 'connect' },
  'sign-in-needed': { kind: 'sign-in-needed' },
  refused: { kind: 'refused', code: 'version_unsupported' },
};
const EVENTS: { readonly [K in LinkEvent['kind']]: Extract<LinkEvent, { kind: K }> } = {
  start: { kind: 'start' },
  stop: { kind: 'stop' },
  wake: { kind: 'wake', silentMs: 0 },
  'signed-in': { kind: 'signed-in' },
  'sign-in-failed': { kind: 'sign-in-failed', error: { reason: 'unreachable', code: 'unavailable' } },
  welcomed: { kind: 'welcomed' },
  closed: { kind: 'closed', code: 1006 },
  timeout: { kind: 'timeout' },
};

type Expected = {
  readonly [S in LinkState['kind']]: { readonly [E in LinkEvent['kind']]: LinkState['kind'] };
};

/** Where every event leads from every state; a missing cell does not compile. */
const EXPECTED: Expected = {
  idle: row('idle', { start: 'signing-in' }),
  'signing-in': row('signing-in', {
    stop: 'idle',
    'signed-in': 'connecting',
    'sign-in-failed': 'waiting',
    timeout: 'waiting',
  }),
  connecting: row('connecting', { stop: 'idle', welcomed: 'ready', closed: 'waiting', timeout: 'waiting' }),
  ready: row('ready', { stop: 'idle', closed: 'waiting', timeout: 'waiting' }),
  waiting: row('waiting', { stop: 'idle', wake: 'connecting', timeout: 'connecting' }),
  'sign-in-needed': row('sign-in-needed', { stop: 'idle', 'signed-in': 'connecting' }),
  refused: row('refused', { stop: 'idle' }),
};

function row(
  own: LinkState['kind'],
  changes: { readonly [E in LinkEvent['kind']]?: LinkState['kind'] },
): Expected[LinkState['kind']] {
  const stays = Object.fromEntries(Object.keys(EVENTS).map((event) => [event, own]));
  return { ...stays, ...changes } as Expected[LinkState['kind']];
}

describe('the connection', () => {
  for (const state of Object.values(STATES)) {
    it(`[CLIENT-1] answers every event while it is ${state.kind}`, () => {
      for (const event of Object.values(EVENTS)) {
        expect([event.kind, transition(state, event, MOMENT).state.kind]).toEqual([
          event.kind,
          EXPECTED[state.kind][event.kind],
        ]);
      }
    });
  }

  it('[CLIENT-1] does not compile without one of its cells or states', () => {
    const { timeout: _cell, ...row } = LINK_TABLE.waiting;
    // @ts-expect-error -- the answer of `waiting` to `timeout` is missing
    const withoutCell: LinkTable = { ...LINK_TABLE, waiting: row };
    const { waiting: _row, ...states } = LINK_TABLE;
    // @ts-expect-error -- the row of `waiting` is missing
    const withoutRow: LinkTable = states;
    expect([withoutCell.waiting.timeout, withoutRow.waiting]).toEqual([undefined, undefined]);
  });

  it('[CLIENT-2] comes back after a loss, later from try to try and spread over the whole time', () => {
    const retryAfter = (attempt: number, random: number) => {
      const lost = transition({ kind: 'connecting', attempt }, EVENTS.closed, { now: NOW, random }).state;
      return lost.kind === 'waiting' ? lost.retryAt - NOW : null;
    };
    expect([0, 1, 2, 3].map((attempt) => retryAfter(attempt, 0.999))).toEqual([300, 599, 1_199, 2_398]);
    expect(retryAfter(20, 0.999)).toBeLessThanOrEqual(15_000);
    expect(retryAfter(20, 0)).toBe(0);
  });

  it('[CLIENT-3] does not trust a connection that was silent over a sleep, and keeps one that was not', () => {
    const woken = (silentMs: number) => transition(STATES.ready, { kind: 'wake', silentMs }, MOMENT);
    expect(woken(11_000)).toEqual({ state: STATES.ready, effects: [] });
    expect(woken(3_600_000)).toEqual({
      state: { kind: 'connecting', attempt: 0 },
      effects: ['disconnect', 'connect'],
    });
  });

  it('[CLIENT-14] gives up a socket that is being opened only where that is asked for', () => {
    const woken = (silentMs: number) => transition(STATES.connecting, { kind: 'wake', silentMs }, MOMENT);
    expect(woken(9_999)).toEqual({ state: STATES.connecting, effects: [] });
    expect(woken(Number.POSITIVE_INFINITY)).toEqual({
      state: STATES.connecting,
      effects: ['disconnect', 'connect'],
    });
  });

  it('[CLIENT-9] pauses when a renewal finds nobody signed in, and goes on when it finds the portal away', () => {
    const after = (reason: 'sign-in-needed' | 'unreachable' | 'refused') =>
      transition(
        STATES.ready,
        { kind: 'sign-in-failed', error: { reason, code: 'unauthenticated' } },
        MOMENT,
      );
    expect(after('sign-in-needed')).toEqual({ state: { kind: 'sign-in-needed' }, effects: ['disconnect'] });
    for (const reason of ['unreachable', 'refused'] as const) {
      expect(after(reason)).toEqual({ state: STATES.ready, effects: [] });
    }
    const paused = STATES['sign-in-needed'];
    expect(transition(paused, EVENTS.wake, MOMENT)).toEqual({ state: paused, effects: ['sign-in'] });
  });

  it('[CLIENT-4] [WIRE-9] stops for good only where coming back cannot help', () => {
    const after = (code: number) => transition(STATES.ready, { kind: 'closed', code }, MOMENT).state.kind;
    expect(after(CLOSE.versionUnsupported)).toBe('refused');
    expect(after(CLOSE.sessionEnded)).toBe('signing-in');
    for (const code of [1001, 1006, CLOSE.serviceRestart, CLOSE.tryAgainLater, 4999])
      expect(after(code)).toBe('waiting');
  });

  it('[T7] [CLIENT-5] has a time limit wherever it waits for somebody else', () => {
    const limits = Object.values(STATES).map((state) => [state.kind, limitMs(state, NOW, 25_000)] as const);
    const open = limits.filter(([, ms]) => ms === null).map(([kind]) => kind);
    expect(open).toEqual(['idle', 'sign-in-needed', 'refused']);
  });
});
