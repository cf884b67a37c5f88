import { describe, expect, it } from 'vitest';
import { flowOf } from '../../test-support/flows.js';
import { FlowError } from '../flow-error.js';
import { Coverage } from './coverage.js';
import { playFlow } from './play.js';
import { runFlowTest } from './run-test.js';
import { parseFlowTests, parseRecording } from './test-file.js';

const FLOW = flowOf(`first: { kind: decide, when: [{ if: vip, then: wait }], otherwise: staff }
wait: { kind: queue, queue: q, limit: 2m, relax: [{ after: 1m, skills: [] }], then: b }
staff: { kind: availability, queue: q, available: wait, nobody: c }`);

function test(body: string) {
  const [first] = parseFlowTests(`at: 2026-11-25T10:00:00Z\ntests: [{ name: x, ${body} }]`).tests;
  if (!first) throw new Error('no test');
  return first;
}

describe('a test', () => {
  it.each([
    ['expect: { kind: end, text: c }, staffing: { q: { free: 0 } }', 0],
    ['expect: { kind: queue }, staffing: { q: { free: 1 } }', 0],
    ['expect: { kind: queue, queue: q }, facts: { user: { vip: true } }, path: [first, wait]', 0],
    ['expect: { text: b }, facts: { user: { vip: true } }, events: [{ after: 60s }, { after: 60s }]', 0],
    ['expect: { kind: queue }, facts: { user: { vip: true } }, events: [{ after: 119s }]', 0],
    ['expect: { kind: end }, facts: { user: { vip: true } }', 1],
    ['expect: { kind: queue, skills: [x] }, facts: { user: { vip: true } }', 1],
    ['expect: { kind: queue }, facts: { user: { vip: true } }, path: [wait, first]', 1],
    ['expect: { kind: queue }, facts: { user: { vip: true } }, events: [{ choice: fax }]', 1],
  ])('[FLOW-70] { %s } has %d failures', (body, count) => {
    expect(runFlowTest(FLOW, test(body)).failures).toHaveLength(count);
  });

  it.each([
    ['tests: [{ name: x, expect: {} }]', 'at'],
    ['at: 2026-11-25\ntests: [{ expect: {} }]', 'tests[0].name'],
    ['at: 2026-11-25\ntests: [{ name: x }]', 'tests[0].expect'],
    [
      'at: 2026-11-25\ntests: [{ name: x, expect: {}, events: [{ after: soon }] }]',
      'tests[0].events[0].after',
    ],
    [
      'at: 2026-11-25\ntests: [{ name: x, expect: {}, staffing: { q: { free: many } } }]',
      'tests[0].staffing.q',
    ],
    ['at: 2026-11-25\ntests: [{ name: x, expect: {}, conversation: maybe }]', 'tests[0].conversation'],
    ['at: 2026-11-25\ntests: [{ name: x, expects: {}, expect: {} }]', 'tests[0].expects'],
  ])('[FLOW-70] refuses %j', (source, path) => {
    let error: unknown;
    try {
      parseFlowTests(source);
    } catch (thrown) {
      error = thrown;
    }
    expect(error).toBeInstanceOf(FlowError);
    expect((error as FlowError).all.map((each) => each.path)).toContain(path);
  });

  it('[FLOW-70] takes what the file says for all, and changes single facts of it', () => {
    const { tests } = parseFlowTests(`at: 2026-11-25T10:00:00Z
facts: { user: { vip: true, tier: GOLD } }
tests: [{ name: x, facts: { user: { vip: false } }, expect: {} }]`);
    expect(tests[0]?.script.facts).toEqual({ user: { vip: false, tier: 'GOLD' } });
    expect(tests[0]?.line).toBe(3);
  });
});

describe('coverage', () => {
  it('[FLOW-71] names the branches that nothing took, with their place', () => {
    const coverage = new Coverage(FLOW);
    expect(coverage.report()).toMatchObject({ covered: 0, total: 5 });
    coverage.add(
      runFlowTest(FLOW, test('expect: {}, facts: { user: { vip: true } }, events: [{ after: 2m }]')).played
        .state,
    );
    coverage.add(runFlowTest(FLOW, test('expect: {}, staffing: { q: { free: 0 } }')).played.state);
    expect(coverage.report()).toMatchObject({
      covered: 4,
      missing: [{ step: 'staff', outcome: 'available', place: { path: 'steps.staff.available', line: 14 } }],
    });
  });
});

describe('a recording', () => {
  it('[FLOW-72] is played as a test is', () => {
    const recording = parseRecording(
      '{"at":"2026-11-25T10:00:00Z","facts":{"user":{"vip":true}},"events":[{"after":"2m"}]}',
    );
    expect(playFlow(FLOW, recording).target).toEqual({ kind: 'end', text: 'b' });
    expect(() => parseRecording('{"facts":{}}')).toThrow(FlowError);
  });
});
