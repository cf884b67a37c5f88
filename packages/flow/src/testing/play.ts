import type { FlowEffect, Question } from '../engine/effect.js';
import type { Answer, FlowEvent } from '../engine/event.js';
import { toIso } from '../engine/run.js';
import type { FlowState } from '../engine/state.js';
import { pathOf, step } from '../engine/step.js';
import type { Flow, FlowFacts } from '../flow.js';
import type { FlowTarget } from '../target.js';

/** One run of a flow, told in advance. */
export interface Script {
  readonly at: Date;
  readonly facts: FlowFacts;
  /** Null for what cannot be had. */
  readonly answer: (question: Question) => Answer | null;
  readonly events: readonly ScriptedEvent[];
}

export type ScriptedEvent =
  /** Time passes, and timers with it. */
  | { readonly kind: 'after'; readonly ms: number }
  | { readonly kind: 'choice'; readonly choice: string }
  | { readonly kind: 'released'; readonly release: string }
  | { readonly kind: 'agentFree' };

export interface Played {
  /** What holds at the end of the script; null while the flow only asks. */
  readonly target: FlowTarget | null;
  readonly path: readonly string[];
  readonly reasons: readonly string[];
  readonly state: FlowState;
  /** Kinds of events that meant nothing to the flow when they came. */
  readonly ignored: readonly string[];
}

/** Plays a flow with a fake clock: questions are answered at once, timers come when their time has come. */
export function playFlow(flow: Flow, { at, facts, answer, events }: Script): Played {
  const ignored: string[] = [];
  let nowMs = at.getTime();
  let state = send(null, { kind: 'start', facts });
  for (const event of events) {
    if (event.kind === 'after') {
      passTime(event.ms);
      continue;
    }
    const next = send(state, event);
    if (isSame(next, state)) ignored.push(event.kind);
    state = next;
  }
  return { target: state.target, path: pathOf(flow, state), reasons: state.reasons, state, ignored };

  function passTime(ms: number): void {
    const endMs = nowMs + ms;
    for (let dueMs = dueOf(state); dueMs !== null && dueMs <= endMs; dueMs = dueOf(state)) {
      nowMs = Math.max(nowMs, dueMs);
      const next = send(state, { kind: 'timer' });
      if (isSame(next, state)) break;
      state = next;
    }
    nowMs = endMs;
  }

  function send(before: FlowState | null, event: WithoutTime): FlowState {
    const time = toIso(nowMs);
    let { state: after, effects } = step(flow, before, { ...event, at: time });
    for (let open = questionIn(effects); open; open = questionIn(effects)) {
      const { request, what } = open;
      ({ state: after, effects } = step(flow, after, {
        kind: 'facts',
        at: time,
        request,
        answer: answer(what),
      }));
    }
    return after;
  }
}

type WithoutTime = FlowEvent extends infer E ? (E extends FlowEvent ? Omit<E, 'at'> : never) : never;

/** The time of the last event aside. */
function isSame(a: FlowState, b: FlowState): boolean {
  return JSON.stringify({ ...a, at: b.at }) === JSON.stringify(b);
}

function questionIn(effects: readonly FlowEffect[]) {
  return effects.find((effect) => effect.kind === 'gather');
}

function dueOf({ waiting }: FlowState): number | null {
  return waiting?.dueAt ? Date.parse(waiting.dueAt) : null;
}
