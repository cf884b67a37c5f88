import { describe, expect, it } from 'vitest';
import { FlowError } from '../flow-error.js';
import { parseFlow } from '../parse-flow.js';
import { parseLoad } from './load.js';
import { simulate } from './simulate.js';

const PLAIN = parseFlow('{"name": "plain", "logic": [{"condition": "default", "target": "sales"}]}');

/** Erlang C: the mean wait of an M/M/c queue. Source: Erlang 1917; Cooper, Introduction to Queueing Theory, 3.5. */
function meanWaitMs(perHour: number, meanMs: number, agents: number): number {
  const offered = (perHour * meanMs) / 3_600_000;
  let blocked = 1;
  for (let servers = 1; servers <= agents; servers += 1) {
    blocked = (offered * blocked) / (servers + offered * blocked);
  }
  const waits = blocked / (1 - (offered / agents) * (1 - blocked));
  return (waits * meanMs) / (agents - offered);
}

function queueLoad(agents: number, perHour: number, seed: number, hours: number) {
  return parseLoad({
    seed,
    at: '2026-11-25T08:00:00Z',
    warmUp: '10h',
    arrivals: [{ for: `${hours}h`, perHour }],
    mix: [{ facts: {} }],
    staff: [{ agents, queues: ['sales'] }],
    handling: { sales: { exponential: '5m' } },
  });
}

describe('simulate', () => {
  it.each([
    [1, 6, 1, 10_000],
    [5, 36, 2, 2_500],
    [20, 180, 3, 500],
  ])('[FLOW-83] agrees with Erlang C for %d agents', (agents, perHour, seed, hours) => {
    const report = simulate(PLAIN, queueLoad(agents, perHour, seed, hours));
    const expected = meanWaitMs(perHour, 300_000, agents);
    expect(Math.abs(report.wait.meanMs / expected - 1)).toBeLessThan(0.05);
    expect(report.outcomes).toEqual({ served: report.contacts });
  });

  it('[FLOW-84] plays the flow: limits, choices, holds, questions, priorities and impatience', () => {
    const report = simulate(RICH, parseLoad(rich()));
    const { outcomes, queues, steps } = report;
    const total = Object.values(outcomes).reduce((sum, count) => sum + count, 0);
    expect(total).toBe(report.contacts);
    for (const way of ['served', 'abandoned', 'callback', 'message', 'end']) {
      expect(outcomes[way], way).toBeGreaterThan(0);
    }
    for (const { offered, served, abandoned, left } of queues)
      expect(served + abandoned + left).toBe(offered);
    const gold = queues.find(({ queue }) => queue === 'gold');
    expect(gold?.wait.maxMs).toBeLessThanOrEqual(120_000);
    expect(gold?.left).toBeGreaterThan(0);
    const entered = new Map(steps.map(({ step, entered: count }) => [step, count]));
    expect(entered.get('who')).toBe(report.contacts);
    const into = report.edges.filter(({ to }) => to === 'staff').reduce((sum, { count }) => sum + count, 0);
    expect(entered.get('staff')).toBe(into);
    expect(simulate(RICH, parseLoad(rich()))).toEqual(report);
    expect(simulate(RICH, parseLoad({ ...rich(), seed: 2 }))).not.toEqual(report);
  });

  it('[FLOW-84] serves the higher priority first, and nobody without the skill or the shift', () => {
    const busy = {
      ...rich(),
      patience: undefined,
      staff: [{ agents: 1, queues: ['gold', 'rest'], skills: ['vip'] }],
    };
    const [gold, rest] = ['gold', 'rest'].map((name) =>
      simulate(RICH, parseLoad(busy)).queues.find(({ queue }) => queue === name),
    );
    expect(gold?.wait.meanMs).toBeLessThan(rest?.wait.meanMs ?? 0);
    const unskilled = { ...busy, staff: [{ agents: 9, queues: ['gold', 'rest'] }] };
    expect(simulate(RICH, parseLoad(unskilled)).queues.find(({ queue }) => queue === 'gold')?.served).toBe(0);
    const late = { ...busy, staff: [{ ...busy.staff[0], from: '90h' }] };
    expect(simulate(RICH, parseLoad(late)).outcomes).not.toHaveProperty('served');
  });

  it.each([
    ['arrivals', [], 'arrivals'],
    ['arrivals', [{ for: '1000h', perHour: 1e6 }], 'arrivals'],
    ['arrivals', [{ for: 'soon', perHour: 1 }], 'arrivals[0].for'],
    ['mix', [{ share: 0 }], 'mix'],
    ['staff', [{ agents: -1 }], 'staff[0].agents'],
    ['handling', { gold: { normal: '5m' } }, 'handling.gold.uniform'],
    ['patience', { lognormal: '5m', sigma: 9 }, 'patience.sigma'],
    ['at', 'noon', 'at'],
    ['stuff', [], 'stuff'],
  ])('[FLOW-85] refuses %s %j', (name, value, path) => {
    const error = (() => {
      try {
        return parseLoad({ ...rich(), [name]: value });
      } catch (thrown) {
        return thrown;
      }
    })();
    expect(error).toBeInstanceOf(FlowError);
    expect(error).toMatchObject({ path });
  });
});

const RICH = parseFlow(`
flow: rich
facts: { tier: { from: user.tier, type: string, default: '' } }
start: who
default: message
steps:
  who: { kind: switch, on: tier, cases: { GOLD: gold, HELD: hold }, otherwise: staff }
  gold: { kind: queue, queue: gold, skills: [vip], priority: 9, limit: 2m, then: rest, choices: { call: callback } }
  staff: { kind: availability, queue: rest, maxWait: 10m, available: rest, nobody: message }
  rest: { kind: queue, queue: rest, limit: 10m, then: callback }
  hold: { kind: hold, owner: desk, release: checked, limit: 10m, released: done, then: rest }
  done: { kind: end }
  callback: { kind: callback, queue: rest, within: 4h }
  message: { kind: leaveMessage, queue: rest }
`);

function rich() {
  return {
    at: '2026-11-25T08:00:00Z',
    arrivals: [
      { for: '1h', perHour: 60 },
      { for: '2h', perHour: 240 },
    ],
    mix: [
      { share: 2, facts: { user: { tier: 'GOLD' } } },
      { share: 5, facts: {} },
      { share: 1, facts: { user: { tier: 'HELD' } } },
    ],
    staff: [
      { agents: 2, queues: ['gold', 'rest'], skills: ['vip'] },
      { agents: 6, queues: ['rest'] },
    ],
    handling: { gold: { uniform: ['2m', '6m'] }, rest: { lognormal: '5m', sigma: 0.8 } },
    patience: { exponential: '8m' },
    choices: { call: { share: 30, after: '30s' } },
    releases: { checked: { exponential: '5m' } },
  };
}
