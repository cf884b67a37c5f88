import { describe, expect, it } from 'vitest';
import { flowOf, Play } from '../../test-support/flows.js';
import { LIMITS } from '../limits.js';
import { parseFlow } from '../parse-flow.js';
import type { Answer } from './event.js';
import { runFlow } from './run-flow.js';
import { step } from './step.js';

const WAITING = `first:
  kind: queue
  queue: sales
  priority: 5
  skills: [loans, french]
  relax:
    - { after: 30s, skills: [loans] }
    - { after: 60s, skills: [] }
  limit: 2m
  choices: { callback: b, message: { then: c, label: Write to us } }
  then: a`;

describe('queue', () => {
  it('[FLOW-29] asks for fewer skills over time, and goes on after the limit', () => {
    const play = new Play(flowOf(WAITING));
    expect(play.start()).toEqual([
      { kind: 'route', queue: 'sales', priority: 5, skills: ['loans', 'french'], preferredAgent: null },
      {
        kind: 'offerChoices',
        text: null,
        choices: [
          { choice: 'callback', label: null },
          { choice: 'message', label: 'Write to us' },
        ],
      },
      { kind: 'timer', id: 'first#0', at: '2026-11-25T10:00:30.000Z' },
    ]);
    expect(play.send(30, { kind: 'timer' })).toMatchObject([
      { kind: 'route', skills: ['loans'] },
      { kind: 'timer', at: '2026-11-25T10:01:00.000Z' },
    ]);
    expect(play.send(60, { kind: 'timer' })).toMatchObject([
      { kind: 'route', skills: [] },
      { kind: 'timer', at: '2026-11-25T10:02:00.000Z' },
    ]);
    expect(play.state?.done).toBe(false);
    expect(play.send(120, { kind: 'timer' })).toEqual([
      { kind: 'offerChoices', choices: [], text: null },
      { kind: 'withdraw' },
      { kind: 'end', target: { kind: 'end', text: 'a' } },
    ]);
    expect(play.state?.reasons).toEqual([
      'after 30s in sales loans will do',
      'after 1m in sales any agent will do',
      'nobody of sales was free within 2m',
    ]);
  });

  it('[FLOW-52] applies what a late timer missed', () => {
    const play = new Play(flowOf(WAITING));
    play.start();
    expect(play.send(90, { kind: 'timer' })).toMatchObject([
      { kind: 'route', skills: [] },
      { kind: 'timer' },
    ]);
    const late = new Play(flowOf(WAITING));
    late.start();
    late.send(500, { kind: 'timer' });
    expect(late.state).toMatchObject({ done: true, target: { text: 'a' } });
  });

  it('[FLOW-29] ends with the queue when an agent takes the conversation', () => {
    const play = new Play(flowOf(WAITING));
    play.start();
    expect(play.send(10, { kind: 'agentFree' }).at(-1)).toMatchObject({
      kind: 'end',
      target: { kind: 'queue', queue: 'sales', priority: 5, limitMs: 120_000 },
    });
    expect(play.state).toMatchObject({ done: true, waiting: null });
  });

  it('[FLOW-30] keeps the place until the customer has chosen', () => {
    const play = new Play(flowOf(WAITING));
    play.start();
    expect(play.state?.queued).toBe(true);
    expect(play.send(10, { kind: 'choice', choice: 'callback' })).toEqual([
      { kind: 'withdraw' },
      { kind: 'end', target: { kind: 'end', text: 'b' } },
    ]);
  });

  it('[FLOW-29] asks for the preferred agent until the first stage', () => {
    const play = new Play(
      flowOf(
        'first: { kind: queue, queue: q, preferredAgent: id, relax: [{ after: 10s, skills: [] }], limit: 1m, then: a }',
      ),
    );
    expect(play.start({ id: 'sam' })).toMatchObject([
      { kind: 'route', preferredAgent: 'sam' },
      { kind: 'timer' },
    ]);
    expect(play.send(10, { kind: 'timer' })).toMatchObject([
      { kind: 'route', preferredAgent: null },
      { kind: 'timer' },
    ]);
  });

  it('[FLOW-30] moves to the next queue without giving the place up, and offers a choice with it', () => {
    const flow = flowOf(`first: { kind: queue, queue: q1, limit: 1m, then: ask }
ask: { kind: choose, choices: { wait: second, call: b }, limit: 30s, then: second, text: What now? }
second: { kind: queue, queue: q2, limit: 1m, then: a }`);
    const play = new Play(flow);
    play.start();
    expect(play.send(60, { kind: 'timer' }).map(({ kind }) => kind)).toEqual(['offerChoices', 'timer']);
    expect(play.send(70, { kind: 'choice', choice: 'wait' })).toMatchObject([
      { kind: 'route', queue: 'q2' },
      { kind: 'timer' },
    ]);
    const other = new Play(flow);
    other.start();
    other.send(60, { kind: 'timer' });
    other.send(65, { kind: 'agentFree' });
    expect(other.state).toMatchObject({ done: true, target: { kind: 'queue', queue: 'q1' } });
    const silent = new Play(flow);
    silent.start();
    silent.send(60, { kind: 'timer' });
    expect(silent.send(80, { kind: 'timer' })).toMatchObject([
      { kind: 'timer', at: '2026-11-25T10:01:30.000Z' },
    ]);
    expect(silent.send(90, { kind: 'timer' }).map(({ kind }) => kind)).toEqual([
      'offerChoices',
      'route',
      'timer',
    ]);
  });
});

describe('events', () => {
  it('[FLOW-51] change nothing when they mean nothing to the step that waits', () => {
    const play = new Play(flowOf(WAITING));
    play.start();
    const before = { ...play.state, at: '' };
    play.send(10, { kind: 'choice', choice: 'fax' });
    play.send(11, { kind: 'facts', request: 'first#0', answer: null });
    play.send(12, { kind: 'timeout', request: 'other#1' });
    play.send(13, { kind: 'released', release: 'payment' });
    play.send(14, { kind: 'timer' });
    expect({ ...play.state, at: '' }).toEqual(before);
    play.send(200, { kind: 'timer' });
    const ended = { ...play.state, at: '' };
    for (const event of [
      { kind: 'timer' },
      { kind: 'agentFree' },
      { kind: 'choice', choice: 'callback' },
    ] as const) {
      expect(play.send(300, event)).toEqual([]);
    }
    expect({ ...play.state, at: '' }).toEqual(ended);
  });

  it('[FLOW-50] give the same result for the same flow and state, and change neither', () => {
    const flow = flowOf(WAITING);
    const { state } = step(flow, null, { kind: 'start', at: '2026-11-25T10:00:00Z', facts: {} });
    const frozen = deepFreeze(structuredClone(state));
    const timer = { kind: 'timer', at: '2026-11-25T10:05:00Z' } as const;
    expect(step(flow, frozen, timer)).toEqual(step(flow, state, timer));
    expect(state).toEqual(frozen);
  });

  it.each(['noon', '', '-271821-04-20T00:00:00Z', '+275760-09-13T00:00:00Z', '1969-12-31T00:00:00Z'])(
    '[FLOW-50] survive "%s" as their time',
    (at) => {
      const flow = flowOf(
        `first: { kind: schedule, schedule: s, open: a, closed: queue }
queue: { kind: queue, queue: q, limit: 2m, then: call }
call: { kind: callback, queue: q, schedule: s, within: 1h }`,
        'schedules: { s: { timeZone: UTC, hours: { daily: 00:00-24:00 }, holidays: [FREQ=YEARLY;BYMONTH=11;BYDAY=4TH] } }',
      );
      const { state } = step(flow, null, { kind: 'start', at, facts: {} });
      expect(state).toMatchObject({
        target: { kind: 'queue' },
        reasons: ['s counts as closed: no time was given'],
      });
      const late = step(flow, state, { kind: 'timer', at: '2026-11-25T10:00:00Z' }).state;
      expect(late.target).toMatchObject({ kind: 'callback' });
    },
  );
});

describe('hold', () => {
  const HOLD = `first: { kind: hold, owner: billing, release: paid, limit: 1h, released: b, then: c }`;

  it('[FLOW-31] ends with its event', () => {
    const play = new Play(flowOf(HOLD));
    const target = { kind: 'hold', owner: 'billing', release: 'paid', limitMs: 3_600_000 };
    expect(play.start()).toEqual([
      { kind: 'hold', target },
      { kind: 'timer', id: 'first#0', at: '2026-11-25T11:00:00.000Z' },
    ]);
    play.send(5, { kind: 'released', release: 'shipped' });
    expect(play.state).toMatchObject({ done: false, target });
    play.send(6, { kind: 'released', release: 'paid' });
    expect(play.state).toMatchObject({ done: true, target: { text: 'b' } });
  });

  it('[FLOW-31] ends at its limit, and gives a place in a queue up', () => {
    const play = new Play(
      flowOf(`first: { kind: queue, queue: q, limit: 1m, then: wait }\n${HOLD.replace('first', 'wait')}`),
    );
    play.start();
    expect(play.send(60, { kind: 'timer' }).map(({ kind }) => kind)).toEqual(['withdraw', 'hold', 'timer']);
    expect(play.send(3_659, { kind: 'timer' }).map(({ kind }) => kind)).toEqual(['timer']);
    play.send(3_660, { kind: 'timer' });
    expect(play.state).toMatchObject({ done: true, target: { text: 'c' } });
  });
});

describe('gathering', () => {
  const AVAILABILITY = `first: { kind: availability, queue: q, skills: [s], maxWait: 5m, as: q, available: a, busy: b, nobody: c, unknown: lost }
lost: { kind: decide, when: [{ if: qFree == null, then: c }], otherwise: a }`;
  const staffed = (free: number, signedIn: number, toMs: number | null = null): Answer => ({
    kind: 'availability',
    free,
    signedIn,
    waiting: 3,
    wait: toMs === null ? null : { fromMs: 0, toMs },
  });

  it.each<[string, Answer | null, string]>([
    ['free agents', staffed(1, 2), 'available'],
    ['busy agents', staffed(0, 2, 60_000), 'busy'],
    ['busy agents without estimate', staffed(0, 2), 'busy'],
    ['too long a wait', staffed(0, 2, 301_000), 'nobody'],
    ['nobody', staffed(0, 0), 'nobody'],
    ['no answer', null, 'unknown'],
    ['another answer', { kind: 'lookup', body: {} }, 'unknown'],
  ])('[FLOW-26] tells %s', (_what, answer, outcome) => {
    const play = new Play(flowOf(AVAILABILITY));
    expect(play.start()).toEqual([
      { kind: 'timer', id: 'first#0', at: '2026-11-25T10:00:02.000Z' },
      {
        kind: 'gather',
        request: 'first#0',
        timeLimitMs: 2_000,
        what: { kind: 'availability', queue: 'q', skills: ['s'] },
      },
    ]);
    play.send(1, { kind: 'facts', request: 'first#0', answer });
    expect(play.state?.trace[0]).toEqual({ step: 'first', outcome });
    expect(play.state?.values.qFree).toBe(answer?.kind === 'availability' ? answer.free : null);
  });

  it('[FLOW-26] [FLOW-55] takes a timeout, and a timer that comes instead, as not known', () => {
    for (const event of [{ kind: 'timeout', request: 'first#0' }, { kind: 'timer' }] as const) {
      const play = new Play(flowOf(AVAILABILITY));
      play.start();
      play.send(1, { kind: 'timer' });
      expect(play.state?.trace[0]?.outcome).toBeNull();
      play.send(2, event);
      expect(play.state?.trace[0]?.outcome).toBe('unknown');
    }
  });

  it('[FLOW-29] ends with the queue when an agent comes while a later step finds out', () => {
    const play = new Play(
      flowOf(`first: { kind: queue, queue: q1, limit: 1m, then: staff }
staff: { kind: availability, queue: q2, available: a, nobody: b }`),
    );
    play.start();
    play.send(60, { kind: 'timer' });
    expect(play.send(61, { kind: 'agentFree' })).toEqual([
      { kind: 'end', target: { kind: 'queue', queue: 'q1', limitMs: 60_000 } },
    ]);
    const other = new Play(flowOf(AVAILABILITY));
    other.start();
    expect(other.send(1, { kind: 'agentFree' })).toEqual([]);
  });

  it.each<[string, Answer | null, string]>([
    ['live', { kind: 'continuity', conversation: { state: 'live' } }, 'live'],
    [
      '4:59 ago',
      {
        kind: 'continuity',
        conversation: { state: 'ended', endedAt: '2026-11-25T09:55:01Z', agentId: 'sam' },
      },
      'recent',
    ],
    [
      '5:00 ago',
      {
        kind: 'continuity',
        conversation: { state: 'ended', endedAt: '2026-11-25T09:55:00Z', agentId: 'sam' },
      },
      'none',
    ],
    ['never', { kind: 'continuity', conversation: null }, 'none'],
    ['not known', null, 'none'],
    [
      'at no time',
      { kind: 'continuity', conversation: { state: 'ended', endedAt: 'x', agentId: null } },
      'none',
    ],
  ])('[FLOW-27] tells a conversation that was %s', (_what, answer, outcome) => {
    const flow = flowOf(`first: { kind: continuity, agent: last, live: a, recent: again, none: c }
again: { kind: queue, queue: q, preferredAgent: last, limit: 1m, then: b }`);
    const play = new Play(flow);
    play.start();
    const effects = play.send(0, { kind: 'facts', request: 'first#0', answer });
    expect(play.state?.trace[0]).toEqual({ step: 'first', outcome });
    if (outcome === 'recent') expect(effects[0]).toMatchObject({ kind: 'route', preferredAgent: 'sam' });
  });

  const LOOKUP = `first:
  kind: lookup
  method: POST
  url: https://crm.example/customers/{id}/score?tier={tier}
  body: { age: age + 1 }
  timeLimit: 3s
  retries: 2
  results: { score: { from: data.score, type: number, default: 7 } }
  then: ok
  failed: ok
ok: { kind: decide, when: [{ if: score > 500, then: a }, { if: score == 7, then: c }], otherwise: b }`;

  it('[FLOW-28] asks with encoded values, and reads the declared results', () => {
    const play = new Play(flowOf(LOOKUP));
    expect(play.start({ id: 'a/b?c&é', age: 5 })).toEqual([
      { kind: 'timer', id: 'first#0', at: '2026-11-25T10:00:03.000Z' },
      {
        kind: 'gather',
        request: 'first#0',
        timeLimitMs: 3_000,
        what: {
          kind: 'lookup',
          step: 'first',
          method: 'POST',
          url: 'https://crm.example/customers/a%2Fb%3Fc%26%C3%A9/score?tier=SILVER',
          body: { age: 6 },
          retries: 2,
        },
      },
    ]);
    play.send(1, {
      kind: 'facts',
      request: 'first#0',
      answer: { kind: 'lookup', body: { data: { score: 600 } } },
    });
    expect(play.state).toMatchObject({ target: { text: 'a' }, values: { score: 600 } });
  });

  it.each([
    ['a failure', null],
    ['a body of another shape', { kind: 'lookup', body: [1] }],
    ['a value of another type', { kind: 'lookup', body: { data: { score: 'high' } } }],
  ] as const)('[FLOW-28] takes the defaults after %s', (_what, answer) => {
    const play = new Play(flowOf(LOOKUP));
    play.start({ id: 'x' });
    play.send(1, { kind: 'facts', request: 'first#0', answer });
    expect(play.state).toMatchObject({ target: { text: 'c' }, values: { score: 7 } });
  });

  it.each([[{}], [{ id: '..' }], [{ id: '.' }], [{ id: '' }], [{ id: '\ud800' }], [{ id: ['x'] }]])(
    '[FLOW-28] asks nothing with %j in the path',
    (user) => {
      const play = new Play(flowOf(LOOKUP));
      expect(play.start(user).map(({ kind }) => kind)).toEqual(['end']);
      expect(play.state?.trace[0]?.outcome).toBe('failed');
    },
  );
});

describe('runFlow', () => {
  it('[FLOW-54] stops at the first queue, and takes questions as not answered', () => {
    const flow = flowOf(
      `first: { kind: continuity, live: a, none: hours }
hours: { kind: schedule, schedule: s, open: ask, closed: ask }
ask: { kind: choose, choices: { call: b }, limit: 1m, then: q }
q: { kind: queue, queue: q, limit: 1m, then: a }`,
      'schedules: { s: { timeZone: UTC, hours: { daily: 00:00-24:00 } } }',
    );
    const result = runFlow(flow, {});
    expect(result).toMatchObject({
      target: { kind: 'queue', queue: 'q' },
      path: ['first', 'hours', 'ask', 'q'],
    });
    expect(result.reasons).toContain('s counts as closed: no time was given');
    const answer = () => ({ kind: 'continuity', conversation: { state: 'live' } }) as const;
    expect(runFlow(flow, {}, { answer }).target).toEqual({ kind: 'end', text: 'a' });
    const broken = () => {
      throw new Error('away');
    };
    expect(runFlow(flow, {}, { answer: broken, at: new Date('2026-11-25') }).reasons).toContain('s was open');
  });

  it('[FLOW-53] ends a flow that goes round in circles at its default', () => {
    const flow = flowOf(`first: { kind: set, values: { n: age }, then: second }
second: { kind: set, values: { n: age }, then: first }`);
    const { target, path, reasons } = runFlow(flow, {});
    expect(target).toEqual({ kind: 'end', text: 'a' });
    expect(path).toHaveLength(LIMITS.runSteps + 1);
    expect(reasons.at(-1)).toBe('the flow did not come to an end, so the default applies');
  });

  it('[FLOW-53] ends a circle of queues as well', () => {
    const flow = parseFlow(
      `flow: x\nstart: q\ndefault: q\nsteps: { q: { kind: queue, queue: q, limit: 1s, then: q } }`,
    );
    const play = new Play(flow);
    play.start();
    for (let seconds = 1; seconds <= LIMITS.runSteps + 5; seconds += 1) play.send(seconds, { kind: 'timer' });
    expect(play.state).toMatchObject({ done: true, target: { kind: 'queue' } });
  });
});

function deepFreeze<T>(value: T): T {
  if (typeof value === 'object' && value !== null) {
    for (const inner of Object.values(value)) deepFreeze(inner);
    Object.freeze(value);
  }
  return value;
}
