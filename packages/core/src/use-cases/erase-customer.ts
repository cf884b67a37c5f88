import type { PrivacyRequest } from '../model/privacy.js';
import type { Clock } from '../ports/clock.js';
import type { ContactCenter } from '../ports/contact-center.js';
import type { ErasureLedger } from '../ports/erasure-ledger.js';
import type { PrivacyStore } from '../ports/privacy-store.js';
import type { SessionStore } from '../ports/session-store.js';
import type { Core } from './core.js';
import { endConversation } from './end-conversation.js';

/** What erasures work with. */
export interface PrivacyParts {
  readonly core: Core;
  /** Where agents call back, wherever conversations are served. */
  readonly callWork: Pick<ContactCenter, 'close'>;
  readonly privacy: PrivacyStore;
  readonly sessions: Pick<SessionStore, 'listOf'>;
  /** Destroys every data key of a customer, wherever it is kept. Safe to repeat. */
  readonly destroyKeys: (customerId: string) => Promise<unknown>;
  readonly ledger: ErasureLedger;
}

const SYSTEM = { kind: 'system', id: 'privacy' } as const;

/**
 * Takes an erasure as far as it goes by itself: the customer's conversation is ended, the records are removed with
 * the sessions, which end everywhere, and the data keys are destroyed. Every step can be repeated, so that a run that was cut short is
 * taken up by the next one. Asking the contact center comes after it: {@link askContactCenter}.
 * @returns false while a legal hold forbids it: nothing has happened then
 */
export async function eraseCustomer(parts: PrivacyParts, request: PrivacyRequest): Promise<boolean> {
  const { core, privacy, sessions, ledger } = parts;
  const { id: requestId, customerId } = request;
  if (!request.removed) {
    if (await privacy.isHeld(customerId)) return false;
    await takeLeave(parts, customerId);
    // Before anything is removed: what is gone here must not come back with an older copy.
    await ledger.add(request);
    const at = core.clock.now();
    const signedIn = await sessions.listOf(customerId, at);
    const removed = await privacy.removeCustomer(requestId, at, (counts) => ({
      at,
      action: 'privacy.erased',
      actor: SYSTEM,
      details: { requestId, customerId, ...counts },
    }));
    if (removed === 'held') return false;
    const sessionIds = signedIn.map(({ id }) => id);
    core.bus.publish({ kind: 'customer-sessions-ended', sessionIds });
  }
  if (!request.keyDestroyedAt) {
    await parts.destroyKeys(customerId);
    await privacy.keyDestroyed(requestId, core.clock.now());
  }
  return true;
}

/** The customer's own screens say that it is over, before there is nothing left that could say so. */
async function takeLeave({ core, callWork, privacy }: PrivacyParts, customerId: string): Promise<void> {
  const live = await core.conversations.findLive(customerId);
  if (live) await endConversation(core, live, SYSTEM, '', 'erased');
  for (const { workId } of await privacy.callbacksOf(customerId)) {
    if (workId) await callWork.close(workId, core.clock.now());
  }
}

/**
 * Carries erasures of the ledger out again whose customers the database knows: it was restored from before them. What
 * it still knows of an erasure that is under way is left to that one.
 * @returns how many
 */
export async function replayErasures({
  clock,
  privacy,
  ledger,
  destroyKeys,
}: Pick<PrivacyParts, 'privacy' | 'ledger' | 'destroyKeys'> & { readonly clock: Clock }): Promise<number> {
  let reopened = 0;
  for (const entry of await ledger.all()) {
    const known = await privacy.getRequest(entry.id);
    if (known && !known.removed) continue;
    const { id: requestId, customerId } = entry;
    const at = clock.now();
    const details = { requestId, customerId };
    const audit = { at, action: 'privacy.erasure_reopened', actor: SYSTEM, details } as const;
    if (await privacy.reopenErasure(entry, audit)) reopened += 1;
    // The place of the keys may have been restored, too.
    else await destroyKeys(customerId);
  }
  return reopened;
}
