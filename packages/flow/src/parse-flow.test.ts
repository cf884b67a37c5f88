import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { runFlow } from './engine/run-flow.js';
import { FlowError, type FlowErrorCode } from './flow-error.js';
import { LIMITS } from './limits.js';
import { parseFlow } from './parse-flow.js';

const ROUTER = readFileSync(new URL('../examples/escalation-router.json', import.meta.url), 'utf8');
const PREMIUM = { user: { tier: 'PREMIUM' } };

function errorOf(source: unknown, options = {}): FlowError {
  try {
    parseFlow(source as string, options);
  } catch (error) {
    expect(error).toBeInstanceOf(FlowError);
    return error as FlowError;
  }
  throw new Error('the flow loaded');
}

/** A flow with one condition over the variables `x` and `y`. */
function withCondition(condition: unknown) {
  return {
    input: { variables: { x: '${user.x}', y: '${user.y}' } },
    logic: [{ condition, target: 'A' }],
    default: 'B',
  };
}

describe('source', () => {
  it('[FLOW-1] loads the same flow from text and from an object', () => {
    expect(parseFlow(JSON.parse(ROUTER)).version).toBe(parseFlow(ROUTER).version);
  });

  it('[FLOW-1] reads text that begins with a byte order mark', () => {
    expect(parseFlow(`\ufeff${ROUTER}`).version).toBe(parseFlow(ROUTER).version);
  });

  it.each<[string, unknown, FlowErrorCode]>([
    ['nothing', '', 'syntax'],
    ['an open object', '{', 'syntax'],
    ['a trailing comma', '{"logic":[],}', 'syntax'],
    ['text after the value', '{"logic":[]} x', 'syntax'],
    ['a bad escape', '{"default":"\\q"}', 'syntax'],
    ['an open string', '{"default":"abc', 'syntax'],
    ['a property twice', '{"default":"A","default":"B"}', 'syntax'],
    ['a number with a leading zero', '{"version":01}', 'syntax'],
    ['undefined', undefined, 'syntax'],
    ['a cycle', cyclic(), 'syntax'],
    ['a list', '[]', 'invalid'],
    ['null', 'null', 'invalid'],
    ['an object without logic', '{"default":"A"}', 'invalid'],
    ['logic that is no list', { logic: {} }, 'invalid'],
    ['an item that is no object', { logic: ['A'] }, 'invalid'],
    ['an item without target', { logic: [{ condition: 'default' }] }, 'invalid'],
    ['a blank target', { logic: [{ target: ' ' }] }, 'invalid'],
    ['a target of another kind', { logic: [{ target: { kind: 'phone', queue: 'A' } }] }, 'invalid'],
    ['a priority that is no whole number', { logic: [{ target: { queue: 'A', priority: 1.5 } }] }, 'invalid'],
    ['a blank version', { version: '', logic: [{ target: 'A' }] }, 'invalid'],
    ['an input that is no object', { input: 'webchat', logic: [{ target: 'A' }] }, 'invalid'],
  ])('[FLOW-1] refuses %s', (_what, source, code) => {
    expect(errorOf(source).code).toBe(code);
  });

  it('[FLOW-1] refuses sources beyond the limits', () => {
    expect(errorOf(' '.repeat(LIMITS.sourceLength + 1)).code).toBe('too_large');
    expect(errorOf('['.repeat(100_000)).code).toBe('too_large');
    expect(errorOf('{"a":'.repeat(40_000)).code).toBe('too_large');
    const items = Array.from({ length: LIMITS.logicItems + 1 }, () => ({ target: 'A' }));
    expect(errorOf({ logic: items }).code).toBe('too_large');
    const variables = Object.fromEntries(
      Array.from({ length: LIMITS.variables + 1 }, (_, i) => [`v${i}`, i]),
    );
    expect(errorOf({ input: { variables }, logic: [{ target: 'A' }] }).code).toBe('too_large');
  });

  it('[FLOW-1] takes a source at the limits', () => {
    const items = Array.from({ length: LIMITS.logicItems }, () => ({ target: 'A' }));
    const text = JSON.stringify({ logic: items });
    expect(parseFlow(text + ' '.repeat(LIMITS.sourceLength - text.length)).steps.size).toBe(
      LIMITS.logicItems,
    );
  });

  it('[FLOW-1] names path, line and column of a mistake', () => {
    const source = '{\n  "logic": [\n    { "condition": "x >", "target": "A" }\n  ],\n  "default": "B"\n}';
    expect(errorOf(source)).toMatchObject({ path: 'logic[0].condition', line: 3, col: 20 });
    expect(errorOf('{\n  "logic": [,]\n}')).toMatchObject({ path: '', line: 2, col: 13 });
    expect(errorOf(withCondition('x >'))).toMatchObject({ path: 'logic[0].condition', line: undefined });
  });

  it('[FLOW-1] throws FlowError and nothing else on garbage', () => {
    const structured = fc.record(
      {
        input: fc.oneof(fc.jsonValue(), fc.record({ variables: fc.jsonValue() })),
        logic: fc.array(
          fc.record({ condition: fc.jsonValue(), target: fc.jsonValue() }, { requiredKeys: [] }),
        ),
        set: fc.jsonValue(),
        default: fc.jsonValue(),
      },
      { requiredKeys: [] },
    );
    const source = fc.oneof(
      fc.string({ unit: 'binary' }),
      fc.json(),
      fc.anything(),
      structured,
      structured.map((value) => JSON.stringify(value).slice(0, -2)),
    );
    fc.assert(
      fc.property(source, (value) => {
        try {
          const flow = parseFlow(value as string);
          expect(runFlow(flow, {}).target.kind).not.toBe('');
        } catch (error) {
          expect(error).toBeInstanceOf(FlowError);
        }
      }),
      { numRuns: 2_000 },
    );
  });
});

describe('older form', () => {
  it.each([
    ['PREMIUM', 'Premium_Queue_Router'],
    ['STANDARD', 'Standard_Queue_Router'],
    ['GOLD', 'Standard_Queue_Router'],
  ])('[FLOW-2] routes tier %s to %s', (tier, queue) => {
    expect(runFlow(parseFlow(ROUTER), { user: { tier } }).target).toEqual({ kind: 'queue', queue });
  });
});

describe('variables', () => {
  it('[FLOW-3] takes them as a list too', () => {
    const source = {
      input: { variables: [{ name: 'customerTier', value: '${user.tier}' }] },
      logic: [{ condition: "customerTier == 'PREMIUM'", target: 'A' }],
      default: 'B',
    };
    expect(runFlow(parseFlow(source), PREMIUM).target).toMatchObject({ queue: 'A' });
  });

  it('[FLOW-3] takes fixed values', () => {
    const source = { ...withCondition("x == 'fixed' && y == 2"), input: { variables: { x: 'fixed', y: 2 } } };
    expect(runFlow(parseFlow(source), {}).target).toMatchObject({ queue: 'A' });
  });

  it.each(['in', 'true', 'null', 'int', 'if', 'a-b', 'x y', '', '1a', '__proto__'])(
    '[FLOW-3] refuses the name "%s"',
    (name) => {
      const source = `{"input":{"variables":{"${name}":1}},"logic":[],"default":"A"}`;
      expect(errorOf(source)).toMatchObject({
        code: 'invalid',
        path: expect.stringMatching(/^input.variables/),
      });
    },
  );

  it('[FLOW-3] refuses a name declared twice, and text around a reference', () => {
    const twice = [
      { name: 'x', value: 1 },
      { name: 'x', value: 2 },
    ];
    expect(errorOf({ input: { variables: twice }, logic: [], default: 'A' }).path).toBe(
      'input.variables[1].name',
    );
    const around = { x: 'tier ${user.tier}' };
    expect(errorOf({ input: { variables: around }, logic: [], default: 'A' }).path).toBe('input.variables.x');
  });

  it.each(['set', 'setData'])('[FLOW-5] computes what %s says from the inputs', (property) => {
    const source = {
      ...withCondition("premium && tier == 'PREMIUM' && copy == x && fixed == 3"),
      [property]: { premium: "${x} == 'PREMIUM'", tier: '${user.tier}', copy: '${x}', fixed: 3 },
    };
    const facts = { user: { tier: 'PREMIUM', x: 'PREMIUM' } };
    expect(runFlow(parseFlow(source), facts).target).toMatchObject({ queue: 'A' });
  });

  it('[FLOW-5] refuses what reads another assignment, so that their order means nothing', () => {
    const source = { ...withCondition('true'), set: { a: '${x}', b: '${a} == 1' } };
    expect(errorOf(source)).toMatchObject({ code: 'unknown_variable', path: 'set.b' });
  });
});

describe('default', () => {
  it.each([['default'], ['DEFAULT'], ['else'], ['true'], [true], [' default '], [undefined]])(
    '[FLOW-7] takes the condition %j as always true',
    (condition) => {
      const flow = parseFlow({ logic: [{ condition, target: 'A' }] });
      expect(runFlow(flow, {})).toMatchObject({ target: { queue: 'A' }, path: ['logic[0]'] });
    },
  );

  it.each(['default', 'defaultTarget', 'fallback'])('[FLOW-7] takes a default from "%s"', (property) => {
    const flow = parseFlow({ logic: [], [property]: 'A' });
    expect(runFlow(flow, {})).toMatchObject({ target: { queue: 'A' }, path: [property] });
  });

  it('[FLOW-8] takes the default queue of the caller where the flow has none', () => {
    const source = { logic: [{ condition: 'false', target: 'A' }] };
    const result = runFlow(parseFlow(source, { defaultQueue: 'Q' }), {});
    expect(result).toMatchObject({
      target: { kind: 'queue', queue: 'Q' },
      path: ['logic[0]', 'defaultQueue'],
    });
  });

  it('[FLOW-8] refuses a flow that has no default from anywhere', () => {
    expect(errorOf({ logic: [{ condition: 'false', target: 'A' }] }).code).toBe('no_default');
    expect(errorOf({ logic: [] }, { defaultQueue: '' }).code).toBe('no_default');
  });
});

describe('targets', () => {
  it('[FLOW-9] carries a priority', () => {
    const flow = parseFlow({ logic: [{ target: { queue: 'A', priority: 5 } }] });
    expect(runFlow(flow, {}).target).toEqual({ kind: 'queue', queue: 'A', priority: 5 });
  });
});

describe('expressions', () => {
  it.each<[string, FlowErrorCode]>([
    ['x ==', 'invalid_expression'],
    ['x = 1', 'invalid_expression'],
    ["'a' < 5", 'invalid_expression'],
    ['size(x)', 'invalid_expression'],
    ["'PREMIUM'", 'invalid_expression'],
    ['z == 1', 'unknown_variable'],
    ['${z} == 1', 'unknown_variable'],
    ['${user.x} == 1', 'unknown_variable'],
    ['constructor == 1', 'unknown_variable'],
  ])('[FLOW-11] refuses %s', (condition, code) => {
    expect(errorOf(withCondition(condition))).toMatchObject({ code, path: 'logic[0].condition' });
  });

  it.each([
    "x.matches('^(a+)+$')",
    "matches(x, 'a')",
    "[x].exists(i, i.matches('a'))",
    '[1, 2].all(i, i > 0)',
    'cel.bind(a, 1, a == 1)',
    "x.split(',') == y",
  ])('[FLOW-12] refuses the call in %s', (condition) => {
    expect(errorOf(withCondition(condition)).message).toContain('is not available');
  });

  it.each([
    ['parentheses', '('.repeat(4_000)],
    ['negations', `${'!'.repeat(4_000)}x`],
    ['brackets', '['.repeat(4_000)],
    ['terms', `x${' + x'.repeat(900)} == y`],
    ['text', `x == '${'a'.repeat(100_000)}'`],
  ])('[FLOW-12] refuses an expression with too many %s', (_what, condition) => {
    expect(errorOf(withCondition(condition)).code).toBe('invalid_expression');
  });

  it.each(['', ' ', 5, false, null, [], {}])('[FLOW-11] refuses %j as a condition', (condition) => {
    expect(errorOf(withCondition(condition)).code).toBe('invalid');
  });
});

describe('version', () => {
  it('[FLOW-16] does not change with space or the order of properties', () => {
    const one = parseFlow('{"logic":[{"target":"A","description":"é"}],"description":"b"}');
    const other = parseFlow('{ "description":"b", "logic":[{"description":"\\u00e9","target":"A"}] }');
    expect(one.version).toBe(other.version);
    expect(one.version).toMatch(/^[0-9a-f]{16}$/);
  });

  it('[FLOW-16] changes with any content', () => {
    const versions = ['A', 'B', 'a', 'A\u0100'].map((target) => parseFlow({ logic: [{ target }] }).version);
    expect(new Set(versions).size).toBe(versions.length);
  });

  it('[FLOW-16] is what the flow says when it says one', () => {
    expect(parseFlow({ version: 3, logic: [{ target: 'A' }] }).version).toBe('3');
  });

  it('[FLOW-16] is 64-bit FNV-1a of the canonical JSON', () => {
    // Worked out apart from this code: fnv1a64('{"logic":[{"target":"A"}]}').
    expect(parseFlow({ logic: [{ target: 'A' }] }).version).toBe('1b3bced082434ee1');
  });

  it('takes the name from the caller, else from the flow', () => {
    const source = { name: 'escalation', logic: [{ target: 'A' }] };
    expect(parseFlow(source).name).toBe('escalation');
    expect(parseFlow(source, { name: 'router' }).name).toBe('router');
  });
});

function cyclic(): object {
  const object: Record<string, unknown> = {};
  object.self = object;
  return object;
}
