import type { AuditEntry } from '../model/audit.js';

/** What a customer can hand over on the phone, by a code. */
export interface CarryOver {
  /** SHA-256 of the code, 32 bytes; the code itself is kept nowhere. */
  readonly codeHash: Uint8Array;
  readonly customerId: string;
  readonly sealedContext: Uint8Array;
  readonly expiresAt: Date;
}

/**
 * Keeps what carry-over codes stand for. Every method is one atomic, durable operation and rejects with
 * `CoreError('unavailable')` when the store cannot be reached.
 */
export interface CarryOverStore {
  /** False, and nothing written, when the code is taken already, or its customer is gone. */
  keep(carryOver: CarryOver, audit: AuditEntry): Promise<boolean>;
  /** Gives it once, with its audit entry as one commit; null, and nothing written, when there is none (any more). */
  take(codeHash: Uint8Array, now: Date, audit: (customerId: string) => AuditEntry): Promise<CarryOver | null>;
  /** Removes what is past its time; at most `limit`. Returns how many. */
  purgeExpired(now: Date, limit: number): Promise<number>;
}
