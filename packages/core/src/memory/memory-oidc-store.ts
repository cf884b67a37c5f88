import type { AuditEntry } from '../model/audit.js';
import type { OidcStore, PendingSignInRecord, ProviderLogout, RefreshClaim } from '../ports/oidc-store.js';
import type { OidcSessionRecord, UsedToken } from '../ports/session-store.js';
import { limited, purge, type SessionRow, toText } from './memory-session-rows.js';

/** A logout is remembered longer than any sign-in can be under way, in milliseconds. */
const LOGOUT_KEPT_MS = 15 * 60_000;

/** Sign-in at an identity provider, over the sessions of a `MemorySessionStore`. */
export class MemoryOidcStore implements OidcStore {
  readonly #sessions: Map<string, SessionRow>;
  readonly #useToken: (token: UsedToken) => boolean;
  readonly #record: (entry: AuditEntry) => void;
  readonly #pending = new Map<string, PendingSignInRecord>();
  readonly #logouts = new Map<ProviderLogout, Date>();

  constructor(
    sessions: Map<string, SessionRow>,
    useToken: (token: UsedToken) => boolean,
    record: (entry: AuditEntry) => void,
  ) {
    this.#sessions = sessions;
    this.#useToken = useToken;
    this.#record = record;
  }

  async keepPending(pending: PendingSignInRecord): Promise<void> {
    this.#pending.set(toText(pending.stateHash), pending);
  }

  async takePending(
    stateHash: Uint8Array,
    browserHash: Uint8Array,
    now: Date,
  ): Promise<PendingSignInRecord | null> {
    const state = toText(stateHash);
    const pending = this.#pending.get(state);
    if (!pending || pending.expiresAt <= now || toText(pending.browserHash) !== toText(browserHash))
      return null;
    this.#pending.delete(state);
    return pending;
  }

  async find(sessionId: string): Promise<OidcSessionRecord | null> {
    return this.#sessions.get(sessionId)?.oidc?.record ?? null;
  }

  async dueForRefresh(sessionIds: readonly string[], now: Date): Promise<readonly string[]> {
    return sessionIds.filter((id) => {
      const refreshAt = this.#sessions.get(id)?.oidc?.record.refreshAt ?? null;
      return refreshAt !== null && refreshAt <= now;
    });
  }

  async claimRefresh(
    sessionId: string,
    { now, until, notSince }: Parameters<OidcStore['claimRefresh']>[1],
  ): Promise<RefreshClaim | null> {
    const row = this.#sessions.get(sessionId);
    if (!row?.oidc) return null;
    const { record, refreshingUntil } = row.oidc;
    const isTaken = refreshingUntil !== null && refreshingUntil > now;
    if (record.refreshAt === null || record.issuedAt > notSince || isTaken) return null;
    row.oidc = { record, refreshingUntil: until };
    return row.session.idleUntil > now ? { session: row.session, oidc: record } : null;
  }

  async putRefreshed(
    { id, browserHash, sealed, idleUntil, absoluteUntil }: Parameters<OidcStore['putRefreshed']>[0],
    oidc: OidcSessionRecord,
  ): Promise<boolean> {
    const row = this.#sessions.get(id);
    if (!row || this.isLoggedOut(oidc)) return false;
    const { session } = row;
    const isSameBrowser = toText(session.browserHash) === toText(browserHash);
    row.session = limited({
      ...session,
      ...(isSameBrowser ? { sealed } : {}),
      idleUntil,
      absoluteUntil,
    });
    row.oidc = { record: oidc, refreshingUntil: null };
    return true;
  }

  async logOut(
    logout: ProviderLogout,
    token: UsedToken,
    audit: (customerId: string) => AuditEntry,
  ): Promise<'replayed' | readonly string[]> {
    if (!this.#useToken(token)) return 'replayed';
    this.#logouts.set(logout, new Date(logout.at.getTime() + LOGOUT_KEPT_MS));
    const ended = [...this.#sessions.values()].filter(({ oidc }) => oidc && isMeant(logout, oidc.record));
    for (const { session } of ended) {
      this.#sessions.delete(session.id);
      this.#record(audit(session.customerId));
    }
    return ended.map(({ session }) => session.id);
  }

  /** Whether the provider ended what the tokens stand for after it had issued them. */
  isLoggedOut({ issuer, subject, providerSession, issuedAt }: OidcSessionRecord): boolean {
    return [...this.#logouts.keys()].some(
      (logout) =>
        logout.issuer === issuer &&
        logout.at >= issuedAt &&
        (logout.providerSession === null
          ? logout.subject === subject
          : logout.providerSession === providerSession),
    );
  }

  purgeExpired(now: Date, limit: number): number {
    return (
      purge(this.#pending, ({ expiresAt }) => expiresAt <= now, limit) +
      purge(this.#logouts, (expiresAt) => expiresAt <= now, limit)
    );
  }
}

function isMeant({ issuer, subject, providerSession }: ProviderLogout, record: OidcSessionRecord): boolean {
  return (
    record.issuer === issuer &&
    (subject === null || record.subject === subject) &&
    (providerSession === null || record.providerSession === providerSession)
  );
}
