import type { AuditEntry } from '../model/audit.js';
import type { CustomerIdentity } from '../model/customer.js';
import type { RemovedCounts } from '../model/privacy.js';
import type {
  AgentSessionRecord,
  SessionRecord,
  SessionStore,
  SignInOutcome,
  SignInRecord,
  UsedToken,
} from '../ports/session-store.js';
import { MemoryOidcStore } from './memory-oidc-store.js';
import { limited, purge, type SessionKey, type SessionRow, toText } from './memory-session-rows.js';

/** Most sessions of one customer that a list shows. */
const MOST_LISTED = 100;

/** Customers, sessions and used tokens in memory, for one process; what the port promises, but for surviving it. */
export class MemorySessionStore implements SessionStore {
  readonly #record: (entry: AuditEntry) => void;
  readonly #newId: () => string;
  readonly #customers = new Map<string, string>();
  readonly #sessions = new Map<string, SessionRow>();
  readonly #agents = new Map<string, AgentSessionRecord>();
  readonly #usedTokens = new Map<string, Date>();
  /** Sign-in at an identity provider, over the same sessions. */
  readonly oidc: MemoryOidcStore;

  constructor(record: (entry: AuditEntry) => void, newId: () => string) {
    this.#record = record;
    this.#newId = newId;
    this.oidc = new MemoryOidcStore(this.#sessions, (token) => this.#useToken(token), record);
  }

  async customerId({ issuer, externalId }: CustomerIdentity): Promise<string> {
    const identity = JSON.stringify([issuer, externalId]);
    const id = this.#customers.get(identity) ?? this.#newId();
    this.#customers.set(identity, id);
    return id;
  }

  async signIn(signIn: SignInRecord, graceMs: number): Promise<SignInOutcome | 'replayed' | 'logged_out'> {
    const { session, keyHash, token, oidc, audit } = signIn;
    if (oidc && this.oidc.isLoggedOut(oidc)) return 'logged_out';
    if (token && !this.#useToken(token)) return 'replayed';
    const inBrowser = this.#inBrowser(signIn);
    const running = inBrowser.find(
      (row) => row.session.customerId === session.customerId && row.session.idleUntil > session.createdAt,
    );
    const row = running ?? { session: limited(session), keys: new Map<string, SessionKey>(), oidc: null };
    if (running) {
      const { id, createdAt } = running.session;
      running.session = { ...limited(session), id, createdAt };
      retireKeys(running, null, session.createdAt, graceMs);
    } else {
      this.#sessions.set(session.id, row);
      this.#record(audit);
    }
    if (oidc) row.oidc = { record: oidc, refreshingUntil: null };
    const issuedAt = session.createdAt.getTime();
    row.keys.set(toText(keyHash), { issuedAt, worksUntil: Number.POSITIVE_INFINITY });
    return { session: row.session, ended: this.#endOthers(inBrowser, signIn) };
  }

  async find(keyHash: Uint8Array, now: Date): Promise<SessionRecord | null> {
    const row = this.#ofKey(keyHash);
    const works = (row?.keys.get(toText(keyHash))?.worksUntil ?? 0) > now.getTime();
    return row && works && row.session.idleUntil > now ? row.session : null;
  }

  async touch(
    { id, keyHash, usedAt, idleUntil }: Parameters<SessionStore['touch']>[0],
    graceMs: number,
  ): Promise<void> {
    const row = this.#sessions.get(id);
    if (!row) return;
    const { session } = row;
    if (session.idleUntil < idleUntil) {
      const used = usedAt > session.usedAt ? usedAt : session.usedAt;
      row.session = limited({ ...session, usedAt: used, idleUntil });
    }
    if (keyHash) retireKeys(row, keyHash, usedAt, graceMs);
  }

  async runningOf(ids: readonly string[], now: Date): Promise<ReadonlySet<string>> {
    return new Set(ids.filter((id) => (this.#sessions.get(id)?.session.idleUntil ?? now) > now));
  }

  async listOf(customerId: string, now: Date): Promise<readonly SessionRecord[]> {
    return this.#of(customerId)
      .map(({ session }) => session)
      .filter(({ idleUntil }) => idleUntil > now)
      .toSorted((a, b) => b.usedAt.getTime() - a.usedAt.getTime() || (a.id < b.id ? -1 : 1))
      .slice(0, MOST_LISTED);
  }

  async end(id: string, customerId: string, audit: AuditEntry): Promise<boolean> {
    if (this.#sessions.get(id)?.session.customerId !== customerId) return false;
    this.#sessions.delete(id);
    this.#record(audit);
    return true;
  }

  async endAllOf(
    customerId: string,
    audit: AuditEntry,
    token?: UsedToken,
  ): Promise<readonly string[] | 'replayed'> {
    if (token && !this.#useToken(token)) return 'replayed';
    const ids = this.#of(customerId).map(({ session }) => session.id);
    for (const id of ids) this.#sessions.delete(id);
    if (ids.length > 0) this.#record(audit);
    return ids;
  }

  async useToken(token: UsedToken): Promise<boolean> {
    return this.#useToken(token);
  }

  async startAgent(session: AgentSessionRecord, audit: AuditEntry): Promise<void> {
    this.#agents.set(toText(session.idHash), session);
    this.#record(audit);
  }

  async findAgent(idHash: Uint8Array, now: Date): Promise<AgentSessionRecord | null> {
    const session = this.#agents.get(toText(idHash));
    return session && session.expiresAt > now ? session : null;
  }

  async endAgent(idHash: Uint8Array, audit: AuditEntry): Promise<boolean> {
    if (!this.#agents.delete(toText(idHash))) return false;
    this.#record(audit);
    return true;
  }

  async purgeExpired(now: Date, limit: number): Promise<number> {
    return (
      purge(this.#sessions, ({ session }) => session.idleUntil <= now, limit) +
      purge(this.#agents, ({ expiresAt }) => expiresAt <= now, limit) +
      purge(this.#usedTokens, (expiresAt) => expiresAt <= now, limit) +
      this.oidc.purgeExpired(now, limit)
    );
  }

  /** For the privacy of whole customers: who they are, by UUID. */
  customers(): ReadonlyMap<string, CustomerIdentity> {
    return new Map(
      [...this.#customers].map(([identity, id]) => {
        const [issuer, externalId] = JSON.parse(identity) as [string, string];
        return [id, { issuer, externalId }];
      }),
    );
  }

  /** Removes the customer and all sessions, without an audit entry. */
  remove(customerId: string): RemovedCounts {
    const sessions = this.#of(customerId);
    for (const { session } of sessions) this.#sessions.delete(session.id);
    const known = [...this.#customers].filter(([, id]) => id === customerId);
    for (const [identity] of known) this.#customers.delete(identity);
    return { sessions: sessions.length, customers: known.length };
  }

  /** False when it was used before. */
  #useToken({ issuer, jti, expiresAt }: UsedToken): boolean {
    const used = JSON.stringify([issuer, jti]);
    if (this.#usedTokens.has(used)) return false;
    this.#usedTokens.set(used, expiresAt);
    return true;
  }

  /** Sessions of this browser, that of the presented key first. */
  #inBrowser({ session, presentedKeyHash }: SignInRecord): SessionRow[] {
    const presented = presentedKeyHash ? this.#ofKey(presentedKeyHash) : undefined;
    const browser = toText(session.browserHash);
    const others = [...this.#sessions.values()].filter(
      (row) => row !== presented && toText(row.session.browserHash) === browser,
    );
    return presented ? [presented, ...others] : others;
  }

  #endOthers(inBrowser: readonly SessionRow[], { session, replacedAudit }: SignInRecord): string[] {
    const others = inBrowser.filter((row) => row.session.customerId !== session.customerId);
    return others.map(({ session: { id, customerId } }) => {
      this.#sessions.delete(id);
      this.#record({ ...replacedAudit, actor: { kind: 'customer', id: customerId } });
      return id;
    });
  }

  #ofKey(keyHash: Uint8Array): SessionRow | undefined {
    const key = toText(keyHash);
    return [...this.#sessions.values()].find(({ keys }) => keys.has(key));
  }

  #of(customerId: string): SessionRow[] {
    return [...this.#sessions.values()].filter(({ session }) => session.customerId === customerId);
  }
}

/** Lets keys that are older than `graceMs`, but for one of them, work for another `graceMs` only. */
function retireKeys({ keys }: SessionRow, except: Uint8Array | null, at: Date, graceMs: number): void {
  const now = at.getTime();
  const kept = except && toText(except);
  for (const [key, { issuedAt, worksUntil }] of keys) {
    const isDue = issuedAt <= now - graceMs && worksUntil === Number.POSITIVE_INFINITY;
    if (isDue && key !== kept) keys.set(key, { issuedAt, worksUntil: now + graceMs });
  }
}
