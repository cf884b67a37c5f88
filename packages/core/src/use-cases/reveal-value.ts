import type { EntryBody } from '../model/conversation.js';
import { CoreError } from '../model/errors.js';
import type { Core } from './core.js';
import type { HiddenValue } from './reveal-rules.js';
import { openEntry } from './sealing.js';

export interface RevealRequest {
  readonly conversationId: string;
  /** Of the message. */
  readonly seq: number;
  /** Which of its values that may be revealed, from 0. */
  readonly index: number;
  readonly reason: string;
  readonly agent: { readonly id: string; readonly role: string };
}

const revealBinding = (conversationId: string, entryId: string, index: number) =>
  `reveal:${conversationId}:${entryId}:${index}`;

/**
 * Keeps the originals of a message that is about to be committed. They are kept before it: a message that is never
 * committed leaves originals that nobody can ask for, and that are gone when their time is over.
 * @returns what the body of the message says about them; undefined when nothing is kept
 */
export async function keepOriginals(
  { sealer, clock, reveals }: Pick<Core, 'sealer' | 'clock' | 'reveals'>,
  message: { readonly conversationId: string; readonly customerId: string; readonly id: string },
  values: readonly HiddenValue[] = [],
): Promise<EntryBody['revealable']> {
  if (!reveals || values.length === 0) return undefined;
  const { conversationId, customerId, id } = message;
  const sealed = await Promise.all(
    values.map(({ value }, index) =>
      sealer.seal(customerId, revealBinding(conversationId, id, index), value),
    ),
  );
  const until = new Date(clock.now().getTime() + reveals.keepMs);
  await reveals.store.keep({ conversationId, customerId, entryId: id }, sealed, until);
  return values.map(({ type, start, end }) => ({ type, start, end }));
}

/**
 * The original of a hidden value, for the agent who has the conversation now. The audit entry is committed before
 * anything is opened: without it nothing is shown.
 * @throws CoreError `not_found` when it is not this agent's conversation, or there is no such value (any more);
 * `forbidden` when the agent may not look; `bad_request` for a reason that is none; `unavailable`
 */
export async function revealValue(core: Core, request: RevealRequest): Promise<string> {
  const { reveals, conversations, clock } = core;
  const { conversationId, seq, index, agent, reason } = request;
  const conversation = await conversations.get(conversationId);
  const actor = { kind: 'agent', id: agent.id } as const;
  const refuse = (why: string) =>
    reveals?.record({
      at: clock.now(),
      action: 'authorization.denied',
      actor,
      conversationId,
      details: { what: 'reveal', reason: why },
    });
  if (conversation?.agentId !== agent.id) {
    await refuse('not_assigned');
    throw notThere();
  }
  if (!reveals?.roles.includes(agent.role)) {
    await refuse('role');
    throw new CoreError('forbidden', 'You may not look at hidden values.');
  }
  if (!reveals.reasons.includes(reason)) {
    throw new CoreError('bad_request', `Give one of these reasons: ${reveals.reasons.join(', ')}.`);
  }
  const [stored] = await conversations.read(conversationId, seq - 1, 1);
  if (stored?.seq !== seq) throw notThere();
  const { customerId } = conversation;
  const { body, id: entryId } = await openEntry(core.sealer, customerId, stored);
  const span = body.revealable?.[index];
  // The policy may have become stricter since.
  if (!span || !reveals.mayReveal(span.type)) throw notThere();
  const at = clock.now();
  const details = { type: span.type, seq, index, reason };
  const audit = { at, action: 'value.revealed', actor, conversationId, details } as const;
  const sealed = await reveals.store.take({ conversationId, entryId, index }, at, audit);
  if (!sealed) throw notThere();
  return core.sealer.open(customerId, revealBinding(conversationId, entryId, index), sealed);
}

function notThere(): CoreError {
  return new CoreError('not_found', 'There is no such value to be shown to you.');
}
