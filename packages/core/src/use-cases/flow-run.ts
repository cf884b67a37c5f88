import {
  type Answer,
  type Flow,
  type FlowEffect,
  type FlowEvent,
  type FlowFacts,
  type FlowState,
  type FlowTarget,
  pathOf,
  type Question,
  step,
} from '@throughline/flow';
import type { Conversation } from '../model/conversation.js';
import type { DecisionTarget, DecisionUpdate, RoutingOutcome } from '../model/decision.js';
import type { Core } from './core.js';

/** A run of a flow with all that has happened to it: the same events lead to the same state again (T8). */
export interface FlowRun {
  readonly events: readonly FlowEvent[];
  readonly state: FlowState;
  /** Effects on the conversation that are still to be carried out, in order. */
  readonly pending: readonly LastingEffect[];
  /** The agent was lost: the flow is to begin anew, so that this wait has a limit, too. */
  readonly restart?: true;
  /** Present when the contact center decides where it goes: a queue of the flow stands for "there" only. */
  readonly elsewhere?: Elsewhere;
  /** The conversation's id at the contact center, once that has told it. */
  readonly remoteId?: string;
}

/** What is known of a decision that the contact center takes. */
export interface Elsewhere {
  /** Null until the contact center has told. */
  readonly outcome: RoutingOutcome | null;
}

/** Effects beyond the run itself; timers and choices are part of its state. */
export type LastingEffect = Extract<FlowEffect, { kind: 'route' | 'withdraw' | 'hold' | 'end' }>;

/** Questions of one turn at most; a flow that asks more has its questions unanswered. */
const MOST_QUESTIONS = 20;

/** Whom a run is about. */
export interface RunSubject {
  readonly customerId: string;
  /** What is known already, and may change while the run asks. */
  readonly continuity?: Answer;
}

/** Begins a run and follows it until it waits for something that takes time, or ends. */
export async function beginRun(
  core: Core,
  subject: RunSubject,
  flow: Flow,
  facts: FlowFacts,
): Promise<FlowRun> {
  const start = { at: core.clock.now().toISOString(), kind: 'start', facts } as const;
  const run = await takeTurn(core, subject, flow, null, start);
  return core.decidesElsewhere ? { ...run, elsewhere: { outcome: null } } : run;
}

/** Takes a run further by one event, answering what it asks on the way. */
export async function takeTurn(
  core: Core,
  subject: RunSubject,
  flow: Flow,
  before: FlowRun | null,
  first: FlowEvent,
): Promise<FlowRun> {
  const events = [...(before?.events ?? [])];
  // A place that an agent has ended need not be taken any more.
  const pending = (before?.pending ?? []).filter(
    ({ kind }) => !(first.kind === 'agentFree' && kind === 'route'),
  );
  let state = before?.state ?? null;
  let event: FlowEvent | null = first;
  for (let asked = 0; event !== null; asked += 1) {
    events.push(event);
    const turn: ReturnType<typeof step> = step(flow, state, event);
    state = turn.state;
    pending.push(...turn.effects.filter(isLasting));
    const gather = turn.effects.findLast((effect) => effect.kind === 'gather');
    event = null;
    if (gather?.kind !== 'gather') continue;
    const { request, what, timeLimitMs } = gather;
    const answer = asked < MOST_QUESTIONS ? await ask(core, subject, what, timeLimitMs) : null;
    event = { at: core.clock.now().toISOString(), kind: 'facts', request, answer };
  }
  return { events, state: state as FlowState, pending, ...elsewhereOf(before) };
}

function elsewhereOf(run: FlowRun | null): Pick<FlowRun, 'elsewhere' | 'remoteId'> {
  return {
    ...(run?.elsewhere ? { elsewhere: run.elsewhere } : {}),
    ...(run?.remoteId ? { remoteId: run.remoteId } : {}),
  };
}

/** What the decision says after these events. */
export function summarize(
  flow: Flow,
  { state, elsewhere }: Pick<FlowRun, 'state' | 'elsewhere'>,
): Pick<DecisionUpdate, 'path' | 'reasons' | 'target'> {
  const decided = {
    path: pathOf(flow, state),
    reasons: state.reasons,
    target: toDecisionTarget(state.target),
  };
  if (!elsewhere || decided.target.kind !== 'queue') return decided;
  const { outcome } = elsewhere;
  return {
    ...decided,
    reasons: [...state.reasons, toReason(outcome)],
    target: { kind: 'queue', ...(outcome?.queue ? { queueId: outcome.queue } : {}) },
  };
}

function toReason(outcome: RoutingOutcome | null): string {
  if (!outcome) return 'the contact center decides where it goes, and has not told yet';
  const { taker, queue, skills, rejoined } = outcome;
  const asked = { agent: 'agents are asked', bot: 'a program answers', none: 'nobody is asked' }[taker];
  const parts = [
    queue && `queue ${queue}`,
    skills.length > 0 && `skills ${skills.join(', ')}`,
    asked,
    rejoined && 'where the last conversation was',
  ];
  return `the contact center decided: ${parts.filter(Boolean).join(', ')}`;
}

/** Begins the run anew from the facts that it began with, at the place in the queue that is kept. */
export async function restartRun(
  core: Core,
  subject: RunSubject,
  flow: Flow,
  before: FlowRun,
): Promise<FlowRun> {
  const [first] = before.events;
  const facts = first?.kind === 'start' ? first.facts : {};
  const { events, state, pending } = await beginRun(core, subject, flow, facts);
  return {
    events: [...before.events, ...events],
    state,
    ...elsewhereOf(before),
    pending: state.queued ? pending : [{ kind: 'withdraw' }, ...pending],
  };
}

/** When the run goes on by itself. */
export function timerOf({ state, restart }: FlowRun, now: Date): Date | null {
  if (restart) return now;
  const dueAt = state.done ? null : (state.waiting?.dueAt ?? null);
  return dueAt === null ? null : new Date(dueAt);
}

function toDecisionTarget(target: FlowTarget | null): DecisionTarget {
  // A flow that waits for the customer's choice has no target yet, and a way out in any case.
  if (target === null) return { kind: 'end' };
  return {
    kind: target.kind,
    ...('queue' in target ? { queueId: target.queue } : {}),
    ...('priority' in target && target.priority !== undefined ? { priority: target.priority } : {}),
  };
}

function isLasting(effect: FlowEffect): effect is LastingEffect {
  return ['route', 'withdraw', 'hold', 'end'].includes(effect.kind);
}

/** Null when it cannot be had. Never rejects: a flow always goes on. */
async function ask(
  core: Core,
  subject: RunSubject,
  question: Question,
  timeLimitMs: number,
): Promise<Answer | null> {
  if (question.kind === 'continuity' && subject.continuity) return subject.continuity;
  return findOut(core, subject.customerId, question, timeLimitMs).catch(() => null);
}

async function findOut(
  core: Core,
  customerId: string,
  question: Question,
  timeLimitMs: number,
): Promise<Answer | null> {
  switch (question.kind) {
    case 'availability': {
      const load = await core.contactCenter.availability(question.queue, question.skills);
      if (!load) return null;
      const { estimate } = load;
      return {
        kind: 'availability',
        free: load.agentsFree,
        signedIn: load.agentsAvailable,
        waiting: load.waiting,
        wait: estimate && {
          fromMs: estimate.lowSeconds * 1000,
          toMs: estimate.highSeconds * 1000,
        },
      };
    }
    case 'continuity': {
      if (await core.conversations.findLive(customerId)) {
        return { kind: 'continuity', conversation: { state: 'live' } };
      }
      const last = await core.conversations.findLastEnded(customerId);
      return endedContinuity(core, last);
    }
    case 'lookup':
      return core.lookups?.ask(question, timeLimitMs) ?? null;
  }
}

/** The answer for a customer without a live conversation. */
export async function endedContinuity(core: Core, last: Conversation | null): Promise<Answer> {
  if (!last?.endedAt) return { kind: 'continuity', conversation: null };
  const agentId = await core.conversations.lastAgent(last.id);
  return {
    kind: 'continuity',
    conversation: { state: 'ended', endedAt: last.endedAt.toISOString(), agentId },
  };
}
