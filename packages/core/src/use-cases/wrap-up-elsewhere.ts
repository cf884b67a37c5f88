import type { AuditActor } from '../model/audit.js';
import { CoreError } from '../model/errors.js';
import type { WrapUp } from '../model/wrap-up.js';
import type { Core } from './core.js';
import { maskOrWithhold } from './mask-or-withhold.js';
import { remoteIdOf } from './routing-elsewhere.js';

export interface RemoteWrapUp extends WrapUp {
  /** The conversation's id there. */
  readonly remoteId: string;
}

/**
 * Puts it on the audit trail, masked. The conversation may be over: agents sum up afterwards.
 * @throws CoreError `not_found` when there is no such conversation, or it is another one there, `masking_failed`,
 * `unavailable`
 */
export async function recordWrapUp(
  core: Core,
  conversationId: string,
  { remoteId, wrapUp, agent }: RemoteWrapUp,
  actor: AuditActor,
): Promise<void> {
  const known = (await core.conversations.get(conversationId)) && (await remoteIdOf(core, conversationId));
  if (known !== remoteId) {
    throw new CoreError(
      'not_found',
      'No conversation of this id is known to be the one of the contact center: its flow has to report it while it is live.',
    );
  }
  const clean = (text: string) => maskOrWithhold(core.mask, text).text;
  await core.audit.record({
    at: core.clock.now(),
    action: 'conversation.wrapped_up',
    actor,
    conversationId,
    details: { remoteId, wrapUp: clean(wrapUp), agent: agent && clean(agent) },
  });
}

/** As the audit trail has it, masked; the last one stands. Null when there is none. */
export async function readWrapUp(
  { audit }: Pick<Core, 'audit'>,
  conversationId: string,
): Promise<WrapUp | null> {
  const [entry] = await audit.read({
    after: 0,
    limit: 1,
    conversationId,
    action: 'conversation.wrapped_up',
    newestFirst: { before: Number.MAX_SAFE_INTEGER },
  });
  const { wrapUp, agent = null } = (entry?.details ?? {}) as Partial<WrapUp>;
  return wrapUp === undefined ? null : { wrapUp, agent };
}
