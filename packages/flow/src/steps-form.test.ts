import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { stringify } from 'yaml';
import { errorOf, flowOf, sourceOf } from '../test-support/flows.js';
import { runFlow } from './engine/run-flow.js';
import { LIMITS } from './limits.js';
import { parseFlow } from './parse-flow.js';

function withCondition(condition: string): string {
  return `first: { kind: decide, when: [{ if: ${JSON.stringify(condition)}, then: b }], otherwise: c }`;
}

/** Whether the condition holds for the user. */
function decide(condition: string, user: Record<string, unknown> = {}): boolean {
  const { target } = runFlow(flowOf(withCondition(condition)), { user });
  return 'text' in target && target.text === 'b';
}

function mistake(steps: string, more = '') {
  const { code, path, message, line } = errorOf(sourceOf(steps, more));
  return { code, path, message, line };
}

describe('YAML', () => {
  it('[FLOW-18] reads the same flow as from JSON', () => {
    const flow = parseFlow({ flow: 'x', start: 'a', default: 'a', steps: { a: { kind: 'end' } } });
    expect(parseFlow('flow: x\nstart: a\ndefault: a\nsteps: { a: { kind: end } }\n').version).toBe(
      flow.version,
    );
    expect(flow.name).toBe('x');
  });

  it('[FLOW-2] reads the router form as well', () => {
    const router = readFileSync(new URL('../examples/escalation-router.json', import.meta.url), 'utf8');
    expect(parseFlow(stringify(JSON.parse(router))).version).toBe(parseFlow(router).version);
  });

  it.each([
    ['an alias', 'a: &x [1]\nb: *x'],
    [
      'a bomb',
      Array.from({ length: 9 }, (_, i) => `a${i}: &a${i} [${i ? Array(9).fill(`*a${i - 1}`) : 1}]`).join(
        '\n',
      ),
    ],
    ['a tag', 'a: !!js/function "x"'],
    ['a key that is a list', '? [a]\n: 1'],
    ['a key given twice', 'a: 1\nb: 2\na: 3'],
    ['a tab as indentation', 'a:\n\tb: 1'],
    ['two documents', 'a: 1\n---\nb: 2'],
    ['an open quote', 'a: "x'],
  ])('[FLOW-18] refuses %s', (_what, source) => {
    expect(errorOf(source)).toMatchObject({ code: 'syntax', line: expect.any(Number) });
  });

  it.each([
    ['lists', `a: ${'['.repeat(50_000)}`],
    ['dashes', '- '.repeat(50_000)],
    ['indentation', Array.from({ length: 60 }, (_, i) => `${' '.repeat(i)}a:`).join('\n')],
    ['question marks', '? '.repeat(50_000)],
  ])('[FLOW-1] refuses %s nested too deep', (_what, source) => {
    expect(errorOf(source).code).toBe('too_large');
  });

  it('[FLOW-1] names line and column of what is on a line of its own', () => {
    expect(
      errorOf(sourceOf('first:\n  kind: switch\n  on: tier\n  cases: { GOLD: bb }\n  otherwise: a')),
    ).toMatchObject({
      code: 'unknown_step',
      path: 'steps.first.cases.GOLD',
      line: 15,
      col: 20,
    });
  });
});

describe('mistakes', () => {
  it('[FLOW-19] are told together, with what was probably meant', () => {
    const { all } = errorOf(
      sourceOf(
        `first: { kind: decide, when: [{ if: teir == 'GOLD', then: b }], otherwise: secnd }
second: { kind: quue, queue: x }
third: { kind: schedule, schedule: suport, open: a, closed: b }`,
        'schedules: { support: { timeZone: UTC, hours: {} } }',
      ),
    );
    expect(all.map(({ code, line }) => [code, line])).toEqual(
      [
        ['unknown_variable', 12],
        ['unknown_step', 12],
        ['invalid', 13],
        ['unknown_schedule', 14],
      ].sort((a, b) => Number(a[0] === 'invalid') * -1 + Number(b[0] === 'invalid')),
    );
    const messages = all.map(({ message }) => message).join('\n');
    for (const meant of ['tier', 'second', 'queue', 'support'])
      expect(messages).toContain(`did you mean "${meant}"?`);
  });

  it.each([
    ['a step without kind', 'first: { then: a }'],
    ['a step without what follows', 'first: { kind: input, facts: [tier], then: a }'],
    ['a queue without limit', 'first: { kind: queue, queue: q, then: a }'],
    ['a queue without way out', 'first: { kind: queue, queue: q, limit: 2m }'],
    ['a limit that is no time', 'first: { kind: queue, queue: q, limit: soon, then: a }'],
    ['a limit beyond a day', 'first: { kind: queue, queue: q, limit: 25h, then: a }'],
    [
      'stages that do not ascend',
      'first: { kind: queue, queue: q, limit: 2m, then: a, relax: [{ after: 60s }, { after: 30s }] }',
    ],
    [
      'a stage after the limit',
      'first: { kind: queue, queue: q, limit: 2m, then: a, relax: [{ after: 3m }] }',
    ],
    ['a priority in words', 'first: { kind: queue, queue: q, priority: high, limit: 2m, then: a }'],
    [
      'more than 100 percent',
      'first: { kind: percent, by: id, shares: [{ percent: 60, then: a }, { percent: 50, then: b }], otherwise: c }',
    ],
    ['a phone number that is none', 'first: { kind: phone, number: "0800 CALL" }'],
    ['digits that cannot be dialed', 'first: { kind: phone, number: "+49 30 1234567", digits: "1a" }'],
    ['an address that is none', 'first: { kind: email, address: support }'],
    ['a link that runs code', 'first: { kind: link, url: "javascript:alert(1)" }'],
    ['a link to nobody knows where', 'first: { kind: link, url: "//elsewhere.example" }'],
    ['a lookup without TLS', 'first: { kind: lookup, url: "http://crm.example/x", then: a }'],
    ['a lookup whose host is a value', 'first: { kind: lookup, url: "https://{id}/x", then: a }'],
    ['a lookup with a password', 'first: { kind: lookup, url: "https://a:b@crm.example/x", then: a }'],
    ['a body of a GET', 'first: { kind: lookup, url: "https://crm.example/x", body: { a: id }, then: a }'],
    ['a fact that is set', 'first: { kind: set, values: { tier: "\'GOLD\'" }, then: a }'],
    [
      'a value of two types',
      'first: { kind: set, values: { x: 1 }, then: other }\nother: { kind: set, values: { x: "\'a\'" }, then: a }',
    ],
    ['a return outside', 'first: { kind: return }'],
    ['no choice at all', 'first: { kind: choose, choices: {}, limit: 1m, then: a }'],
  ])('[FLOW-19] refuses %s', (_what, steps) => {
    expect(mistake(steps)).toMatchObject({ code: 'invalid', path: expect.stringMatching(/^steps\./) });
  });

  it.each([
    ['a type that does not exist', 'flow: x\nfacts: { a: { type: text } }', 'facts.a.type'],
    ['a default of another type', 'flow: x\nfacts: { a: { type: number, default: "1" } }', 'facts.a.default'],
    [
      'a default that is not among the values',
      'flow: x\nfacts: { a: { values: [A, B], default: C } }',
      'facts.a.default',
    ],
    ['values of numbers', 'flow: x\nfacts: { a: { type: number, values: [A] } }', 'facts.a.values'],
    ['a path with spaces', 'flow: x\nfacts: { a: user tier }', 'facts.a'],
    ['a name that CEL keeps', 'flow: x\nfacts: { in: user.tier }', 'facts.in'],
  ])('[FLOW-20] refuses %s', (_what, source, path) => {
    expect(errorOf(source).all.map((error) => error.path)).toContain(path);
  });

  it('[FLOW-8] refuses a flow without default, and a default that is no way out', () => {
    const steps = 'steps: { a: { kind: end }, s: { kind: set, values: { x: 1 }, then: a } }';
    expect(errorOf(`flow: x\nstart: a\n${steps}`).code).toBe('no_default');
    expect(errorOf(`flow: x\nstart: a\ndefault: s\n${steps}`)).toMatchObject({
      code: 'invalid',
      path: 'default',
    });
    expect(errorOf(`flow: x\nstart: a\ndefault: z\n${steps}`)).toMatchObject({
      code: 'unknown_step',
      path: 'default',
    });
    const flow = parseFlow(`flow: x\nstart: a\n${steps}`, { defaultQueue: 'Q' });
    expect(flow.steps.get(flow.fallback)).toMatchObject({ kind: 'queue', queue: 'Q' });
  });

  it('[FLOW-45] refuses sub-flows that call themselves, and more steps than the limit', () => {
    const call = (flow: string) =>
      `{ start: s, steps: { s: { kind: call, flow: ${flow}, then: r }, r: { kind: return } } }`;
    const circle = `flows: { x: ${call('y')}, y: ${call('x')} }`;
    const first = 'first: { kind: call, flow: x, then: a }';
    expect(mistake(first, circle)).toMatchObject({
      code: 'recursion',
      message: expect.stringContaining('x → y → x'),
    });
    const twice = Array.from({ length: 40 }, (_, i) => {
      const next = i === 39 ? '{ kind: return }' : `{ kind: call, flow: f${i + 1}, then: t }`;
      return `f${i}: { start: s, steps: { s: ${next}, t: ${i === 39 ? '{ kind: return }' : `{ kind: call, flow: f${i + 1}, then: r }`}, r: { kind: return } } }`;
    });
    const many = mistake('first: { kind: call, flow: f0, then: a }', `flows: { ${twice.join(', ')} }`);
    expect(many).toMatchObject({ code: 'too_large', message: expect.stringContaining(String(LIMITS.steps)) });
  });
});

describe('facts', () => {
  it.each([
    ["tier == 'GOLD'", { tier: 'GOLD' }, true],
    ["tier == 'SILVER'", { tier: 'BRONZE' }, true],
    ["tier == 'SILVER'", {}, true],
    ['age == null', { age: '5' }, true],
    ['age > 4 && age + 1 == 6 && age in [5]', { age: 5 }, true],
    ['age % 2 == 1', { age: 5 }, true],
    ['vip', { vip: true }, true],
    ['vip', { vip: 'true' }, false],
    ["'a' in tags", { tags: ['a'] }, true],
    ['tags == null', { tags: [1] }, true],
    ['tags == null', { tags: Array(LIMITS.factListLength + 1).fill('a') }, true],
    ['id == null', { id: 'a'.repeat(LIMITS.factTextLength + 1) }, true],
    ["id == 'x'", { id: 'x' }, true],
  ])('[FLOW-20] reads them as declared: %s of %j is %s', (condition, user, expected) => {
    expect(decide(condition, user)).toBe(expected);
  });
});

describe('expressions', () => {
  it.each([
    ["age == 'x'", 'age is of type number'],
    ['tier > 5', 'tier is of type string'],
    ['vip + 1 == 2', 'vip is of type boolean'],
    ['age', 'must be true or false'],
    ['tags == 1', 'tags is of type list'],
  ])('[FLOW-11] refuses %s and says why', (condition, why) => {
    const steps = withCondition(condition);
    expect(mistake(steps)).toMatchObject({
      code: 'invalid_expression',
      message: expect.stringContaining(why),
    });
  });

  it('[FLOW-12] searches by regular expressions in linear time', () => {
    expect(decide("regex(id, '^AC-[0-9]{4}$')", { id: 'AC-1234' })).toBe(true);
    expect(decide("regex(id, '^AC-[0-9]{4}$')", { id: 'AC-12345' })).toBe(false);
    // A backtracking engine does not come back from this one.
    expect(decide("regex(id, '^(a+)+$')", { id: `${'a'.repeat(LIMITS.factTextLength - 1)}!` })).toBe(false);
  });

  it.each([
    ["tier.matches('x')", 'regex(text'],
    ["regex(tier, '(')", 'regex()'],
    ["regex(tier, '(?=x)')", 'regex()'],
    ['regex(tier, tier)', 'text in quotes'],
    [`regex(tier, '${'a'.repeat(LIMITS.patternLength + 1)}')`, 'longer'],
    ["regex(tier, '((a{100}){100}){100}')", 'regex()'],
  ])('[FLOW-12] refuses %s', (condition, why) => {
    const steps = withCondition(condition);
    expect(mistake(steps)).toMatchObject({
      code: 'invalid_expression',
      message: expect.stringContaining(why),
    });
  });
});
