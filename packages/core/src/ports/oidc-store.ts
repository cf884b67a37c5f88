import type { AuditEntry } from '../model/audit.js';
import type { OidcSessionRecord, SessionRecord, UsedToken } from './session-store.js';

/** A browser on its way through the identity provider. Of secrets only hashes are stored. */
export interface PendingSignInRecord {
  /** SHA-256 of the `state` that the browser comes back with. */
  readonly stateHash: Uint8Array;
  /** SHA-256 of the pre-session cookie of the browser that started it. */
  readonly browserHash: Uint8Array;
  /** What the answer is held against, and where it goes on. */
  readonly sealed: Uint8Array;
  readonly expiresAt: Date;
}

/** Whose sessions a logout of the provider ends: of its session where that is named, else of the subject. */
export interface ProviderLogout {
  readonly issuer: string;
  readonly subject: string | null;
  readonly providerSession: string | null;
  readonly at: Date;
}

/** A session that a refresh is about. */
export interface RefreshClaim {
  readonly session: SessionRecord;
  readonly oidc: OidcSessionRecord;
}

/**
 * Keeps what sign-in at an identity provider needs beyond `SessionStore`, whose sign-in and purge include it. Each
 * method is one atomic, durable operation. All reject with `CoreError('unavailable')` when the store cannot be reached.
 */
export interface OidcStore {
  keepPending(pending: PendingSignInRecord): Promise<void>;

  /** Gives the sign-in to the browser that started it, once; null to every other, after its time, and for the second time. */
  takePending(stateHash: Uint8Array, browserHash: Uint8Array, now: Date): Promise<PendingSignInRecord | null>;

  find(sessionId: string): Promise<OidcSessionRecord | null>;

  /** Those of the sessions that are to be refreshed at `now`. */
  dueForRefresh(sessionIds: readonly string[], now: Date): Promise<readonly string[]>;

  /**
   * Gives a running session to one caller to refresh, until `until`. Null when another one has it, when its tokens
   * were issued after `notSince`, or when there is nothing to refresh.
   */
  claimRefresh(
    sessionId: string,
    span: { readonly now: Date; readonly until: Date; readonly notSince: Date },
  ): Promise<RefreshClaim | null>;

  /**
   * Puts fresh limits and tokens into the session, and fresh content unless a sign-in in another browser replaced it
   * (content is bound to the browser). False when the session ended in the meantime: nothing is written.
   */
  putRefreshed(
    session: Pick<SessionRecord, 'id' | 'browserHash' | 'sealed' | 'idleUntil' | 'absoluteUntil'>,
    oidc: OidcSessionRecord,
  ): Promise<boolean>;

  /**
   * Ends all sessions that the logout is about and marks its token used, as one commit; sign-ins that are under way
   * with older tokens no longer start one. `audit` makes the entry of each. Returns their ids.
   */
  logOut(
    logout: ProviderLogout,
    token: UsedToken,
    audit: (customerId: string) => AuditEntry,
  ): Promise<'replayed' | readonly string[]>;
}
