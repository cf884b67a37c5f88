import type { AuditActor } from '../model/audit.js';
import type { Conversation } from '../model/conversation.js';
import { CoreError } from '../model/errors.js';
import type { Core } from './core.js';
import { mergeFields } from './customer-card.js';
import { publishChange } from './follow-flow.js';
import { maskOrWithhold } from './mask-or-withhold.js';
import { openContext, sealContext } from './sealing.js';

/** Longest value of a field, in characters (UTF-16). */
const MAX_FIELD_LENGTH = 256;
/** What can be the name of a field. */
const NAME = /^[a-z]\w{0,63}$/i;
/** Most fields that can be declared. */
export const MAX_FIELDS = 50;

/**
 * Sets what the portal's server says of the customer of a live conversation; null takes a value back, and what is not
 * named stays. Agents see it at once, flows never. Safe to repeat: what changes nothing writes nothing.
 * @param idOrCurrent The conversation's id, or `current` for the one that the customer has.
 * @throws CoreError `bad_request` for a field that is not declared or too long, `not_found` for a conversation that is
 * unknown, over, or another customer's, `masking_failed`, `unavailable`
 */
export async function changeContext(
  core: Core,
  customerId: string,
  idOrCurrent: string,
  fields: Readonly<Record<string, string | null>>,
  actor: AuditActor,
): Promise<void> {
  requireDeclared(core, fields);
  const conversation = await liveConversationOf(core, customerId, idOrCurrent);
  const { id: conversationId } = conversation;
  const stored = await core.conversations.context(conversationId);
  const items = await Promise.all(
    stored.map((item) => openContext(core.sealer, customerId, conversationId, item)),
  );
  const known = mergeFields(items);
  const changes = Object.entries(fields)
    .map(([name, value]) => [name, value === null ? null : maskOrWithhold(core.mask, value).text] as const)
    .filter(([name, value]) => (known.get(name) ?? null) !== value);
  const last = items.at(-1);
  if (changes.length === 0 || !last) return;
  const at = core.clock.now();
  await core.conversations.addContext(
    conversationId,
    await sealContext(core.sealer, customerId, conversationId, {
      at,
      customer: last.customer,
      intent: null,
      page: null,
      fields: Object.fromEntries(changes),
    }),
    {
      at,
      action: 'conversation.context_changed',
      actor,
      conversationId,
      details: { fields: changes.map(([name]) => name).join(' ') },
    },
  );
  publishChange(core, conversation);
}

/**
 * @returns the conversation, which is live
 * @throws CoreError `not_found` in the same words, whether it is unknown, over, or another customer's (T10)
 */
export async function liveConversationOf(
  core: Core,
  customerId: string,
  idOrCurrent: string,
): Promise<Conversation> {
  const conversation =
    idOrCurrent === 'current'
      ? await core.conversations.findLive(customerId)
      : await core.conversations.get(idOrCurrent);
  if (conversation?.customerId === customerId && conversation.state !== 'ended') return conversation;
  throw new CoreError('not_found', 'This customer has no live conversation of this id.');
}

function requireDeclared(
  { contextFields = [], mask }: Core,
  fields: Readonly<Record<string, string | null>>,
): void {
  const declared = contextFields.map(({ name }) => name);
  for (const [name, value] of Object.entries(fields)) {
    if (!declared.includes(name)) {
      const list = declared.length === 0 ? 'none' : declared.join(', ');
      // Where a name should stand, some put the value.
      const quoted = NAME.test(name) ? `"${maskOrWithhold(mask, name).text}"` : 'of this name';
      throw new CoreError(
        'bad_request',
        `There is no context field ${quoted}. Declared in the configuration (context.fields): ${list}.`,
      );
    }
    if (value !== null && value.length > MAX_FIELD_LENGTH) {
      throw new CoreError(
        'bad_request',
        `The context field "${name}" has ${value.length} characters; at most ${MAX_FIELD_LENGTH} are taken.`,
      );
    }
  }
}
