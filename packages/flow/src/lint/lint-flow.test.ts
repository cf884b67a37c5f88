import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { parseFlow } from '../parse-flow.js';
import { lintFlow } from './lint-flow.js';

const ROUTER = readFileSync(new URL('../../examples/escalation-router.json', import.meta.url), 'utf8');

describe('lint', () => {
  it('[FLOW-17] has nothing to say about a good flow', () => {
    const queues = ['Premium_Queue_Router', 'Standard_Queue_Router'];
    expect(lintFlow(parseFlow(ROUTER), { queues })).toEqual([]);
  });

  it('[FLOW-17] warns of properties that mean nothing, and loads the flow', () => {
    const flow = parseFlow('{\n"logic": [{"target": "A", "prio": 1}],\n"inputs": {}\n}');
    expect(lintFlow(flow)).toMatchObject([
      { severity: 'warning', rule: 'unknown-property', path: 'inputs', line: 3 },
      { severity: 'warning', rule: 'unknown-property', path: 'logic[0].prio', line: 2, col: 35 },
    ]);
  });

  it('[FLOW-17] warns of a default that another default hides', () => {
    const flow = parseFlow({ logic: [], default: 'A', fallback: 'B' });
    expect(lintFlow(flow)).toMatchObject([
      { severity: 'warning', rule: 'ignored-default', path: 'fallback' },
    ]);
  });

  it('[FLOW-17] warns of a flow that leans on the default queue', () => {
    const source = {
      input: { variables: { x: '${user.x}' } },
      logic: [{ condition: 'x == 1', target: 'A' }],
    };
    expect(lintFlow(parseFlow(source, { defaultQueue: 'Q' }))).toMatchObject([
      { severity: 'warning', rule: 'no-default' },
    ]);
    expect(lintFlow(parseFlow({ logic: [{ target: 'A' }] }, { defaultQueue: 'Q' }))).toEqual([]);
  });

  it('[FLOW-17] finds items that never apply', () => {
    const flow = parseFlow({
      input: { variables: { x: '${user.x}' } },
      logic: [
        { condition: '${x} == 1', target: 'A' },
        { condition: 'x == 1', target: 'B' },
        { target: 'C' },
        { condition: 'x == 2', target: 'D' },
      ],
    });
    expect(lintFlow(flow)).toMatchObject([
      { severity: 'error', rule: 'unreachable', path: 'logic[3]' },
      { severity: 'error', rule: 'shadowed', path: 'logic[1].condition' },
    ]);
  });

  it('[FLOW-17] finds queues that do not exist, when it is told which do', () => {
    const flow = parseFlow(
      '{"input":{"variables":{"x":"${user.x}"}},"logic":[{"condition":"x == 1","target":"A"}],\n"fallback":"B"}',
    );
    expect(lintFlow(flow, { queues: ['C'] })).toMatchObject([
      { severity: 'error', rule: 'unknown-queue', path: 'logic[0].target', line: 1 },
      { severity: 'error', rule: 'unknown-queue', path: 'fallback', line: 2 },
    ]);
    expect(lintFlow(flow)).toEqual([]);
  });
});
