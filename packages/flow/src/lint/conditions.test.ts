import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { flowOf } from '../../test-support/flows.js';
import { runFlow } from '../engine/run-flow.js';
import { lintFlow } from './lint-flow.js';

function decide(...conditions: readonly string[]): string {
  const when = conditions.map((condition) => `{ if: ${JSON.stringify(condition)}, then: b }`);
  return `first: { kind: decide, when: [${when.join(', ')}], otherwise: c }`;
}

const about = (steps: string) =>
  lintFlow(flowOf(steps))
    .filter(({ rule }) => rule === 'never-true' || rule === 'shadowed')
    .map(({ rule, path }) => `${rule} ${path}`);

describe('conditions', () => {
  it.each([
    ["tier == 'BRONZE'"],
    ["tier in ['BRONZE', 'LEAD']"],
    ["!(tier in ['GOLD', 'SILVER'])"],
    ['tier == null'],
    ["tier != 'GOLD' && tier != 'SILVER'"],
    ['age < 3 && age > 5'],
    ['age < 3 && age >= 3'],
    ['!(age < 5) && age < 4'],
    ['age == 3 && age != 3'],
    ['vip && !vip'],
    ["id.startsWith('a') && !id.startsWith('a')"],
    ['1 > 2'],
    ['age > 5 && (age < 2 || age == 4)'],
  ])('[FLOW-61] %s is never true', (condition) => {
    expect(about(decide(condition))).toEqual(['never-true steps.first.when[0].if']);
  });

  it.each([
    ['age > 5', 'age > 6'],
    ['age >= 5', 'age == 5'],
    ['vip', 'vip && age > 5'],
    ["tier == 'GOLD'", "'GOLD' == tier"],
    ['age > 5 || vip', 'vip'],
    ["id.contains('a')", "id.contains('a') && vip"],
    ['5 < age', 'age > 5'],
  ])('[FLOW-61] %s covers %s', (first, second) => {
    expect(about(decide(first, second))).toEqual(['shadowed steps.first.when[1].if']);
  });

  it('[FLOW-61] several conditions cover together', () => {
    expect(about(decide('age < 5', 'age > 5', 'age == null', "age == 5 || id == 'x'"))).toEqual([]);
    expect(about(decide('age < 5', 'age > 4', 'age == 3 || age == 5'))).toEqual([
      'shadowed steps.first.when[2].if',
    ]);
    expect(about(decide("tier == 'GOLD'", "tier == 'SILVER'", 'vip'))).toEqual([
      'shadowed steps.first.when[2].if',
    ]);
  });

  it.each([
    ['age < 5', 'age >= 5'],
    ['age == null', 'age != null'],
    ['vip', '!vip'],
    ['vip && age > 5', 'vip'],
    ["id.startsWith('a')", "id.startsWith('ab')"],
    ['age > 5 || vip', 'age > 4'],
    ['age != 5', 'age == 5'],
    ['!(age < 5)', 'age == null'],
  ])('[FLOW-61] %s leaves cases for %s', (first, second) => {
    expect(about(decide(first, second))).toEqual([]);
  });

  it('[FLOW-61] what is known at a step comes from all ways there', () => {
    const before = `first: { kind: decide, when: [{ if: tier == 'GOLD', then: gold }, { if: age > 5, then: both }], otherwise: c }
gold: { kind: decide, when: [{ if: vip, then: both }], otherwise: last }
last: { kind: decide, when: [{ if: tier == 'SILVER', then: b }], otherwise: a }`;
    const both = (condition: string) =>
      `${before}\nboth: { kind: decide, when: [{ if: ${condition}, then: b }], otherwise: a }`;
    expect(about(both("tier == 'SILVER'"))).toEqual(['shadowed steps.last.when[0].if']);
    expect(about(both('vip'))).toEqual(['shadowed steps.last.when[0].if']);
  });

  it('[FLOW-61] values that are set, asked for or missing count', () => {
    const steps = `first: { kind: input, facts: [age], then: known, missing: unknown }
known: { kind: decide, when: [{ if: age == null, then: a }], otherwise: set }
unknown: { kind: decide, when: [{ if: age > 5, then: a }], otherwise: set }
set: { kind: set, values: { x: 3, y: age }, then: use }
use: { kind: decide, when: [{ if: x == 4, then: a }, { if: y == 4, then: b }, { if: z == 1, then: c }], otherwise: late }
late: { kind: set, values: { z: 1 }, then: a }`;
    expect([...about(steps)].sort()).toEqual([
      'shadowed steps.known.when[0].if',
      'shadowed steps.unknown.when[0].if',
      'shadowed steps.use.when[0].if',
      'shadowed steps.use.when[2].if',
    ]);
  });

  it('[FLOW-61] a condition of a sub-flow is wrong when it is wrong in every call', () => {
    const flows = (call: string) => `flows:
  sub:
    parameters: { p: { type: number } }
    start: s
    steps: { s: { kind: decide, when: [{ if: vip, then: r }], otherwise: r }, r: { kind: return } }
${call}`;
    const ask = 'first: { kind: decide, when: [{ if: vip, then: yes }], otherwise: no }';
    const calls = `${ask}\nyes: { kind: call, flow: sub, then: a }\nno: { kind: call, flow: sub, then: b }`;
    const never = calls.replace('yes: { kind: call, flow: sub, then: a }', 'yes: { kind: end }');
    const lint = (steps: string) =>
      lintFlow(flowOf(steps, flows(''))).map(({ rule, path }) => `${rule} ${path}`);
    expect(lint(calls).filter((text) => text.includes('flows.sub'))).toEqual([]);
    expect(lint(never)).toContain('shadowed flows.sub.steps.s.when[0].if');
  });

  it('[FLOW-61] never says so of a condition that some customer fulfils', () => {
    const atom = fc.constantFrom(
      "tier == 'GOLD'",
      "tier != 'GOLD'",
      "tier in ['GOLD', 'X']",
      'age > 2',
      'age <= 2',
      'age == 3',
      'age != 3',
      '2 < age',
      'age == null',
      'vip',
      '!vip',
      'vip == false',
      "id.contains('a')",
      "id == 'a'",
      '1 > 2',
      "'x' in tags",
    );
    const { condition } = fc.letrec<{ condition: string }>((tie) => ({
      condition: fc.oneof(
        { depthSize: 'small' },
        atom,
        fc.tuple(tie('condition'), tie('condition')).map(([a, b]) => `(${a} && ${b})`),
        fc.tuple(tie('condition'), tie('condition')).map(([a, b]) => `(${a} || ${b})`),
        tie('condition').map((a) => `!(${a})`),
      ),
    }));
    const users = [undefined, 'GOLD', 'SILVER'].flatMap((tier) =>
      [undefined, 1, 2, 3, 4].flatMap((age) =>
        [undefined, true, false].flatMap((vip) =>
          [undefined, 'a', 'b'].map((id) => ({ tier, age, vip, id, tags: id ? [id] : ['x'] })),
        ),
      ),
    );
    fc.assert(
      fc.property(fc.array(condition, { minLength: 1, maxLength: 4 }), (conditions) => {
        const when = conditions.map((text, index) => `{ if: ${JSON.stringify(text)}, then: s${index} }`);
        const ends = conditions.map((_, index) => `s${index}: { kind: end, text: s${index} }`);
        const flow = flowOf(
          `first: { kind: decide, when: [${when.join(', ')}], otherwise: c }\n${ends.join('\n')}`,
        );
        const dead = new Set(lintFlow(flow).flatMap(({ path }) => /when\[(\d+)\]/.exec(path)?.[1] ?? []));
        for (const user of users) {
          const { target } = runFlow(flow, { user });
          if ('text' in target) expect(dead).not.toContain(target.text?.slice(1));
        }
      }),
      { numRuns: 60 },
    );
  });
});
