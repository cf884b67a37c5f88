import type { Flow, FlowFacts, FlowResult } from '../flow.js';
import type { Question } from './effect.js';
import type { Answer } from './event.js';
import { knownTime, Run } from './run.js';
import { pathOf } from './step.js';
import { begin, feed, leave } from './turn.js';

export interface RunFlowOptions {
  /** What time it is. Without it, every schedule counts as closed. */
  readonly at?: Date;
  /** Answers what a flow asks for on its way; null, or no function, when it is not known. */
  readonly answer?: (question: Question) => Answer | null;
}

/**
 * Decides where an escalation goes at first, without waiting: at the first queue, hold or way out. Pure, never
 * throws, and always has a target: a fact that is missing is null, a condition that cannot be evaluated counts as
 * false, a question to the customer is taken as not answered.
 */
export function runFlow(flow: Flow, facts: FlowFacts, { at, answer }: RunFlowOptions = {}): FlowResult {
  const run = new Run(flow, knownTime(at?.getTime() ?? Number.NaN), null, true);
  begin(run, facts);
  while (run.target === null && run.waiting !== null) goOn(run, run.waiting.id, run.waiting.step, answer);
  // Every run ends at the default at the latest, which is a way out.
  const target = run.target ?? { kind: 'end' };
  return { target, path: pathOf(flow, run), reasons: run.reasons, version: flow.version };
}

function goOn(run: Run, id: string, step: string, answer: RunFlowOptions['answer']): void {
  const question = run.effects.findLast((effect) => effect.kind === 'gather' && effect.request === id);
  if (question?.kind === 'gather') {
    feed(run, { at: '', kind: 'facts', request: id, answer: ask(answer, question.what) });
  } else {
    run.say('the customer was not asked, so what follows without an answer applies');
    leave(run, step, 'limit');
  }
}

function ask(answer: RunFlowOptions['answer'], question: Question): Answer | null {
  try {
    return answer?.(question) ?? null;
  } catch {
    return null;
  }
}
