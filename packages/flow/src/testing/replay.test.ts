import { expect, it } from 'vitest';
import type { FlowEvent } from '../engine/event.js';
import { withoutValues } from '../engine/reasons.js';
import { parseFlow } from '../parse-flow.js';
import { foldEvents, replayEvents } from './replay.js';

const FLOW = parseFlow(`
flow: replayed
facts: { tier: { from: user.tier, type: string }, score: { from: crm.score, type: number, default: 0 } }
start: staff
default: message
steps:
  staff: { kind: availability, queue: gold, available: who, nobody: message }
  who: { kind: decide, when: [{ if: "tier == 'GOLD' && score > 5", then: gold }], otherwise: rest }
  gold: { kind: queue, queue: gold, limit: 2m, then: rest, choices: { write: message } }
  rest: { kind: queue, queue: rest, limit: 5m, then: message }
  message: { kind: leaveMessage, queue: rest }
`);
const at = (second: number) => new Date(Date.UTC(2026, 10, 25, 9, 0, second)).toISOString();
const EVENTS: readonly FlowEvent[] = [
  { kind: 'start', at: at(0), facts: { user: { tier: 'GOLD' }, crm: { score: 9 } } },
  {
    kind: 'facts',
    at: at(1),
    request: 'staff#0',
    answer: { kind: 'availability', free: 1, signedIn: 1, waiting: 0, wait: null },
  },
  { kind: 'timer', at: at(125) },
  { kind: 'agentFree', at: at(130) },
];

it('[RUN-12] plays recorded events with changed facts', () => {
  const path = (changes: Record<string, unknown>) =>
    replayEvents(FLOW, EVENTS, new Map(Object.entries(changes)))?.state.trace.map(({ step }) => step);
  expect(foldEvents(FLOW, EVENTS)?.trace.map(({ step }) => step)).toEqual(['staff', 'who', 'gold', 'rest']);
  expect(path({})).toEqual(['staff', 'who', 'gold', 'rest']);
  expect(path({ score: 5 })).toEqual(['staff', 'who', 'rest']);
  expect(path({ tier: null })).toEqual(['staff', 'who', 'rest']);
  expect(replayEvents(FLOW, EVENTS)?.state.done).toBe(true);
  expect(replayEvents(FLOW, [])).toBeNull();
});

it('[RUN-13] cuts the values that reasons quote', () => {
  const reasons = foldEvents(FLOW, EVENTS)?.reasons ?? [];
  expect(reasons.join('\n')).toContain('(tier = "GOLD", score = 9)');
  expect(reasons.map(withoutValues).join('\n')).not.toMatch(/"GOLD"|= 9/);
  expect(withoutValues('tier was "a, (b = \\"c\\")", for which there is no case')).toBe(
    'tier was …, for which there is no case',
  );
  expect(withoutValues('x was true (x = "a) (b = 1, \\"", y = null)')).toBe('x was true');
  expect(withoutValues('Loans: 1 of 2 agents are free')).toBe('Loans: 1 of 2 agents are free');
});
