import type { FlowFacts } from '@throughline/flow';
import type { Conversation } from '../model/conversation.js';
import type { Core, ShadowComparison } from './core.js';
import { beginRun, endedContinuity, type FlowRun } from './flow-run.js';

/**
 * Begins the shadow flow on the facts of a new conversation; null without one. Nobody waits for it and nothing of it is
 * carried out. The conversation that is about to be opened is none that it can find.
 */
export function beginShadow(
  core: Core,
  customerId: string,
  facts: FlowFacts,
  previous: Conversation | null,
): Promise<FlowRun | null> | null {
  const { shadow } = core;
  if (!shadow) return null;
  const begun = endedContinuity(core, previous).then((continuity) =>
    beginRun(core, { customerId, continuity }, shadow.flow, facts),
  );
  return begun.catch((error: unknown) => {
    shadow.failed(error);
    return null;
  });
}

/** Tells where the conversation would have gone. Never rejects. */
export async function compareWithShadow(
  { shadow }: Core,
  which: Pick<ShadowComparison, 'conversationId' | 'at'>,
  run: FlowRun,
  shadowed: Promise<FlowRun | null> | null,
): Promise<void> {
  const other = await shadowed;
  if (!shadow || !other) return;
  try {
    await shadow.compared({ ...which, from: targetOf(run), to: targetOf(other) });
  } catch (error) {
    shadow.failed(error);
  }
}

/** Kind and queue; a flow that asks the customer first has no target yet. */
function targetOf({ state: { target } }: FlowRun): string {
  if (target === null) return 'choose';
  return 'queue' in target ? `${target.kind} ${target.queue}` : target.kind;
}
