import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { Random } from '../../test-support/random.js';
import { randomFacts, randomFlow } from '../../test-support/random-flow.js';
import type { Flow } from '../flow.js';
import { FlowError } from '../flow-error.js';
import { LIMITS } from '../limits.js';
import { lintFlow, lintSource } from '../lint/lint-flow.js';
import { parseFlow } from '../parse-flow.js';
import { parseResources } from '../resources.js';
import type { FlowEffect } from './effect.js';
import type { Answer, FlowEvent } from './event.js';
import { runFlow } from './run-flow.js';
import type { FlowState } from './state.js';
import { step } from './step.js';

const FULL = process.env.THROUGHLINE_TEST_FULL === '1';
const RUNS = FULL ? 1_000_000 : 6_000;
const SOURCES = FULL ? 20_000 : 200;
const SEED = Number(process.env.THROUGHLINE_TEST_SEED ?? 20_261_125);
const RUNS_OF_A_FLOW = 100;

const read = (name: string) => readFileSync(new URL(`../../examples/${name}`, import.meta.url), 'utf8');
const EXAMPLE = parseFlow(read('escalation.flow.yaml'), parseResources(read('contact-center.yaml')));

describe(`random flows and facts (seed ${SEED})`, () => {
  it('[FLOW-8] [FLOW-50] [FLOW-53] [FLOW-61] every run has a target, ends, throws nothing, and takes no way that lint rules out', {
    timeout: 3_600_000,
  }, () => {
    const random = new Random(SEED);
    let runs = 0;
    let flow: Flow = EXAMPLE;
    let dead: ReadonlySet<string> = new Set();
    while (runs < RUNS) {
      if (runs % RUNS_OF_A_FLOW === 0) {
        flow = random.chance(0.05) ? EXAMPLE : parseFlow(randomFlow(random));
        dead = neverTaken(flow);
      }
      const facts = randomFacts(random);
      const at = new Date(Date.UTC(2026, 0, 1) + random.below(365 * 86_400) * 1_000);
      const decided = runFlow(
        flow,
        facts,
        random.chance(0.1) ? {} : { at, answer: () => randomAnswer(random) },
      );
      if (typeof decided.target.kind !== 'string') expect.fail(`no target: ${JSON.stringify(decided)}`);
      if (decided.path.length > LIMITS.runSteps + 1) expect.fail(`${decided.path.length} steps`);
      const { trace } = playToTheEnd(flow, facts, at, random);
      for (const { step: id, outcome } of trace) {
        if (dead.has(`${id} ${outcome}`) || dead.has(id)) expect.fail(`lint is wrong about ${id} ${outcome}`);
      }
      runs += 1;
    }
    expect(runs).toBe(RUNS);
  });

  it('[FLOW-1] [FLOW-60] a source with random damage loads or is refused with its place', {
    timeout: 3_600_000,
  }, () => {
    const random = new Random(SEED);
    const sources = [read('escalation.flow.yaml'), read('escalation-router.json'), randomFlow(random)];
    for (let run = 0; run < SOURCES; run += 1) {
      const source = damage(random.pick(sources), random);
      try {
        const flow = parseFlow(source);
        expect(runFlow(flow, {}).target.kind).not.toBe('');
      } catch (error) {
        if (!(error instanceof FlowError) || error.line === undefined) throw error;
      }
      if (run % 20 === 0) lintSource(source);
    }
  });
});

/** Sends random events, then only what time brings, until the flow is done. */
function playToTheEnd(flow: Flow, facts: Record<string, unknown>, at: Date, random: Random): FlowState {
  let nowMs = at.getTime();
  let { state, effects } = step(flow, null, { kind: 'start', at: at.toISOString(), facts });
  for (let turn = 0; !state.done; turn += 1) {
    if (turn > 3 * LIMITS.runSteps) expect.fail(`still waiting in ${state.waiting?.step}`);
    const event = turn < 5 ? randomEvent(effects, random) : ({ kind: 'timer' } as const);
    if (event.kind === 'timer' && state.waiting?.dueAt)
      nowMs = Math.max(nowMs, Date.parse(state.waiting.dueAt));
    ({ state, effects } = step(flow, state, { ...event, at: new Date(nowMs).toISOString() } as FlowEvent));
    if (turn === 3) state = JSON.parse(JSON.stringify(state)) as FlowState;
  }
  if (state.target === null) expect.fail('the flow is done without a target');
  return state;
}

/** Steps, and steps with an outcome, of which lint says that nobody takes them. */
function neverTaken(flow: Flow): ReadonlySet<string> {
  const found = new Set(
    lintFlow(flow)
      .filter(({ rule }) => RULED_OUT.has(rule))
      .map(({ path }) => path),
  );
  const dead = new Set<string>();
  for (const step of flow.steps.values()) {
    if (found.has(flow.locate(step.path).path)) dead.add(step.id);
    const ways = step.kind === 'decide' ? step.branches : step.kind === 'switch' ? step.cases : [];
    for (const { outcome, path } of ways) {
      const place = flow.locate(step.kind === 'decide' ? [...path, 'if'] : path).path;
      if (found.has(place)) dead.add(`${step.id} ${outcome}`);
    }
  }
  return dead;
}

const RULED_OUT: ReadonlySet<string> = new Set(['unreachable', 'never-true', 'shadowed']);

function randomEvent(effects: readonly FlowEffect[], random: Random) {
  const question = effects.find((effect) => effect.kind === 'gather');
  if (question && random.chance(0.8)) {
    return { kind: 'facts', request: question.request, answer: randomAnswer(random) } as const;
  }
  return random.pick([
    { kind: 'timer' },
    { kind: 'timer' },
    { kind: 'agentFree' },
    { kind: 'choice', choice: random.pick(['call', 'constructor']) },
    { kind: 'released', release: random.pick(['r', 'x']) },
    { kind: 'timeout', request: question?.request ?? 'x#1' },
  ] as const);
}

function randomAnswer(random: Random): Answer | null {
  return random.pick<Answer | null>([
    null,
    {
      kind: 'availability',
      free: random.below(3),
      signedIn: random.below(3),
      waiting: random.below(30),
      wait: null,
    },
    { kind: 'availability', free: 0, signedIn: 2, waiting: 1, wait: { fromMs: 0, toMs: random.below(1e6) } },
    { kind: 'continuity', conversation: random.pick([null, { state: 'live' } as const]) },
    { kind: 'continuity', conversation: { state: 'ended', endedAt: '2026-06-01T00:00:00Z', agentId: 'sam' } },
    { kind: 'lookup', body: random.pick([null, 5, { score: 3 }, { score: 'x' }, [], { score: { a: 1 } }]) },
  ]);
}

const PIECES = [
  '{',
  '}',
  '[',
  ']',
  ':',
  '"',
  "'",
  '\n',
  '  ',
  '- ',
  '#',
  '&a ',
  '*a',
  '!!x ',
  '\t',
  '${',
  '}',
  'null',
  '9e999',
  '\u0000',
  '|',
  '>',
  '?',
  '%',
  '@',
];

function damage(source: string, random: Random): string {
  let text = source;
  for (let hit = 1 + random.below(3); hit > 0; hit -= 1) {
    const at = random.below(text.length);
    const length = random.pick([0, 0, 1, 5, 50]);
    text = text.slice(0, at) + random.pick([...PIECES, '']) + text.slice(at + length);
  }
  return text;
}
