import type { Conversation, Withheld } from '../model/conversation.js';
import { CoreError } from '../model/errors.js';
import type { Core } from './core.js';
import { readCustomerCard } from './customer-card.js';
import { publishChange } from './follow-flow.js';
import { openContext, sealContext } from './sealing.js';

/**
 * Takes something back that agents see: from now on their card lacks it. Safe to repeat. What agents have read, and
 * what flows have decided by, stays as it is.
 * @throws CoreError `not_found` for what agents do not see or the customer cannot take back, and for a conversation
 * that is over or another customer's; `unavailable`
 */
export async function withholdContext(
  core: Core,
  customerId: string,
  conversation: Conversation | null,
  withheld: Withheld,
): Promise<void> {
  if (conversation?.customerId !== customerId || conversation.state === 'ended') throw nothingThere();
  const { id } = conversation;
  const stored = await core.conversations.context(id);
  const items = await Promise.all(stored.map((item) => openContext(core.sealer, customerId, id, item)));
  if (items.some((item) => isSame(item.withheld, withheld))) return;
  const last = items.at(-1);
  if (!last || !(await isOnCard(core, conversation, withheld))) throw nothingThere();
  const at = core.clock.now();
  const { kind } = withheld;
  await core.conversations.addContext(
    id,
    await sealContext(core.sealer, customerId, id, {
      at,
      customer: last.customer,
      intent: null,
      page: null,
      withheld,
    }),
    {
      at,
      action: 'conversation.context_withheld',
      actor: { kind: 'customer', id: customerId },
      conversationId: id,
      details: kind === 'field' ? { kind, field: withheld.name } : { kind },
    },
  );
  publishChange(core, conversation);
}

async function isOnCard(core: Core, conversation: Conversation, { kind, name }: Withheld): Promise<boolean> {
  const { context, fields = [] } = await readCustomerCard(core, conversation);
  if (kind === 'field') return fields.some((field) => field.optional === true && field.name === name);
  return context.some((item) => (kind === 'intent' ? item.intent : item.page?.url) === name);
}

function isSame(one: Withheld | undefined, other: Withheld): boolean {
  return one?.kind === other.kind && one.name === other.name;
}

function nothingThere(): CoreError {
  return new CoreError(
    'not_found',
    'Agents see no such thing of this conversation that could be taken back.',
  );
}
