import type { MessageContent } from '../model/content.js';
import type { Entry, EntryBody, NewEntry } from '../model/conversation.js';
import { CoreError } from '../model/errors.js';
import type { Core } from './core.js';
import { maskContent } from './mask-content.js';
import { maskOrWithhold } from './mask-or-withhold.js';
import { keepOriginals } from './reveal-value.js';
import { openEntry, sealBody } from './sealing.js';
import type { SendLane } from './send-lane.js';

export interface OutgoingMessage {
  readonly conversationId: string;
  /** The conversation's customer, under whose key the text is sealed. */
  readonly customerId: string;
  /** Made by the sender; a repeated id is answered with the first result. */
  readonly id: string;
  readonly sender: {
    readonly role: 'customer' | 'agent';
    readonly id: string;
    readonly displayName: string;
  };
  readonly text: string;
  /** When the message says more than plain text; `text` is not looked at then. */
  readonly content?: MessageContent;
}

/** A message that can be committed. */
export interface PreparedMessage {
  readonly entry: NewEntry;
  /** What must become of earlier messages with it, because it completes a value that began in them. */
  readonly redactions: readonly NewEntry[];
}

/**
 * Masks and seals a message. Nothing of it is stored yet but originals that may be revealed, sealed: what can fail
 * before the commit fails here.
 * @throws CoreError `masking_failed`, `unavailable`
 */
export async function prepareMessage(core: Core, message: OutgoingMessage): Promise<PreparedMessage> {
  const { conversationId, customerId, id, sender } = message;
  const masked = maskWhole(core, message);
  const { text, maskedTypes, content } = masked;
  const said = { displayName: sender.displayName, text, maskedTypes };
  const isCustomers = sender.role === 'customer' && content === undefined;
  const revealable = isCustomers ? await keepOriginals(core, message, masked.revealable) : undefined;
  const body = {
    ...said,
    ...(content === undefined ? {} : { content }),
    ...(revealable ? { revealable } : {}),
  };
  // What turns out to be part of something else is no longer what its original was kept as.
  if (masked.redacted.length > 0) {
    const ids = masked.redacted.map((each) => each.id);
    await core.reveals?.store.forget(conversationId, ids);
  }
  const seal = (entryId: string, sealed: EntryBody) =>
    sealBody(core.sealer, customerId, conversationId, entryId, sealed);
  const common = { conversationId, party: { role: sender.role, id: sender.id }, at: core.clock.now() };
  const sealedBody = await seal(id, body);
  const redactions = await Promise.all(
    masked.redacted.map(async ({ id: redacts, ...rest }): Promise<NewEntry> => {
      const entryId = redactionId(id, redacts);
      const left = { ...said, ...rest };
      return {
        ...common,
        id: entryId,
        kind: 'redacted',
        sealedBody: await seal(entryId, { ...left, redacts }),
        redacts: { id: redacts, sealedBody: await seal(redacts, left) },
      };
    }),
  );
  return { entry: { ...common, id, kind: 'message', sealedBody }, redactions };
}

/**
 * Content is masked piece by piece, and then as a whole in plain text, with earlier messages in mind. When the whole
 * shows a value that the pieces did not, only the plain text goes on.
 */
function maskWhole(core: Core, message: OutgoingMessage) {
  const { conversationId, id, sender, content } = message;
  const pieces = content && maskOrWithhold((whole) => maskContent(core.mask, whole), content);
  const plain = pieces?.text ?? message.text;
  const whole = maskOrWithhold(core.maskMessage, {
    conversationId,
    id,
    sender: `${sender.role}:${sender.id}`,
    text: plain,
  });
  return {
    ...whole,
    maskedTypes: [...new Set([...(pieces?.maskedTypes ?? []), ...whole.maskedTypes])],
    content: whole.text === plain ? pieces?.content : undefined,
  };
}

/** The same when the message comes again, so that the redaction is stored once. */
function redactionId(messageId: string, redacts: string): string {
  return `${messageId}:redacts:${redacts}`;
}

/**
 * Commits a prepared message and tells every node. Messages are numbered in the order of these calls. When it
 * fulfils, the message is durable (T2) and has its place (T3); a repeated id gives the first result.
 * @throws CoreError `not_found` also when the sender has no part in the conversation; `conversation_ended`;
 * `unavailable`
 */
export async function commitMessage(
  core: Core,
  customerId: string,
  { entry, redactions }: PreparedMessage,
  lane: SendLane | null = null,
): Promise<Entry> {
  const { result, followers } = await core.appends.appendWith(entry, redactions, lane);
  if (result.kind === 'refused') throw toRefusal(result.reason);
  const entries = [result, ...followers].flatMap((each) =>
    each.kind === 'stored' && !each.duplicate ? [each.entry] : [],
  );
  if (entries.length > 0) {
    core.bus.publish({ kind: 'entries', conversationId: entry.conversationId, entries });
  }
  return openEntry(core.sealer, customerId, result.entry);
}

function toRefusal(reason: 'not_found' | 'conversation_ended'): CoreError {
  return reason === 'not_found'
    ? new CoreError('not_found', 'There is no such conversation for you.')
    : new CoreError('conversation_ended', 'This conversation has ended. Open a new one to go on.');
}
