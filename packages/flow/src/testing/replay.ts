import type { FlowEffect } from '../engine/effect.js';
import type { Answer, FlowEvent } from '../engine/event.js';
import type { FlowState } from '../engine/state.js';
import { step } from '../engine/step.js';
import type { Flow, FlowFacts } from '../flow.js';

/** How a recorded run goes with another version of its flow, or other facts. */
export interface Replayed {
  readonly state: FlowState;
  /** Steps that asked what nobody had asked in the recorded run; they counted as not answered. */
  readonly unanswered: readonly string[];
}

/** The state that the recorded events lead to; null without any. On the flow that they were recorded with. */
export function foldEvents(flow: Flow, events: readonly FlowEvent[]): FlowState | null {
  return events.reduce<FlowState | null>((state, event) => step(flow, state, event).state, null);
}

/**
 * Plays a recorded run anew: what the customer, agents and others did comes at the recorded times, questions get the
 * answers that the step of the same name got, and timers come when they are due until the last recorded event.
 */
export function replayEvents(
  flow: Flow,
  events: readonly FlowEvent[],
  changes: ReadonlyMap<string, unknown> = new Map(),
): Replayed | null {
  const answers = answersOf(events);
  const unanswered: string[] = [];
  let state: FlowState | null = null;
  for (const event of events) {
    if (event.kind === 'facts' || event.kind === 'timeout') continue;
    passTime(event.at);
    if (event.kind === 'start') send({ ...event, facts: changeFacts(flow, event.facts, changes) });
    else if (event.kind !== 'timer') send(event);
  }
  const lastAt = events.at(-1)?.at;
  if (lastAt !== undefined) passTime(lastAt);
  return state && { state, unanswered };

  function passTime(untilIso: string): void {
    for (let at = dueOf(state); at !== null && at <= untilIso; at = dueOf(state)) {
      const before = state;
      send({ kind: 'timer', at });
      if (dueOf(state) === at && state?.trace.length === before?.trace.length) return;
    }
  }

  function send(event: FlowEvent): void {
    let turn = step(flow, state, event);
    for (let open = questionIn(turn.effects); open; open = questionIn(turn.effects)) {
      const { request, what } = open;
      const id = stepOf(request);
      const known = answers.get(id);
      const answer = known?.length === 1 ? known[0] : known?.shift();
      if (answer === undefined) unanswered.push(id);
      const fits = answer?.kind === what.kind ? answer : null;
      turn = step(flow, turn.state, { kind: 'facts', at: event.at, request, answer: fits });
    }
    state = turn.state;
  }
}

/** By step, in order; a step that asks more often than recorded gets the last answer again. */
function answersOf(events: readonly FlowEvent[]): ReadonlyMap<string, (Answer | null)[]> {
  const answers = new Map<string, (Answer | null)[]>();
  for (const event of events) {
    if (event.kind !== 'facts' && event.kind !== 'timeout') continue;
    const id = stepOf(event.request);
    answers.set(id, [...(answers.get(id) ?? []), event.kind === 'facts' ? event.answer : null]);
  }
  return answers;
}

/** Requests are named `<step>#<number>`. */
function stepOf(request: string): string {
  return request.slice(0, request.lastIndexOf('#'));
}

function questionIn(effects: readonly FlowEffect[]) {
  return effects.find((effect) => effect.kind === 'gather');
}

function dueOf(state: FlowState | null): string | null {
  return state?.waiting?.dueAt ?? null;
}

function changeFacts(flow: Flow, facts: FlowFacts, changes: ReadonlyMap<string, unknown>): FlowFacts {
  return flow.facts.reduce(
    (changed, fact) => (changes.has(fact.name) ? put(changed, fact.from, changes.get(fact.name)) : changed),
    facts,
  );
}

function put(facts: FlowFacts, [first, ...rest]: readonly string[], value: unknown): FlowFacts {
  if (first === undefined) return facts;
  if (rest.length === 0) return { ...facts, [first]: value };
  const inner = facts[first];
  const below = typeof inner === 'object' && inner !== null ? (inner as FlowFacts) : {};
  return { ...facts, [first]: put(below, rest, value) };
}
