import type { CustomerIdentity } from '../model/customer.js';

/** Asks a contact center about all that it keeps of one customer. */
export interface CustomerDataRequest {
  /** A UUID, the same for every repetition of one request. */
  readonly requestId: string;
  /** What the contact center called this request in its last answer; null the first time. */
  readonly reference: string | null;
  readonly customer: CustomerIdentity;
  /** By which the customer's work went to the contact center: ids of conversations and of attempts to call back. */
  readonly conversationIds: readonly string[];
}

/**
 * How a request about a customer's data stands. After `pending`, the same request comes again with `reference`, which
 * is kept for the contact center: it needs no memory of its own. What rejects comes again as well.
 */
export type CustomerDataAnswer<Result> =
  | { readonly state: 'pending'; readonly reference: string }
  | { readonly state: 'done'; readonly reference: string | null; readonly result: Result };

/** What a contact center keeps of a customer: records as plain JSON, by kind. */
export type ContactCenterData = Readonly<Record<string, readonly unknown[]>>;

/** How many records of each kind a contact center has erased. */
export type ContactCenterErasure = Readonly<Record<string, number>>;
