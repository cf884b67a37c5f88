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
  throw new CoreError('unavailable', 'Too much happens to this conversation at once. Try again in a moment.');
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

/** The conversation's id at the contact center, where that has told it. */
export async function remoteIdOf(core: Core, conversationId: string): Promise<string | null> {
  const conversation = await core.conversations.get(conversationId);
  const known = conversation && (await readRun(core, conversation));
  return known?.run.elsewhere?.outcome?.remoteId ?? null;
}
