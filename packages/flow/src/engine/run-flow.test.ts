import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseFlow } from '../parse-flow.js';
import { runFlow } from './run-flow.js';

const ROUTER = readFileSync(new URL('../../examples/escalation-router.json', import.meta.url), 'utf8');

/** Runs one condition over the variables `x` and `y`, with the given facts as their values. */
function run(condition: string, user: Record<string, unknown> = {}) {
  const flow = parseFlow({
    input: { variables: { x: '${user.x}', y: '${user.y}' } },
    logic: [{ condition, target: 'A' }],
    default: 'B',
  });
  return runFlow(flow, { user });
}

describe('order', () => {
  it('[FLOW-6] takes the first item whose condition is true', () => {
    const flow = parseFlow({
      logic: [
        { condition: '1 > 2', target: 'A' },
        { condition: '2 > 1', target: 'B' },
        { condition: '3 > 1', target: 'C' },
      ],
      default: 'D',
    });
    expect(runFlow(flow, {})).toMatchObject({ target: { queue: 'B' }, path: ['logic[0]', 'logic[1]'] });
  });
});

describe('facts', () => {
  it.each([
    [{}],
    [null],
    [undefined],
    [5],
    [{ user: null }],
    [{ user: 'ava' }],
    [{ user: {} }],
    [{ user: { tier: null } }],
    [{ user: { tier: undefined } }],
    [{ user: { tier: () => 'PREMIUM' } }],
    [Object.create({ user: { tier: 'PREMIUM' } })],
  ])('[FLOW-4] reads a fact that is missing in %j as null', (facts) => {
    const { reasons, target } = runFlow(parseFlow(ROUTER), facts);
    expect(reasons[0]).toBe("customerTier == 'PREMIUM' was false (customerTier = null)");
    expect(target).toMatchObject({ queue: 'Standard_Queue_Router' });
  });

  it('[FLOW-4] survives facts that throw when they are read', () => {
    const facts = {
      get user() {
        throw new Error('unreadable');
      },
    };
    expect(runFlow(parseFlow(ROUTER), facts).target).toMatchObject({ queue: 'Standard_Queue_Router' });
  });

  it('[FLOW-8] has a target for any facts', () => {
    const flow = parseFlow(ROUTER);
    const tier = fc.oneof(fc.constantFrom('PREMIUM', 'STANDARD', 'premium'), fc.anything());
    const facts = fc.oneof(
      fc.record({ user: fc.record({ tier }), webchat: fc.anything(), session: fc.anything() }),
      fc.anything(),
    );
    fc.assert(
      fc.property(facts, (value) => {
        const { target, path, reasons } = runFlow(flow, value as object as Record<string, unknown>);
        const premium = (value as { user?: { tier?: unknown } } | null)?.user?.tier === 'PREMIUM';
        expect(target).toMatchObject({ queue: premium ? 'Premium_Queue_Router' : 'Standard_Queue_Router' });
        expect(reasons).toHaveLength(path.length);
      }),
      { numRuns: 4_000 },
    );
  });
});

describe('conditions', () => {
  it.each<[string, Record<string, unknown>, boolean]>([
    ["${x} == 'P'", { x: 'P' }, true],
    ['${ x } == "P"', { x: 'P' }, true],
    ["${x} == '${x}'", { x: '${x}' }, true],
    ["x == r'${x}'", { x: '${x}' }, true],
    ["x == 'it\\'s ${x}'", { x: "it's ${x}" }, true],
    ['x == """${x}"""', { x: '${x}' }, true],
    ["x == 'P' && y >= 2", { x: 'P', y: 2 }, true],
    ["x == 'P' || y == 1", { x: 'Q', y: 1 }, true],
    ["x in ['a', 'b']", { x: 'b' }, true],
    ["'vip' in x", { x: ['vip'] }, true],
    ["x.startsWith('order-')", { x: 'order-stuck' }, true],
    ["x.lowerAscii().trim() == 'premium'", { x: ' Premium ' }, true],
    ['has(x.tier)', { x: {} }, false],
    ["x.tier == 'P'", { x: { tier: 'P' } }, true],
    ['x', { x: true }, true],
    ['!x', { x: false }, true],
    ["x == 'P' ? y == 1 : y == 2", { x: 'Q', y: 2 }, true],
  ])('[FLOW-10] evaluates %s with %j to %s', (condition, user, expected) => {
    expect(run(condition, user).target).toMatchObject({ queue: expected ? 'A' : 'B' });
  });

  it.each<[string, boolean]>([
    ["x == 'P'", false],
    ["x != 'P'", true],
    ['x == null', true],
    ["x in ['a']", false],
    ["x == 'P' || y == null", true],
  ])('[FLOW-13] compares null without an error: %s is %s', (condition, expected) => {
    const { target, reasons } = run(condition);
    expect(target).toMatchObject({ queue: expected ? 'A' : 'B' });
    expect(reasons[0]).toContain(`was ${expected}`);
  });

  it.each([
    ['x < 5', {}],
    ['!(x < 5)', {}],
    ["x.startsWith('a')", {}],
    ['x > 5', { x: 'many' }],
    ['x && true', { x: 'yes' }],
    ['int(x) > 1', { x: 'many' }],
    ['1 / int(x) == 1', { x: '0' }],
    ['x == 1', { x: new (class Odd {})() }],
  ])('[FLOW-13] counts %s with %j as false and says so', (condition, user) => {
    const { target, reasons } = run(condition, user);
    expect(target).toMatchObject({ queue: 'B' });
    expect(reasons[0]).toContain('could not be evaluated and counts as false');
  });

  it('[FLOW-13] counts what is neither true nor false as false and says so', () => {
    const { target, reasons } = run('x', { x: 'true' });
    expect(target).toMatchObject({ queue: 'B' });
    expect(reasons[0]).toBe('x was neither true nor false and counts as false (x = "true")');
  });

  it('[FLOW-5] reads an assignment that cannot be computed as null and says so', () => {
    const flow = parseFlow({
      input: { variables: { x: '${user.x}' } },
      set: { late: '${x} > 5' },
      logic: [{ condition: 'late == null', target: 'A' }],
      default: 'B',
    });
    const { target, reasons } = runFlow(flow, { user: { x: 'soon' } });
    expect(target).toMatchObject({ queue: 'A' });
    expect(reasons[0]).toBe('late could not be computed and is null (x = "soon")');
  });
});

describe('result', () => {
  it('[FLOW-14] is the same for the same facts, and leaves the facts as they are', () => {
    const flow = parseFlow(ROUTER);
    const facts = Object.freeze({ user: Object.freeze({ tier: 'STANDARD' }) });
    expect(runFlow(flow, facts)).toEqual(runFlow(parseFlow(ROUTER), facts));
  });

  it('[FLOW-15] says in words what was decided and from which values', () => {
    expect(runFlow(parseFlow(ROUTER), { user: { tier: 'GOLD' } })).toEqual({
      target: { kind: 'queue', queue: 'Standard_Queue_Router' },
      path: ['logic[0]', 'logic[1]', 'logic[2]'],
      reasons: [
        `customerTier == 'PREMIUM' was false (customerTier = "GOLD")`,
        `customerTier == 'STANDARD' was false (customerTier = "GOLD")`,
        'no condition before it was true, so the default applies',
      ],
      version: parseFlow(ROUTER).version,
    });
  });

  it('[FLOW-15] quotes long values shortened, and lists and objects not at all', () => {
    const long = `${'a'.repeat(39)}SECRET`;
    expect(run("x == 'P'", { x: long }).reasons[0]).toBe(`x == 'P' was false (x = "${'a'.repeat(39)}…")`);
    expect(run("'P' in x", { x: ['SECRET'] }).reasons[0]).toBe("'P' in x was false");
    expect(run("x == 'P'", { x: { secret: 'SECRET' } }).reasons[0]).toBe("x == 'P' was false");
  });

  it('[FLOW-15] keeps a value on one line', () => {
    expect(run("x == 'P'", { x: 'a\nb' }).reasons[0]).toBe(`x == 'P' was false (x = "a\\nb")`);
  });

  it('[FLOW-15] quotes only variables that the condition reads', () => {
    expect(run('y == 1', { x: 'SECRET', y: 2 }).reasons.join()).not.toContain('SECRET');
  });
});
