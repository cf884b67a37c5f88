import type { IncomingMessage } from 'node:http';
import type { CustomerClaims } from '@throughline/core';
import { claimsOfPortal } from '@throughline/identity';
import { WireError } from '../../errors.js';
import type { Logger } from '../../observability/logger.js';

/** Who is signed in at the portal. Each text has at most 200 characters. */
export interface PortalCustomer {
  /** Unique at the portal, never given to anyone else. */
  readonly id: string;
  readonly name?: string | null;
  readonly email?: string | null;
  /** The portal has seen that the address is theirs: transcripts go to no other. */
  readonly emailVerified?: boolean;
  readonly phone?: string | null;
  readonly tier?: string | null;
  readonly locale?: string | null;
}

/**
 * Says who made a request, as the portal's own session knows; null when nobody is signed in. The request is the one
 * that the handler got, with all that the portal's framework has put on it; for a WebSocket it is as Node made it.
 */
export type GetCustomer = (
  request: IncomingMessage,
) => PortalCustomer | null | undefined | Promise<PortalCustomer | null | undefined>;

/** A portal that runs in the same process and says itself who is signed in, so that no token is needed. */
export interface Portal {
  /** Its name in customers' identities. */
  readonly issuer: string;
  readonly getCustomer: GetCustomer;
}

/** Longest wait for the portal's own session store, in milliseconds. */
const ANSWER_MS = 5_000;

/**
 * Asks the portal who made a request. Null when nobody is signed in.
 * @throws WireError `unavailable` when the portal fails, is slow, or names a customer that cannot be
 */
export async function askPortal(
  { issuer, getCustomer }: Portal,
  request: IncomingMessage,
  logger: Logger,
): Promise<CustomerClaims | null> {
  let timer: NodeJS.Timeout | undefined;
  const slow = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => reject(new Error(`getCustomer took longer than ${ANSWER_MS} ms`)), ANSWER_MS);
  });
  try {
    const customer = await Promise.race([getCustomer(request), slow]);
    if (!customer) return null;
    const claims = claimsOfPortal(issuer, customer);
    if (!claims) throw new TypeError('getCustomer must name the customer by an id of 1 to 200 characters');
    return claims;
  } catch (err) {
    logger.error({ err }, 'the portal could not say who is signed in');
    throw new WireError('unavailable', 'The portal cannot say who is signed in. Try again in a moment.');
  } finally {
    clearTimeout(timer);
  }
}
