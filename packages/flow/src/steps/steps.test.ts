import { describe, expect, it } from 'vitest';
import { errorOf, flowOf, sourceOf } from '../../test-support/flows.js';
import { runFlow } from '../engine/run-flow.js';

function textOf(steps: string, user: Record<string, unknown> = {}, more = ''): string | undefined {
  const { target } = runFlow(flowOf(steps, more), { user });
  return 'text' in target ? target.text : target.kind;
}

describe('steps that decide', () => {
  it('[FLOW-21] input asks for facts', () => {
    const first = 'first: { kind: input, facts: [age, id], then: b, missing: c }';
    expect(textOf(first, { age: 5, id: 'x' })).toBe('b');
    expect(textOf(first, { age: 5 })).toBe('c');
    expect(runFlow(flowOf(first), {}).reasons).toEqual(['not known: age, id']);
    expect(errorOf(sourceOf(first.replace('age,', 'agee,')))).toMatchObject({ code: 'unknown_variable' });
  });

  it('[FLOW-22] set computes from what was known before, of any order in the file', () => {
    const steps = `first: { kind: set, values: { x: y == null, y: age * 2 }, then: next }
check: { kind: decide, when: [{ if: x && y == 10 && z == 11, then: b }], otherwise: c }
next: { kind: set, values: { z: y + 1 }, then: check }`;
    expect(textOf(steps, { age: 5 })).toBe('b');
    expect(textOf(steps)).toBe('c');
  });

  it('[FLOW-22] set can count up', () => {
    const steps = `first: { kind: set, values: { n: 1 }, then: again }
again: { kind: set, values: { n: n + 1 }, then: check }
check: { kind: decide, when: [{ if: n == 2, then: b }], otherwise: c }`;
    expect(textOf(steps)).toBe('b');
  });

  it('[FLOW-23] decide takes the first condition that is true, or the default of the flow', () => {
    const first = 'first: { kind: decide, when: [{ if: age > 10, then: b }, { if: age > 5, then: c }] }';
    expect([11, 6, 1].map((age) => textOf(first, { age }))).toEqual(['b', 'c', 'a']);
  });

  it.each([
    ['tier', 'GOLD', 'b'],
    ['tier', 'LEAD', 'a'],
    ['age', 5, 'c'],
    ['age', 6, 'a'],
    ['vip', true, 'c'],
    ['vip', null, 'a'],
    ['tags', ['GOLD'], 'a'],
    ["tier + '!'", 'GOLD', 'c'],
  ])('[FLOW-24] switch over %s with %j leads to %s', (on, value, expected) => {
    const cases = '[{ is: GOLD, then: b }, { is: [5, true, "GOLD!"], then: c }]';
    const first = `first: { kind: switch, on: "${on}", cases: ${cases}, otherwise: a }`;
    expect(textOf(first, { tier: value, age: value, vip: value, tags: value })).toBe(expected);
  });

  it('[FLOW-25] percent deals customers out evenly and always alike', () => {
    const first =
      'first: { kind: percent, by: id, shares: [{ percent: 10, then: b }, { percent: 30, then: c }], otherwise: a }';
    const flow = flowOf(first);
    const ids = Array.from({ length: 20_000 }, (_, index) => `customer-${index}`);
    const drawn = ids.map((id) => textWith(id));
    const share = (text: string) => drawn.filter((each) => each === text).length / ids.length;
    expect(share('b')).toBeCloseTo(0.1, 1.5);
    expect(share('c')).toBeCloseTo(0.3, 1.5);
    expect(ids.slice(0, 100).map((id) => textWith(id))).toEqual(drawn.slice(0, 100));
    expect(textOf(first)).toBe('a');
    const other = flowOf(first.replace('by: id', 'by: id, salt: again'));
    expect(ids.map((id) => textWith(id, other))).not.toEqual(drawn);

    function textWith(id: string, which = flow) {
      const { target } = runFlow(which, { user: { id } });
      return 'text' in target && target.text;
    }
  });
});

describe('sub-flows', () => {
  const SUB = `flows:
  greet:
    parameters: { level: { type: number, default: 1 }, name: { type: string, default: x } }
    start: start
    steps:
      start: { kind: set, values: { twice: level * 2 }, then: check }
      check:
        kind: decide
        when:
          - { if: twice > 10 && tier == 'GOLD', then: high }
          - { if: name == 'end', then: over }
        otherwise: low
      high: { kind: return, outcome: high }
      low: { kind: return }
      over: { kind: end, text: over }`;
  const CALLS = `first: { kind: call, flow: greet, with: { level: age }, then: { high: b, done: second } }
second: { kind: call, flow: greet, with: { level: 3, name: id }, then: { high: a, done: c } }`;

  it('[FLOW-45] take parameters and come back with an outcome', () => {
    expect(textOf(CALLS, { age: 6, tier: 'GOLD' }, SUB)).toBe('b');
    expect(textOf(CALLS, { age: 6 }, SUB)).toBe('c');
    expect(textOf(CALLS, { id: 'end' }, SUB)).toBe('over');
    const { path } = runFlow(flowOf(CALLS, SUB), {});
    expect(path).toEqual([
      'first',
      'first/start',
      'first/check',
      'first/low',
      'second',
      'second/start',
      'second/check',
      'second/low',
      'c',
    ]);
  });

  it('[FLOW-45] give a parameter that is not of its type its default', () => {
    const flow = flowOf(
      'first: { kind: call, flow: greet, with: { level: tags }, then: { high: b, done: c } }',
      SUB,
    );
    expect(runFlow(flow, { user: { tags: ['a'] } }).target).toEqual({ kind: 'end', text: 'c' });
  });

  it.each([
    ['a sub-flow that does not exist', 'flow: gret', 'unknown_flow'],
    ['a parameter that does not exist', 'flow: greet, with: { levl: 1 }', 'invalid'],
  ])('[FLOW-45] refuses %s', (_what, call, code) => {
    const error = errorOf(sourceOf(`first: { kind: call, ${call}, then: { high: b, done: c } }`, SUB));
    expect(error).toMatchObject({ code, message: expect.stringContaining('did you mean') });
  });

  it('[FLOW-45] refuses an outcome that the call does not know, and variables of the caller', () => {
    expect(errorOf(sourceOf('first: { kind: call, flow: greet, then: b }', SUB))).toMatchObject({
      code: 'unknown_step',
      message: expect.stringContaining('"high"'),
    });
    const reads = `flows: { x: { start: s, steps: { s: { kind: decide, when: [{ if: mine == 1, then: r }], otherwise: r }, r: { kind: return } } } }`;
    const steps = 'first: { kind: set, values: { mine: 1 }, then: go }\ngo: { kind: call, flow: x, then: a }';
    expect(errorOf(sourceOf(steps, reads))).toMatchObject({ code: 'unknown_variable' });
  });
});

describe('ways out', () => {
  it.each([
    ['{ kind: leaveMessage, queue: q, text: Write }', { kind: 'message', queue: 'q', text: 'Write' }],
    [
      '{ kind: phone, number: "+49 30 1234567", digits: "1,2#" }',
      { kind: 'phone', number: '+49 30 1234567', digits: '1,2#' },
    ],
    [
      '{ kind: email, address: help@bank.example, subject: Hi }',
      { kind: 'email', address: 'help@bank.example', subject: 'Hi' },
    ],
    ['{ kind: link, url: /help }', { kind: 'link', url: '/help' }],
    ['{ kind: link, url: "https://bank.example/help" }', { kind: 'link', url: 'https://bank.example/help' }],
    ['{ kind: join }', { kind: 'join' }],
    ['{ kind: callback, queue: q, within: 4h }', { kind: 'callback', queue: 'q', withinMs: 14_400_000 }],
  ])('[FLOW-32] ends with its target: %s', (source, target) => {
    expect(runFlow(flowOf(`first: ${source}`), {}).target).toEqual(target);
  });

  it('[FLOW-33] promises a callback from the next opening', () => {
    const flow = flowOf(
      'first: { kind: callback, queue: q, within: 4h, schedule: s }',
      'schedules: { s: { timeZone: Europe/Berlin, hours: { mon-fri: 08:00-18:00 } } }',
    );
    const target = (at: string) => runFlow(flow, {}, { at: new Date(at) }).target;
    expect(target('2026-11-25T10:00:00Z')).toMatchObject({
      schedule: 's',
      earliestAt: '2026-11-25T10:00:00.000Z',
    });
    expect(target('2026-11-27T20:00:00Z')).toMatchObject({ earliestAt: '2026-11-30T07:00:00.000Z' });
  });
});
