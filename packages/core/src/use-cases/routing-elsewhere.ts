import type { AuditActor } from '../model/audit.js';
import type { Conversation } from '../model/conversation.js';
import type { RoutingOutcome } from '../model/decision.js';
import { CoreError } from '../model/errors.js';
import type { Core } from './core.js';
import { publishChange, readRun, saveRun } from './follow-flow.js';
import { maskOrWithhold } from './mask-or-withhold.js';

/** How often it is tried anew after the flow went on in between. */
const MOST_TRIES = 5;

/**
 * Records where a contact center that decides for itself sent a live conversation: it is the decision from then on
 * (T8). Safe to repeat: what is recorded already writes nothing. The latest outcome stands; earlier ones stay on the
 * audit trail.
 * @throws CoreError `not_found` when there is no such live conversation, or the gateway decides where it goes,
 * `masking_failed`, `unavailable`
 */
export async function recordRouting(
  core: Core,
  conversationId: string,
  told: Omit<RoutingOutcome, 'rejoined'>,
  actor: AuditActor,
): Promise<void> {
  const clean = (text: string) => maskOrWithhold(core.mask, text).text;
  const outcome: RoutingOutcome = {
    remoteId: told.remoteId,
    rejoined: told.remoteId === (await previousRemoteId(core, conversationId)),
    taker: told.taker,
    queue: told.queue === null ? null : clean(told.queue),
    skills: told.skills.map(clean),
  };
  let isOnTrail = false;
  for (let tries = 0; tries < MOST_TRIES; tries += 1) {
    const conversation = await liveOf(core, conversationId);
    const known = await readRun(core, conversation);
    if (!known?.run.elsewhere) throw unknown();
    const { flow, run, decision } = known;
    if (JSON.stringify(run.elsewhere?.outcome) === JSON.stringify(outcome)) return;
    // Ahead of its effect: what was told may be on the trail twice after a crash, and never be missing.
    if (!isOnTrail) await record(core, conversationId, decision.id, outcome, actor);
    isOnTrail = true;
    if (!(await saveRun(core, conversation, decision, flow, { ...run, elsewhere: { outcome } }))) continue;
    publishChange(core, conversation);
    return;
  }
  throw tooBusy();
}

function record(
  core: Core,
  conversationId: string,
  decisionId: string,
  { remoteId, rejoined, taker, queue, skills }: RoutingOutcome,
  actor: AuditActor,
): Promise<void> {
  return core.audit.record({
    at: core.clock.now(),
    action: 'conversation.routed_elsewhere',
    actor,
    conversationId,
    details: { decisionId, remoteId, rejoined, taker, queue, skills: skills.join(', ') || null },
  });
}

async function previousRemoteId(core: Core, conversationId: string): Promise<string | null> {
  const { customerId } = await liveOf(core, conversationId);
  const previous = await core.conversations.findLastEnded(customerId);
  return previous && remoteIdOf(core, previous.id);
}

async function liveOf(core: Core, id: string): Promise<Conversation> {
  const conversation = await core.conversations.get(id);
  if (conversation && conversation.state !== 'ended') return conversation;
  throw unknown();
}

function unknown(): CoreError {
  return new CoreError(
    'not_found',
    'There is no live conversation of this id that the contact center decides about.',
  );
}

function tooBusy(): CoreError {
  return new CoreError(
    'unavailable',
    'Too much happens to this conversation at once. Try again in a moment.',
  );
}

/** The conversation's id at the contact center, where that has told it. */
export async function remoteIdOf(core: Core, conversationId: string): Promise<string | null> {
  const conversation = await core.conversations.get(conversationId);
  const known = conversation && (await readRun(core, conversation));
  return known?.run.elsewhere?.outcome?.remoteId ?? known?.run.remoteId ?? null;
}

/**
 * Notes which conversation of the contact center a live conversation is. Safe to repeat; the last one stands.
 * @throws CoreError `not_found` when there is no such live conversation, `unavailable`
 */
export async function noteRemoteId(core: Core, conversationId: string, remoteId: string): Promise<void> {
  for (let tries = 0; tries < MOST_TRIES; tries += 1) {
    const conversation = await liveOf(core, conversationId);
    const known = await readRun(core, conversation);
    if (!known) throw unknown();
    const { flow, run, decision } = known;
    if (run.remoteId === remoteId) return;
    if (await saveRun(core, conversation, decision, flow, { ...run, remoteId })) return;
  }
  throw tooBusy();
}

/** A step of a flow, as a contact center that follows the flow itself asks for it. */
export interface FlowStepQuestion {
  readonly flow: string;
  readonly version: string;
  readonly step: string;
}

/**
 * How the gateway's own run of the conversation's flow left a step, for a contact center that cannot carry it out.
 * @throws CoreError `not_found` when there is no such live conversation, its run is of another version, or the run has
 * not left the step, or left the conversation there
 */
export async function readStepOutcome(
  core: Core,
  conversationId: string,
  { flow, version, step }: FlowStepQuestion,
): Promise<string> {
  const known = await readRun(core, await liveOf(core, conversationId));
  const isSame = known?.flow.name === flow && known.flow.version === version;
  const visit = isSame ? known.run.state.trace.findLast((each) => each.step === step) : undefined;
  if (visit?.outcome) return visit.outcome;
  throw unknown();
}
