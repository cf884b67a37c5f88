import type { EntryBody, NewEntry } from '../model/conversation.js';
import { CoreError } from '../model/errors.js';
import type { Core } from './core.js';
import { openEntry, sealBody } from './sealing.js';

export interface ManualRedaction {
  readonly conversationId: string;
  /** Of the message. */
  readonly seq: number;
  /** As it stands in the message; every place where it does is hidden. */
  readonly value: string;
  /** Made by the agent's desk; a repeated one changes nothing. */
  readonly id: string;
  readonly agent: { readonly id: string; readonly displayName: string };
}

/** What is read in the place of what an agent has hidden. */
const HIDDEN = '[hidden]';
/** Among the masked types of such a message. */
const TYPE = 'REDACTED';

/**
 * Hides a value that masking has missed, for everybody and at rest, by an entry `redacted`. It is recorded before.
 * @throws CoreError `not_found` when it is not this agent's conversation, or the message does not hold the value
 * (any more); `conversation_ended`; `unavailable`
 */
export async function redactValue(core: Core, redaction: ManualRedaction): Promise<void> {
  const { conversationId, seq, value, agent } = redaction;
  const conversation = await core.conversations.get(conversationId);
  if (conversation?.agentId !== agent.id) throw notThere();
  const { customerId } = conversation;
  const [stored] = await core.conversations.read(conversationId, seq - 1, 1);
  if (stored?.seq !== seq || stored.kind !== 'message') throw notThere();
  const { id: messageId, body } = await openEntry(core.sealer, customerId, stored);
  const { text = '', content, maskedTypes = [] } = body;
  if (content !== undefined || !text.includes(value)) throw notThere();
  const at = core.clock.now();
  await core.audit.record({
    at,
    action: 'message.redacted',
    actor: { kind: 'agent', id: agent.id },
    conversationId,
    details: { seq },
  });
  // It may be an original that can be asked for.
  await core.reveals?.store.forget(conversationId, [messageId]);
  const { revealable: _, ...rest } = body;
  const left: EntryBody = {
    ...rest,
    text: text.replaceAll(value, HIDDEN),
    maskedTypes: [...new Set([...maskedTypes, TYPE])],
  };
  const id = `${messageId}:redacted:${redaction.id}`;
  const seal = (entryId: string, sealed: EntryBody) =>
    sealBody(core.sealer, customerId, conversationId, entryId, sealed);
  const entry: NewEntry = {
    id,
    conversationId,
    kind: 'redacted',
    party: { role: 'agent', id: agent.id },
    at,
    sealedBody: await seal(id, { ...left, displayName: agent.displayName, redacts: messageId }),
    // Another change of the message in the same moment must not bring back what it hid.
    redacts: { id: messageId, sealedBody: await seal(messageId, left), instead: stored.sealedBody },
  };
  const result = await core.appends.append(entry);
  if (result.kind === 'refused') {
    if (result.reason === 'not_found') throw notThere();
    throw new CoreError('conversation_ended', 'This conversation has ended.');
  }
  if (!result.duplicate) core.bus.publish({ kind: 'entries', conversationId, entries: [result.entry] });
}

function notThere(): CoreError {
  return new CoreError('not_found', 'There is no such value in a message of yours to hide.');
}
