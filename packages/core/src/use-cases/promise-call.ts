import type { Callback, CallbackRequest } from '../model/callback.js';
import type { Customer } from '../model/customer.js';
import { CoreError } from '../model/errors.js';
import type { Callbacks } from './callbacks.js';
import { readableId } from './clean-claims.js';
import type { Core } from './core.js';

/** Whom to call and when, as the customer asks for it. */
export interface CallAsked {
  /** E.164, checked by the caller. */
  readonly phone: string;
  /** Null: as soon as possible. */
  readonly at: Date | null;
  readonly timeZone: string;
  readonly note: string | null;
}

/** Whose agents call, and from when on. */
export interface CallOffered {
  /** Null without one. */
  readonly conversationId: string | null;
  readonly queueId: string;
  readonly priority: number;
  readonly earliest: Date;
}

/** Longest that a callback may lie ahead, in milliseconds. */
const FURTHEST_MS = 14 * 24 * 3_600_000;
/** What clocks and the filling in of a form may take, in milliseconds. */
const TOLERANCE_MS = 60_000;

/**
 * Promises the customer a call at the time that they chose.
 * @throws CoreError `bad_request` for a time that is not offered, `masking_failed`, `unavailable`
 */
export async function promiseCall(
  core: Pick<Core, 'mask' | 'clock'>,
  callbacks: Callbacks,
  customer: Customer,
  { earliest, ...offered }: CallOffered,
  { phone, at, timeZone, note }: CallAsked,
): Promise<Callback> {
  const dueAt = at ?? earliest;
  const furthest = core.clock.now().getTime() + FURTHEST_MS;
  if (dueAt.getTime() < earliest.getTime() - TOLERANCE_MS || dueAt.getTime() > furthest) {
    throw new CoreError('bad_request', 'Choose a time from the next opening on, within the next 14 days.');
  }
  const request = { ...namesOf(core, customer), phone, note };
  return callbacks.schedule(customer.id, { ...offered, kind: 'call', dueAt, timeZone, request });
}

/** Who the agent will speak with. */
export function namesOf(
  { mask }: Pick<Core, 'mask'>,
  { claims: { displayName, tier, externalId } }: Customer,
): Pick<CallbackRequest, 'displayName' | 'tier' | 'externalId'> {
  return { displayName, tier, externalId: readableId(mask, externalId) };
}
