import type { Answer, FlowEvent } from '../engine/event.js';
import type { Waiting } from '../engine/state.js';

/** How long the caller may take to find something out in its own store, in milliseconds. */
export const GATHER_MS = 2_000;

/**
 * What an event answers to the question of the waiting step: null when it could not be had, also because the
 * answer is of another kind; undefined when the event answers something else.
 */
export function answerIn<K extends Answer['kind']>(
  event: FlowEvent,
  { id, dueAt }: Waiting,
  kind: K,
): Extract<Answer, { kind: K }> | null | undefined {
  if (event.kind === 'timer') return dueAt !== null && isDue(dueAt, event.at) ? null : undefined;
  if (event.kind !== 'facts' && event.kind !== 'timeout') return undefined;
  if (event.request !== id) return undefined;
  const answer = event.kind === 'facts' ? event.answer : null;
  return answer?.kind === kind ? (answer as Extract<Answer, { kind: K }>) : null;
}

function isDue(dueAt: string, at: string): boolean {
  return Date.parse(at) >= Date.parse(dueAt);
}
