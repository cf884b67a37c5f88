import type { AuditEntry } from '../model/audit.js';
import type { CustomerIdentity } from '../model/customer.js';

/** A customer's session. The id itself is never stored, only its SHA-256. */
export interface SessionRecord {
  readonly idHash: Uint8Array;
  readonly customerId: string;
  /** Opens to `CustomerClaims` as JSON. */
  readonly sealedClaims: Uint8Array;
  readonly createdAt: Date;
  /** Moves with use. */
  readonly idleUntil: Date;
  /** Moves only when the portal vouches anew. */
  readonly absoluteUntil: Date;
}

/** A single-use token id, remembered until the token could no longer be valid anyway. */
export interface UsedToken {
  readonly issuer: string;
  readonly jti: string;
  readonly expiresAt: Date;
}

/** A signed-in agent's session at the desk. */
export interface AgentSessionRecord {
  readonly idHash: Uint8Array;
  readonly agentId: string;
  readonly createdAt: Date;
  readonly expiresAt: Date;
}

/**
 * Keeps customers, sessions and used token ids. Each method is one atomic, durable operation.
 * All methods reject with `CoreError('unavailable')` when the store cannot be reached.
 */
export interface SessionStore {
  /** The customer's own id; made on first sight, the same ever after, from any node. */
  customerId(identity: CustomerIdentity): Promise<string>;

  /** Starts the session and marks the token used as one commit. `'replayed'` when the token was used before: nothing is written. */
  start(session: SessionRecord, token: UsedToken, audit: AuditEntry): Promise<'started' | 'replayed'>;

  /**
   * Puts fresh claims and limits into a running session and marks the token used, as one commit.
   * `'replayed'` when the token was used before, `'gone'` when this customer has no such session: then nothing is written.
   */
  renew(
    session: Omit<SessionRecord, 'createdAt'>,
    token: UsedToken,
  ): Promise<'renewed' | 'replayed' | 'gone'>;

  /** The session, unless it is unknown, ended, or past one of its limits at `now`. */
  find(idHash: Uint8Array, now: Date): Promise<SessionRecord | null>;

  /** Moves `idleUntil` forward, never past `absoluteUntil`. */
  touch(idHash: Uint8Array, idleUntil: Date): Promise<void>;

  /** Ends the session. False when it was not there. */
  end(idHash: Uint8Array, audit: AuditEntry): Promise<boolean>;

  startAgent(session: AgentSessionRecord, audit: AuditEntry): Promise<void>;
  findAgent(idHash: Uint8Array, now: Date): Promise<AgentSessionRecord | null>;
  endAgent(idHash: Uint8Array, audit: AuditEntry): Promise<boolean>;

  /** Forgets sessions and token ids that are past their limits; at most `limit` of each. Returns how many. */
  purgeExpired(now: Date, limit: number): Promise<number>;
}
