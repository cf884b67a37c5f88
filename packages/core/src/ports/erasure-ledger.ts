import type { PrivacyRequest } from '../model/privacy.js';

/** What must be known of an erasure to carry it out again. Tells whose it was to nobody who lacks the records. */
export type LedgerEntry = Pick<
  PrivacyRequest,
  'id' | 'customerId' | 'subject' | 'requestedAt' | 'requestedBy'
>;

/**
 * Remembers erasures outside the database, so that a database that is restored from before an erasure does not bring
 * its customer back.
 */
export interface ErasureLedger {
  /** Durable when it fulfils. An entry of the same id is kept once. */
  add(entry: LedgerEntry): Promise<void>;
  /** In the order in which they were added. */
  all(): Promise<readonly LedgerEntry[]>;
}
