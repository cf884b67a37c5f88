import { setTimeout as pause } from 'node:timers/promises';
import type { OperatorAccess, RequestStatus } from '@throughline/server';
import { UsageError } from '../../command.js';

/** What names a customer on the command line. */
export const CUSTOMER_OPTIONS = { issuer: { type: 'string' } } as const;

export function toCustomer(positionals: readonly string[], issuer: string | undefined) {
  const [externalId, ...others] = positionals;
  if (externalId === undefined || others.length > 0) throw new UsageError('Name one customer.');
  return { externalId, issuer: issuer ?? null };
}

export function toWaitMs(seconds: string | undefined): number {
  const value = Number(seconds ?? '30');
  if (Number.isFinite(value) && value >= 0) return value * 1_000;
  throw new UsageError('--wait must be a number of seconds.');
}

const POLL_MS = 200;
/** A contact center that answers at once has answered by then, in milliseconds. */
const QUICK_ANSWER_MS = 2_000;

/**
 * Waits until nodes have carried a request out and, for a moment, for the contact center.
 * @returns how it stands then
 */
export async function awaitRequest(
  { actions, isAlone }: OperatorAccess,
  first: RequestStatus,
  waitMs: number,
): Promise<RequestStatus> {
  let status = first;
  // Where no node can run while this command does, none is waited for.
  const end = Date.now() + (isAlone ? 0 : waitMs);
  let quickUntil = status.carriedOut ? Date.now() + QUICK_ANSWER_MS : null;
  while (Date.now() < end && !status.held) {
    if (status.carriedOut && status.contactCenter === 'done') break;
    if (status.carriedOut) quickUntil ??= Date.now() + QUICK_ANSWER_MS;
    if (quickUntil !== null && Date.now() > quickUntil) break;
    await pause(POLL_MS);
    status = await actions.privacyStatus({ id: status.id });
  }
  return status;
}
