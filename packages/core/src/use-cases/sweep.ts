import type { Core } from './core.js';
import { endConversation, settle } from './end-conversation.js';

export interface SweepLimits {
  /** A customer absent for longer than this ends the conversation (T7), in milliseconds. */
  readonly absentMs: number;
}

/** Small, so that background work never holds a single-connection store for long. */
const PAGE = 50;

/**
 * Finishes what a crash cut short and ends what nobody waits for any more. Idempotent; every node runs it from time
 * to time, and once at start.
 */
export async function sweep(core: Core, limits: SweepLimits): Promise<void> {
  const now = core.clock.now();
  const before = (ms: number) => new Date(now.getTime() - ms);

  for (const conversation of await core.conversations.unsettled(PAGE)) {
    await settle(core, conversation.id, conversation.endedAt ?? now);
  }
  for (const conversation of await core.conversations.absent(before(limits.absentMs), PAGE)) {
    await endConversation(core, conversation, { kind: 'system', id: 'gateway' }, '', 'customer_absent');
  }
}
