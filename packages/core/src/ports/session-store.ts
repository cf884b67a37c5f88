import type { AuditEntry } from '../model/audit.js';
import type { CustomerIdentity } from '../model/customer.js';
import type { StaffRole } from '../model/staff.js';

/** A customer's session: one browser that is signed in. */
export interface SessionRecord {
  /** A UUID that names the session to its customer and inside the gateway, and opens nothing. */
  readonly id: string;
  readonly customerId: string;
  /** SHA-256 of the secret that tells this browser from others, also before it has a session. */
  readonly browserHash: Uint8Array;
  /** What is known of the customer and the browser. */
  readonly sealed: Uint8Array;
  readonly createdAt: Date;
  readonly usedAt: Date;
  /** Moves with use. */
  readonly idleUntil: Date;
  /** Moves only when the portal vouches anew. */
  readonly absoluteUntil: Date;
}

/** A sign-in of a customer whose identity is proven. */
export interface SignInRecord {
  /** The session to start, unless one that runs goes on. `createdAt` is the time of the sign-in. */
  readonly session: SessionRecord;
  /** SHA-256 of the new secret that the browser gets. Secrets themselves are never stored. */
  readonly keyHash: Uint8Array;
  /** Hash of the secret that the browser had, also when it works no more; null when it had none. */
  readonly presentedKeyHash: Uint8Array | null;
  /** Used up by this sign-in; null where nothing single-use proved the identity. */
  readonly token: UsedToken | null;
  /** What an identity provider said, where one vouches for the customer. */
  readonly oidc: OidcSessionRecord | null;
  /** Written when a session starts. */
  readonly audit: AuditEntry;
  /** Written, with its customer as the actor, for each session of somebody else in this browser, which ends. */
  readonly replacedAudit: Omit<AuditEntry, 'actor'>;
}

export interface SignInOutcome {
  /** The session as it is now. */
  readonly session: SessionRecord;
  /** Ids of sessions of somebody else in this browser, which ended. */
  readonly ended: readonly string[];
}

/** What the identity provider said about a session. */
export interface OidcSessionRecord {
  /** The provider's `iss`. */
  readonly issuer: string;
  readonly subject: string;
  /** The provider's `sid`. */
  readonly providerSession: string | null;
  /** Opens to the tokens as JSON. */
  readonly sealedTokens: Uint8Array;
  /** When the tokens were issued; a logout of the same moment or later ends the session. */
  readonly issuedAt: Date;
  /** From when on the tokens are to be refreshed; null when there is nothing to refresh them with. */
  readonly refreshAt: Date | null;
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
  readonly displayName: string;
  /** As they were at the sign-in; a change at the identity provider counts from the next one on. */
  readonly roles: readonly StaffRole[];
  /** The identity provider's ID token, for the sign-out there; null when the agent did not sign in at one. */
  readonly sealedIdToken: Uint8Array | null;
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

  /**
   * Signs in, as one commit. The customer's session that the presented key belongs to, else the one in the same
   * browser, goes on with the new content and limits under a further key; when there is none, the session starts. Sessions of
   * other customers in this browser end. `'replayed'` when the token was used before, `'logged_out'` when the identity
   * provider ended the sign-in in the meantime: then nothing is written.
   *
   * Keys that are older than `graceMs` then work for another `graceMs` and no longer. Those given out at about the
   * same time, to tabs that signed in at once, stay until {@link touch} shows which one the browser kept.
   */
  signIn(signIn: SignInRecord, graceMs: number): Promise<SignInOutcome | 'replayed' | 'logged_out'>;

  /** The session of a key that works, unless it is unknown, ended, or past one of its limits at `now`. */
  find(keyHash: Uint8Array, now: Date): Promise<SessionRecord | null>;

  /**
   * Notes that the session was used, moves `idleUntil` forward, never past `absoluteUntil`, and lets other keys than
   * the one that was used run out as {@link signIn} does.
   */
  touch(
    use: { readonly id: string; readonly keyHash: Uint8Array | null } & Pick<
      SessionRecord,
      'usedAt' | 'idleUntil'
    >,
    graceMs: number,
  ): Promise<void>;

  /** Of these ids, those whose session is neither ended nor past a limit. */
  runningOf(ids: readonly string[], now: Date): Promise<ReadonlySet<string>>;

  /** A customer's running sessions, the latest used first; at most 100. */
  listOf(customerId: string, now: Date): Promise<readonly SessionRecord[]>;

  /** Ends this session of this customer. False when the customer has no such session. */
  end(id: string, customerId: string, audit: AuditEntry): Promise<boolean>;

  /**
   * Ends every session of the customer, with one audit entry unless there was none, and marks the token used that asked
   * for it, if one did, as one commit. Returns their ids; `'replayed'` when the token was used before: nothing ends.
   */
  endAllOf(customerId: string, audit: AuditEntry, token?: UsedToken): Promise<readonly string[] | 'replayed'>;

  /** Marks a token used whose use changes nothing here. False when it was used before. */
  useToken(token: UsedToken): Promise<boolean>;

  startAgent(session: AgentSessionRecord, audit: AuditEntry): Promise<void>;
  findAgent(idHash: Uint8Array, now: Date): Promise<AgentSessionRecord | null>;
  endAgent(idHash: Uint8Array, audit: AuditEntry): Promise<boolean>;

  /** Forgets sessions, sign-ins under way and token ids that are past their limits; at most `limit` of each kind. Returns how many. */
  purgeExpired(now: Date, limit: number): Promise<number>;
}
