import type { AuditEntry } from '../model/audit.js';

/** What a contact center elsewhere has in hand, and where it is looked at until it is over. */
export interface RemoteWork {
  /** What it is about: the current attempt of a promised call, or a conversation. */
  readonly workId: string;
  /** Since when it is in hand there. */
  readonly begunAt: Date;
  /** What it is called there; null while that is not known. */
  readonly remoteId: string | null;
}

/**
 * Keeps one kind of {@link RemoteWork}. Every method is one atomic, durable operation, and rejects with
 * `CoreError('unavailable')` when the store cannot be reached.
 */
export interface RemoteWorkStore {
  /** True for one caller: that one hands it over. To be looked at from `lookAt` on. */
  begin(workId: string, begunAt: Date, lookAt: Date): Promise<boolean>;
  /** Says what it is called there, with an entry for the audit trail, if there is one; none of work that is forgotten. */
  identify(workId: string, remoteId: string, lookAt: Date, audit?: AuditEntry): Promise<void>;
  /** Has it looked at from then on. */
  lookAt(workId: string, at: Date): Promise<void>;
  /** Gives those that are to be looked at, and nobody else gets them before `until`. */
  take(now: Date, until: Date, limit: number): Promise<readonly RemoteWork[]>;
  /** It is over, or may begin anew. */
  forget(workId: string): Promise<void>;
}
