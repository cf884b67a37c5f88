import type { CommandErrorShape } from '@throughline/chat-client/desk';
import type { Offer } from '@throughline/protocol';

const REFUSALS: Partial<Record<CommandErrorShape['code'], string>> = {
  offer_gone: 'That offer is gone: its time was over, or it went to somebody else.',
  conversation_ended: 'That conversation has ended already.',
  no_conversation: 'That conversation is no longer with you.',
  connection_lost: 'The connection was lost before that was done. Try again.',
  rate_limited: 'That was too much at once. Try again in a moment.',
};

/** What a refused command means for the agent. `error` is whatever the client rejected with. */
export function refusalWords(error: unknown): string {
  return REFUSALS[(error as CommandErrorShape).code] ?? 'That did not work. Try again.';
}

/** Why a hidden value is not shown. */
export function revealRefusalWords(error: unknown): string {
  const { code } = error as CommandErrorShape;
  if (code === 'not_found') return 'It is no longer kept.';
  if (code === 'forbidden') return 'You may not look at it.';
  return refusalWords(error);
}

/** What is spoken when an offer arrives. */
export function offerWords({ customer }: Offer): string {
  return ['Offer', customer.displayName, customer.tier, customer.intent]
    .filter((part) => part !== null)
    .join(', ');
}

/** The document's title, led by how much waits for the agent. */
export function titleWords(waitingForAgent: number): string {
  return waitingForAgent === 0 ? 'Throughline desk' : `(${waitingForAgent}) Throughline desk`;
}

/** Why a code shows nobody: what was typed, or the status of the refusal. */
export function carryOverWords(reason: 'reference' | 'mistyped' | number): string {
  if (reason === 'reference') {
    return 'This is a reference that the page made without reaching us. Nothing is stored behind it.';
  }
  if (reason === 'mistyped') return 'Something in this code is mistyped. Ask for it again.';
  if (reason === 404) return 'Nothing is behind this code: it was used, or is older than 30 minutes.';
  if (reason === 429) return REFUSALS.rate_limited ?? '';
  return 'That did not work. Try again.';
}
