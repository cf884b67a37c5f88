import type { CustomerIdentity } from './customer.js';

/**
 * Kinds of data with a time of their own for which they are kept. `conversations` are whole: messages and all else that
 * belongs to them; `context` and `decisions` (with the runs of flows) can go earlier. `callbacks` include messages that
 * were left, and agents' notes.
 */
export const DATA_CLASSES = ['conversations', 'context', 'decisions', 'callbacks'] as const;

export type DataClass = (typeof DATA_CLASSES)[number];

/** How many records were removed, by kind. */
export type RemovedCounts = Readonly<Record<string, number>>;

/** Keeps a customer's data from being purged or erased. */
export interface LegalHold {
  readonly customerId: string;
  readonly placedAt: Date;
  /** Name of the operator. */
  readonly placedBy: string;
}

/** What was asked about all data of one customer, and how far it has got. */
export interface PrivacyRequest {
  /** A UUIDv7. */
  readonly id: string;
  readonly kind: 'export' | 'erasure';
  readonly customerId: string;
  /** Of an erasure: commits to whose it was, without telling; null when nobody wanted to show that later. */
  readonly subject: string | null;
  /** Whom the contact center is asked about; null once everything is done. */
  readonly customer: CustomerIdentity | null;
  /** By which the contact center knows the customer's work; empty once everything is done. */
  readonly conversationIds: readonly string[];
  readonly requestedAt: Date;
  readonly requestedBy: string;
  /** Of an erasure: when the records were removed from the database, and what they were; null before. */
  readonly removed: { readonly at: Date; readonly counts: RemovedCounts } | null;
  /** Of an erasure: when the customer's data key was destroyed; null before. */
  readonly keyDestroyedAt: Date | null;
  /** What the contact center called the request when it was last asked; null before, or when it gave no name. */
  readonly reference: string | null;
  /** The contact center's answer; null while it is pending. */
  readonly contactCenter: ContactCenterOutcome | null;
}

export interface ContactCenterOutcome {
  readonly at: Date;
  /** Records by kind: erased, or exported. */
  readonly counts: RemovedCounts;
  /** Of an export: the records as JSON, sealed. */
  readonly sealedData: Uint8Array | null;
}
