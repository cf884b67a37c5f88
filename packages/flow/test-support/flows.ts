import type { FlowEvent } from '../src/engine/event.js';
import type { FlowState } from '../src/engine/state.js';
import { step as stepFlow } from '../src/engine/step.js';
import type { Flow } from '../src/flow.js';
import { FlowError } from '../src/flow-error.js';
import { parseFlow } from '../src/parse-flow.js';

/** A flow of steps with `tier`, `age`, `vip` and `tags` as facts; the steps `a`, `b` and `c` end it. */
export function flowOf(steps: string, more = ''): Flow {
  return parseFlow(sourceOf(steps, more));
}

export function sourceOf(steps: string, more = ''): string {
  return `flow: test
facts:
  tier: { from: user.tier, values: [GOLD, SILVER], default: SILVER }
  age: { from: user.age, type: number }
  vip: { from: user.vip, type: boolean }
  tags: { from: user.tags, type: list }
  id: user.id
${more}
start: first
default: a
steps:
${steps.replace(/^/gm, '  ')}
  a: { kind: end, text: a }
  b: { kind: end, text: b }
  c: { kind: end, text: c }
`;
}

export function errorOf(source: unknown, options = {}): FlowError {
  try {
    parseFlow(source as string, options);
  } catch (error) {
    if (error instanceof FlowError) return error;
    throw error;
  }
  throw new Error('the flow loaded');
}

/** Plays a run by hand: each call is one event, `at` seconds after the start. */
export class Play {
  state: FlowState | null = null;

  constructor(
    readonly flow: Flow,
    readonly startedAt = '2026-11-25T10:00:00.000Z',
  ) {}

  start(user: Record<string, unknown> = {}) {
    return this.send(0, { kind: 'start', facts: { user } });
  }

  send(atSeconds: number, event: EventWithoutTime) {
    const at = new Date(Date.parse(this.startedAt) + atSeconds * 1_000).toISOString();
    // Through JSON and back, as a state in a database.
    const before = JSON.parse(JSON.stringify(this.state)) as FlowState | null;
    const { state, effects } = stepFlow(this.flow, before, { ...event, at });
    this.state = state;
    return effects;
  }
}

type EventWithoutTime = FlowEvent extends infer E
  ? E extends { at: string }
    ? Omit<E, 'at'>
    : never
  : never;
