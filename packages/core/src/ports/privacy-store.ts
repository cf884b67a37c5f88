import type { AuditEntry } from '../model/audit.js';
import type { Callback } from '../model/callback.js';
import type { Conversation } from '../model/conversation.js';
import type { CustomerIdentity } from '../model/customer.js';
import type {
  ContactCenterOutcome,
  DataClass,
  LegalHold,
  PrivacyRequest,
  RemovedCounts,
} from '../model/privacy.js';

export type NewPrivacyRequest = Pick<
  PrivacyRequest,
  'id' | 'kind' | 'customerId' | 'subject' | 'requestedAt' | 'requestedBy'
>;

/**
 * What happens to customers' data as a whole: purge, hold, export, erasure. Every method is one atomic, durable
 * operation, safe to run on many nodes at once, and rejects with `CoreError('unavailable')` when the store cannot be
 * reached.
 */
export interface PrivacyStore {
  /** Known customers whom portals call so, one an issuer. */
  customersNamed(
    externalId: string,
  ): Promise<readonly { readonly id: string; readonly customer: CustomerIdentity }[]>;
  /** Whom the portal calls so; null for a customer who is not known. */
  customerOf(customerId: string): Promise<CustomerIdentity | null>;

  /**
   * Removes records of the class that ended before `before`, at most `limit` of them with all that belongs to them.
   * What is live, and customers under a legal hold, are left alone. `audit` makes the entry for what was removed;
   * nothing is written when that is nothing.
   */
  purge(
    dataClass: DataClass,
    before: Date,
    limit: number,
    audit: (removed: RemovedCounts) => AuditEntry,
  ): Promise<RemovedCounts>;

  /** Places a hold on a known customer. False when there is one already, or no such customer. */
  placeHold(hold: LegalHold, audit: AuditEntry): Promise<boolean>;
  /** False when there is none. */
  liftHold(customerId: string, audit: AuditEntry): Promise<boolean>;
  isHeld(customerId: string): Promise<boolean>;
  holds(): Promise<readonly (LegalHold & { readonly customer: CustomerIdentity })[]>;

  /** All conversations of a customer, oldest first. */
  conversationsOf(customerId: string): Promise<readonly Conversation[]>;
  /** All callbacks of a customer, oldest first. */
  callbacksOf(customerId: string): Promise<readonly Callback[]>;

  /**
   * Keeps a request of a known customer, with the ids by which the contact center knows the customer's work. A request
   * of the same kind that is not done yet is returned instead. `'held'` for an erasure under a legal hold, `'unknown'`
   * for a customer who is not known: nothing is written then.
   */
  request(request: NewPrivacyRequest, audit: AuditEntry): Promise<PrivacyRequest | 'held' | 'unknown'>;
  getRequest(id: string): Promise<PrivacyRequest | null>;
  /** Requests that are not done, oldest first. */
  openRequests(limit: number): Promise<readonly PrivacyRequest[]>;
  /** Erasures whose records were removed at this time or later, in that order. */
  erasuresSince(since: Date, limit: number): Promise<readonly PrivacyRequest[]>;

  /**
   * Removes every record of the request's customer but the audit trail, live conversations and running sessions
   * included, the customer's own one last: who signs in again is somebody new. `'held'` when a hold was placed in the
   * meantime: nothing is removed then. Null when the request is no erasure, or is past this step.
   */
  removeCustomer(
    requestId: string,
    at: Date,
    audit: (removed: RemovedCounts) => AuditEntry,
  ): Promise<RemovedCounts | 'held' | null>;
  /** The data key of the erasure's customer is gone everywhere. */
  keyDestroyed(requestId: string, at: Date): Promise<void>;
  /** The contact center needs longer, and calls the request so. */
  contactCenterPending(requestId: string, reference: string): Promise<void>;
  /** The contact center is done. False when it was already: nothing is written then. */
  contactCenterDone(requestId: string, outcome: ContactCenterOutcome, audit: AuditEntry): Promise<boolean>;
  /**
   * Takes an erasure up anew because its customer is known, as after a restore from a time before: all its steps are
   * still to be carried out then. False when the customer is not known: nothing is written then.
   */
  reopenErasure(erasure: Omit<NewPrivacyRequest, 'kind'>, audit: AuditEntry): Promise<boolean>;
  /** Forgets exports that were answered before `before`; at most `limit`. Returns how many. */
  purgeExports(before: Date, limit: number): Promise<number>;
}
