import type { AuditEntry } from '../model/audit.js';

/** A promised call that agents of a contact center elsewhere make. */
export interface PlacedCall {
  /** Of the callback's current attempt. */
  readonly workId: string;
  /** Since when it is being placed there. */
  readonly begunAt: Date;
  /** What it is called there; null while that is not known. */
  readonly remoteId: string | null;
}

/**
 * Keeps which promised calls are placed elsewhere. Every method is one atomic, durable operation, and rejects with
 * `CoreError('unavailable')` when the store cannot be reached.
 */
export interface PlacedCallStore {
  /** True for one caller: that one places the call. To be looked at from `lookAt` on. */
  begin(workId: string, begunAt: Date, lookAt: Date): Promise<boolean>;
  /** With its entry on the audit trail, if there is one; none is written of a call that is forgotten. */
  place(workId: string, remoteId: string, lookAt: Date, audit?: AuditEntry): Promise<void>;
  /** Has it looked at from then on. */
  lookAt(workId: string, at: Date): Promise<void>;
  /** Gives those that are to be looked at, and nobody else gets them before `until`. */
  take(now: Date, until: Date, limit: number): Promise<readonly PlacedCall[]>;
  /** It is over, or to be placed anew. */
  forget(workId: string): Promise<void>;
}
