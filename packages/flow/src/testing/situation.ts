import { parseDuration } from '../duration.js';
import type { Question } from '../engine/effect.js';
import type { Answer } from '../engine/event.js';
import type { JsonObject } from '../reading/reading.js';
import type { SourcePath } from '../source.js';

/** What the world around a flow answers, as tests and recordings write it. */
export interface Situation {
  readonly facts: JsonObject;
  /** From queue to `{free, signedIn, waiting, wait: [from, to]}`; one that is missing or null is not known. */
  readonly staffing: JsonObject;
  /** From step to the body of the response; a step that is missing fails. */
  readonly lookups: JsonObject;
  /** `live`, or `{ended: 3m, agent}` with the time since its end; null for none. */
  readonly conversation: unknown;
  readonly at: Date;
  readonly fail: (path: SourcePath, message: string) => never;
}

/** Checks the situation and gives what answers questions from it. */
export function answersOf(situation: Situation): (question: Question) => Answer | null {
  const { staffing, lookups } = situation;
  const queues = new Map(
    Object.entries(staffing)
      .filter(([, value]) => value !== null)
      .map(([queue, value]) => [queue, readStaff(situation, queue, value)]),
  );
  const conversation = readConversation(situation);
  return (question) => {
    if (question.kind === 'availability') return queues.get(question.queue) ?? null;
    if (question.kind === 'continuity') return conversation;
    if (!Object.hasOwn(lookups, question.step)) return null;
    return { kind: 'lookup', body: lookups[question.step] };
  };
}

function readStaff({ fail }: Situation, queue: string, value: unknown): Answer {
  const path = ['staffing', queue];
  const { free = 0, waiting = 0, ...rest } = record(value);
  const { signedIn = free, wait = null } = rest;
  for (const number of [free, signedIn, waiting]) {
    if (typeof number !== 'number')
      fail(path, 'staffing is written as in { free: 1, signedIn: 2, waiting: 0 }');
  }
  const range = Array.isArray(wait) ? wait.map((end) => parseDuration(String(end))) : [];
  const [fromMs = null, toMs = null] = range;
  if (wait !== null && (fromMs === null || toMs === null)) fail(path, 'a wait is written as in [30s, 2m]');
  return {
    kind: 'availability',
    free: Number(free),
    signedIn: Number(signedIn),
    waiting: Number(waiting),
    wait: fromMs === null || toMs === null ? null : { fromMs, toMs },
  };
}

function readConversation({ conversation, at, fail }: Situation): Answer {
  if (conversation === null || conversation === 'none') return { kind: 'continuity', conversation: null };
  if (conversation === 'live') return { kind: 'continuity', conversation: { state: 'live' } };
  const { ended, agent = null } = record(conversation);
  const agoMs = typeof ended === 'string' ? parseDuration(ended) : null;
  if (agoMs === null)
    return fail(['conversation'], 'a conversation is live, none, or written as in { ended: 3m, agent: sam }');
  const endedAt = new Date(at.getTime() - agoMs).toISOString();
  return {
    kind: 'continuity',
    conversation: { state: 'ended', endedAt, agentId: typeof agent === 'string' ? agent : null },
  };
}

function record(value: unknown): JsonObject {
  return typeof value === 'object' && value !== null ? (value as JsonObject) : {};
}
