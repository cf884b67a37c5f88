import type { Flow, FlowEvent } from '@throughline/flow';
import type { Conversation } from '../model/conversation.js';
import { stepOf } from '../model/conversation-machine.js';
import type { DecisionRecord } from '../model/decision.js';
import type { Core } from './core.js';
import { type FlowRun, type LastingEffect, restartRun, summarize, takeTurn, timerOf } from './flow-run.js';
import { openRun, sealRun } from './sealing.js';

/** How often a turn is tried anew after another node took one in between. */
const MOST_TRIES = 5;

/** What is known of a conversation's run. */
export interface RunningFlow {
  readonly flow: Flow;
  readonly run: FlowRun;
  readonly decision: DecisionRecord;
}

/** Null when the conversation has none: it is unknown, or from an earlier release, or its version is not kept. */
export async function readRun(
  core: Pick<Core, 'conversations' | 'sealer'> & { readonly flows: Pick<Core['flows'], 'version'> },
  conversation: Conversation,
): Promise<RunningFlow | null> {
  const decision = await core.conversations.decision(conversation.id);
  if (!decision?.run) return null;
  const flow = await core.flows.version(decision.flowName, decision.flowVersion);
  if (!flow) return null;
  const run = await openRun(core.sealer, conversation.customerId, conversation.id, decision.run.sealed);
  return { flow, run, decision };
}

/**
 * Gives an event to the conversation's run and carries out what follows. Safe to repeat and on many nodes at once:
 * the run takes one turn at a time, and events that mean nothing to it change nothing.
 * @returns the run afterwards; null when the conversation has none or is over
 */
export async function feedFlow(
  core: Core,
  conversation: Conversation,
  event: FlowEvent,
): Promise<FlowRun | null> {
  for (let tries = 0; tries < MOST_TRIES; tries += 1) {
    const known = await readRun(core, conversation);
    if (!known) return null;
    const { flow, run, decision } = known;
    const subject = { customerId: conversation.customerId };
    const next = run.restart
      ? await restartRun(core, subject, flow, run)
      : run.state.done
        ? run
        : await takeTurn(core, subject, flow, run, event);
    if (next.pending.length === 0 && isSame(next, run)) return run;
    if (await saveRun(core, conversation, decision, flow, next)) {
      await carryOut(core, conversation, next);
      return next;
    }
  }
  return null;
}

/**
 * Has the flow begin anew for a conversation that lost its agent; the next look for due runs does it, so that nothing
 * waits for it here.
 */
export async function restartFlow(core: Core, conversation: Conversation): Promise<void> {
  const known = await readRun(core, conversation);
  if (!known?.run.state.done) return;
  const { flow, run, decision } = known;
  await saveRun(core, conversation, decision, flow, { ...run, pending: [], restart: true });
}

/** Small, so that background work never holds a single-connection store for long. */
const PAGE = 50;

/**
 * Takes runs further whose time has come, and carries out what a crash left undone for longer than `pendingMs`.
 * Idempotent; run it often.
 */
export async function runDueFlows(core: Core, pendingMs: number): Promise<void> {
  const now = core.clock.now();
  const due = await core.conversations.dueRuns(now, new Date(now.getTime() - pendingMs), PAGE);
  for (const conversation of due) {
    await feedFlow(core, conversation, { kind: 'timer', at: now.toISOString() });
  }
}

/** Carries out the pending effects of a run that is stored, and notes that they are. */
export async function carryOut(core: Core, conversation: Conversation, run: FlowRun): Promise<void> {
  for (const effect of run.pending) await carryOutEffect(core, conversation, effect);
  if (run.pending.length > 0) {
    const known = await readRun(core, conversation);
    // Somebody took a turn in between: then what is pending is theirs to carry out.
    if (known && known.run.events.length === run.events.length) {
      await saveRun(core, conversation, known.decision, known.flow, { ...known.run, pending: [] });
    }
  }
  publishChange(core, conversation);
}

/** Whether the event meant nothing. */
function isSame(after: FlowRun, before: FlowRun): boolean {
  const withoutTime = ({ state }: FlowRun) => JSON.stringify({ ...state, at: '' });
  return withoutTime(after) === withoutTime(before);
}

export async function saveRun(
  core: Core,
  conversation: Conversation,
  decision: DecisionRecord,
  flow: Flow,
  run: FlowRun,
): Promise<boolean> {
  const version = decision.run?.version ?? 0;
  return core.conversations.saveRun(conversation.id, version, {
    at: core.clock.now(),
    ...summarize(flow, run),
    run: {
      sealed: await sealRun(core.sealer, conversation.customerId, conversation.id, run),
      timerAt: timerOf(run, core.clock.now()),
      pending: run.pending.length > 0,
      version: version + 1,
    },
  });
}

async function carryOutEffect(core: Core, conversation: Conversation, effect: LastingEffect): Promise<void> {
  switch (effect.kind) {
    case 'route': {
      const { previousConversationId } = conversation;
      await core.contactCenter.request({
        conversationId: conversation.id,
        queueId: effect.queue,
        priority: effect.priority,
        at: core.clock.now(),
        skills: effect.skills.map((skill) => ({ skill, until: null })),
        preferredAgentId:
          effect.preferredAgent ??
          (previousConversationId ? await core.conversations.lastAgent(previousConversationId) : null),
      });
      return;
    }
    case 'withdraw':
      await core.contactCenter.close(conversation.id, core.clock.now());
      return;
    case 'hold':
      await move(core, conversation, 'held');
      return;
    case 'end':
      // Whom an agent took, the contact center tells of.
      if (effect.target.kind !== 'queue') await move(core, conversation, 'out_of_queue');
      return;
  }
}

async function move(core: Core, { id }: Conversation, event: 'held' | 'out_of_queue'): Promise<void> {
  await core.conversations.transition({
    conversationId: id,
    ...stepOf(event),
    agentId: null,
    at: core.clock.now(),
    interactionVersion: null,
    entry: null,
    audit: null,
  });
}

export function publishChange(core: Core, { id, customerId }: Conversation): void {
  core.bus.publish({ kind: 'conversation', conversationId: id, customerId });
}
