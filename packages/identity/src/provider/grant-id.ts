import { newSecret } from '../secrets.js';

/** A grant is what one customer, in one session, has let one client have. Its id says whose it is. */
export interface GrantOwner {
  readonly customerId: string;
  readonly sessionId: string;
}

/** `customer.session.random`: tokens lead from their grant to the session that they end with. */
export function newGrantId({ customerId, sessionId }: GrantOwner): string {
  return `${customerId}.${sessionId}.${newSecret()}`;
}

/** Null for an id that {@link newGrantId} has not made. */
export function ownerOfGrant(grantId: string | undefined): GrantOwner | null {
  const [customerId, sessionId, random] = grantId?.split('.') ?? [];
  return customerId && sessionId && random ? { customerId, sessionId } : null;
}
