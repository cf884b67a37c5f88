import type { AuditEntry } from '../model/audit.js';

/** Something that our provider has given out: a code, a token, a grant. Its value is never stored, only the SHA-256. */
export interface IssuedToken {
  readonly kind: string;
  readonly idHash: Uint8Array;
  /** Everything of one grant is revoked together. */
  readonly grantId: string | null;
  /** JSON. Holds ids, scopes and times, and neither a token nor what a customer said. */
  readonly payload: Readonly<Record<string, unknown>>;
  readonly expiresAt: Date;
  readonly usedAt: Date | null;
}

/**
 * Keeps what our provider has given out. Each method is one atomic, durable operation.
 * All methods reject with `CoreError('unavailable')` when the store cannot be reached.
 */
export interface IssuedTokenStore {
  /** Writes it, or writes over the one of the same id, together with the audit entry. */
  save(token: IssuedToken, audit?: AuditEntry): Promise<void>;
  find(kind: string, idHash: Uint8Array): Promise<IssuedToken | null>;
  /** Marks it used. True for exactly one of all who ask; what is used stays, so that a second use is noticed. */
  use(kind: string, idHash: Uint8Array, at: Date): Promise<boolean>;
  remove(kind: string, idHash: Uint8Array): Promise<void>;
  /** Removes everything of a grant. The audit entry is written when something was there. */
  revokeGrant(grantId: string, audit: AuditEntry): Promise<void>;
  /** Forgets what is past its time; at most `limit`. Returns how many. */
  purgeExpired(now: Date, limit: number): Promise<number>;
}
