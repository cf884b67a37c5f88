import { CoreError } from '../model/errors.js';
import type { Core } from './core.js';
import { mergeFields, saidByPage, withoutWithheld } from './customer-card.js';
import { remoteIdOf } from './routing-elsewhere.js';
import { openContext, openFacts } from './sealing.js';

/** What a contact center may rely on when it decides where a conversation goes. */
export interface RoutingFacts {
  /** As the portal vouched for the customer; facts are those that the gateway's own flow began with. */
  readonly customer: {
    readonly externalId: string;
    readonly tier: string | null;
    readonly locale: string | null;
  };
  /** Masked. */
  readonly intent: string | null;
  /** What the portal's server added and is not personal, masked. */
  readonly fields: Readonly<Record<string, string>>;
  /** The conversation that this one continues, or the last one that ended; null without. */
  readonly previous: {
    readonly conversationId: string;
    readonly endedSecondsAgo: number;
    /** It ended so shortly before that this one goes on where it stopped. */
    readonly continued: boolean;
    /** The conversation's id at the contact center, where that has told it. */
    readonly remoteId: string | null;
  } | null;
}

interface RecordedFacts {
  readonly user: { readonly id: string; readonly tier?: string | null; readonly locale?: string | null };
}

/** @throws CoreError `not_found` when there is no such live conversation, `unavailable` */
export async function readRoutingFacts(core: Core, conversationId: string): Promise<RoutingFacts> {
  const { conversations, sealer } = core;
  const conversation = await conversations.get(conversationId);
  const decision = await conversations.decision(conversationId);
  if (!conversation || conversation.state === 'ended' || !decision) {
    throw new CoreError('not_found', 'There is no live conversation of this id.');
  }
  const { customerId, openedAt, previousConversationId } = conversation;
  const { user } = (await openFacts(
    sealer,
    customerId,
    conversationId,
    decision.sealedFacts,
  )) as RecordedFacts;
  const stored = await conversations.context(conversationId);
  const items = withoutWithheld(
    await Promise.all(stored.map((item) => openContext(sealer, customerId, conversationId, item))),
  );
  const personal = new Set(
    (core.contextFields ?? []).flatMap((field) => (field.class === 'personal' ? [field.name] : [])),
  );
  const fields = [...mergeFields(items)].filter(([name]) => !personal.has(name));
  const previous = previousConversationId
    ? await conversations.get(previousConversationId)
    : await conversations.findLastEnded(customerId);
  return {
    customer: { externalId: user.id, tier: user.tier ?? null, locale: user.locale ?? null },
    intent: items.findLast(saidByPage)?.intent ?? null,
    fields: Object.fromEntries(fields),
    previous: previous?.endedAt
      ? {
          conversationId: previous.id,
          endedSecondsAgo: Math.max(0, Math.round((openedAt.getTime() - previous.endedAt.getTime()) / 1000)),
          continued: previousConversationId !== null,
          remoteId: await remoteIdOf(core, previous.id),
        }
      : null,
  };
}
