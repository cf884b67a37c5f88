import type { Expression } from '../expression.js';
import { readFact } from '../fact.js';
import type { Flow } from '../flow.js';
import type { Assignment, Step } from '../step.js';
import type { FlowTarget } from '../target.js';
import { toJsonValue, type Values } from '../values.js';
import type { FlowEffect, Question } from './effect.js';
import { quoteValues, shorten } from './reasons.js';
import type { FlowState, Visit, Waiting } from './state.js';

/** What a step comes to: the name of an outcome, a wait, or the end. */
export type Move = string | typeof WAIT | typeof END;
export const WAIT = Symbol('wait');
export const END = Symbol('end');

/** One turn of the engine: the state while it changes, and the effects so far. */
export class Run {
  readonly effects: FlowEffect[] = [];
  readonly reasons: string[];
  readonly trace: Visit[];
  target: FlowTarget | null;
  waiting: Waiting | null;
  queued: boolean;
  done: boolean;
  readonly #values: Record<string, unknown>;
  /** Values as a sub-flow sees them, by scope. */
  #contexts = new Map<string, Values>();

  constructor(
    readonly flow: Flow,
    /** Milliseconds since 1970; null when nobody said what time it is. */
    readonly nowMs: number | null,
    state: Omit<FlowState, 'flow' | 'version' | 'at'> | null,
    /** Stops at the first target, so that no wait needs its times. */
    readonly decidesOnly = false,
  ) {
    this.#values = { ...state?.values };
    this.trace = [...(state?.trace ?? [])];
    this.reasons = [...(state?.reasons ?? [])];
    this.target = state?.target ?? null;
    this.waiting = state?.waiting ?? null;
    this.queued = state?.queued ?? false;
    this.done = state?.done ?? false;
  }

  get values(): Values {
    return this.#values;
  }

  /** Gives each variable its first value. */
  start(facts: unknown): void {
    for (const fact of this.flow.facts) this.#values[fact.name] = readFact(facts, fact);
    for (const name of this.flow.variables) this.#values[name] = null;
  }

  set(scope: string, name: string, value: unknown): void {
    this.#values[scope + name] = toJsonValue(value);
    this.#contexts.clear();
  }

  say(reason: string): void {
    this.reasons.push(reason);
  }

  /** Null, with a reason, when it cannot be computed. */
  assign(step: Step, { name, value }: Assignment, seenFrom: Values): unknown {
    if ('fixed' in value) return value.fixed;
    try {
      return toJsonValue(value.expression.evaluate(seenFrom));
    } catch {
      this.say(
        `${step.scope}${name} could not be computed and is null${quoteValues(value.expression, seenFrom)}`,
      );
      return null;
    }
  }

  /** Whether the condition is true. One that cannot be evaluated counts as false. */
  holds(step: Step, condition: Expression): boolean {
    const values = this.context(step.scope);
    let verdict: string;
    let result: unknown;
    try {
      result = condition.evaluate(values);
      verdict =
        typeof result === 'boolean' ? `was ${result}` : 'was neither true nor false and counts as false';
    } catch {
      verdict = 'could not be evaluated and counts as false';
    }
    this.say(`${shorten(condition.text)} ${verdict}${quoteValues(condition, values)}`);
    return result === true;
  }

  /** The value of an expression; null when it cannot be computed. */
  evaluate(step: Step, expression: Expression): unknown {
    try {
      return toJsonValue(expression.evaluate(this.context(step.scope)));
    } catch {
      return null;
    }
  }

  /** The values that a step of the scope sees, under their plain names. */
  context(scope: string): Values {
    if (scope === '') return this.#values;
    const known = this.#contexts.get(scope);
    if (known) return known;
    const context: Record<string, unknown> = {};
    for (const { name } of this.flow.facts) context[name] = this.#values[name];
    for (const name of this.flow.variables) {
      if (name.startsWith(scope)) context[name.slice(scope.length)] = this.#values[name];
    }
    this.#contexts.set(scope, context);
    return context;
  }

  /** Begins to wait in a step. `dueMs` is when something happens by itself. */
  wait(step: Step, dueMs: number | null, stage = 0): typeof WAIT {
    const same = this.waiting?.step === step.id ? this.waiting : null;
    const id = same?.id ?? `${step.id}#${this.trace.length}`;
    if (this.decidesOnly) {
      this.waiting = { step: step.id, id, since: '', dueAt: null, stage };
      return WAIT;
    }
    const dueAt = dueMs === null ? null : toIso(dueMs);
    this.waiting = { step: step.id, id, since: same?.since ?? toIso(this.nowMs ?? 0), dueAt, stage };
    if (dueAt !== null) this.effects.push({ kind: 'timer', id, at: dueAt });
    return WAIT;
  }

  /** Asks the caller for something that the step needs, and waits no longer than the limit. */
  gather(step: Step, what: Question, timeLimitMs: number): typeof WAIT {
    this.wait(step, (this.nowMs ?? 0) + timeLimitMs);
    this.effects.push({ kind: 'gather', request: this.waiting?.id ?? step.id, timeLimitMs, what });
    return WAIT;
  }

  end(target: FlowTarget): typeof END {
    this.target = target;
    return END;
  }
}

/** From the year 1970 to 9997: calendars do not reach much further, and no customer comes then. */
const LAST_MS = Date.UTC(9998, 0);

/** Milliseconds since 1970; null for what is no time, or none that a calendar knows. */
export function knownTime(ms: number): number | null {
  return ms >= 0 && ms < LAST_MS ? ms : null;
}

/** Time beyond what a date can hold is the last that it can. */
export function toIso(ms: number): string {
  return new Date(Math.min(ms, 8.64e15)).toISOString();
}
