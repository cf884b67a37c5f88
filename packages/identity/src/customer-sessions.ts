import { randomUUID } from 'node:crypto';
import type {
  AuditActor,
  AuditEntry,
  Clock,
  Customer,
  CustomerClaims,
  CustomerIdentity,
  OidcSessionRecord,
  Sealer,
  SessionRecord,
  SessionStore,
  SignInRecord,
  UsedToken,
} from '@throughline/core';
import type { AssertionVerifier, VerifiedAssertion } from './assertion.js';
import { type Browser, type KnownBrowser, recognize } from './browser.js';
import { IdentityError, refused } from './errors.js';
import { hashSecret, isSecret, newSecret } from './secrets.js';
import { openContent, type SessionContent, sealContent } from './session-content.js';
import { DEFAULT_SESSION_LIMITS, idleLimit, limitsFrom, type SessionLimits } from './session-limits.js';

/**
 * How long a session cookie works on after a newer one was given out: requests of other tabs are on their way with it,
 * and the browser may not have the newer one yet. In milliseconds.
 */
export const COOKIE_GRACE_MS = 10_000;

/** Who ends sessions on the portal's word. */
const PORTAL_ACTOR: AuditActor = { kind: 'system', id: 'portal' };

/** Use is noted at most this often, which keeps reads from becoming writes. In milliseconds. */
const TOUCH_MS = 60_000;

export interface CustomerSession {
  readonly customer: Customer;
  /** A UUID that names the session and opens nothing. */
  readonly id: string;
  readonly signedInAt: Date;
  readonly expiresAt: Date;
}

export interface SignIn {
  readonly session: CustomerSession;
  /** New value for the session cookie, kept nowhere else. The one before works for {@link COOKIE_GRACE_MS} more. */
  readonly cookie: string;
  /** Ids of sessions of somebody else in this browser, which ended. */
  readonly ended: readonly string[];
}

/** A place where a customer is signed in, as that customer may see it. */
export interface SignedInPlace {
  readonly id: string;
  readonly signedInAt: Date;
  /** To the minute. */
  readonly lastUsedAt: Date;
  /** The browser in its own words, at most 200 characters. */
  readonly userAgent: string | null;
}

export interface CustomerSessionsOptions {
  readonly store: SessionStore;
  readonly verifier: AssertionVerifier;
  readonly sealer: Sealer;
  readonly clock: Clock;
  /** Takes from claims what masking hides. Throws what it throws, and then nobody is signed in. */
  readonly cleanClaims: (claims: CustomerClaims) => CustomerClaims;
  readonly limits?: SessionLimits;
}

/** Turns what proves a customer's identity into a session, and a session cookie back into a customer. */
export class CustomerSessions {
  readonly #store: SessionStore;
  readonly #verifier: AssertionVerifier;
  readonly #sealer: Sealer;
  readonly #clock: Clock;
  readonly #cleanClaims: (claims: CustomerClaims) => CustomerClaims;
  readonly #limits: SessionLimits;

  constructor(options: CustomerSessionsOptions) {
    this.#store = options.store;
    this.#verifier = options.verifier;
    this.#sealer = options.sealer;
    this.#clock = options.clock;
    this.#cleanClaims = options.cleanClaims;
    this.#limits = options.limits ?? DEFAULT_SESSION_LIMITS;
  }

  /**
   * First half of a hand-off: a value for the pre-session cookie, and the challenge that the portal signs. A browser
   * that has a pre-session keeps it, so that hand-offs of several tabs at once do not spoil each other's challenge.
   */
  startHandOff(current: string | undefined): { readonly preSession: string; readonly challenge: string } {
    const preSession = isSecret(current) ? current : newSecret();
    return { preSession, challenge: hashSecret(preSession).toString('base64url') };
  }

  /**
   * Second half: verifies the assertion against this browser's pre-session cookie. {@link signInAs} comes next.
   * @throws IdentityError for every check that fails; each refusal can be told apart by `code` and `reason`
   */
  async verify(assertion: string, browser: Browser): Promise<VerifiedAssertion> {
    const challenge = Buffer.from(recognize(browser).browserHash).toString('base64url');
    return this.#verifier.verify(assertion, challenge);
  }

  /**
   * Signs in whose identity is proven already. The same customer goes on in the session that the browser has, with
   * fresh claims and limits, and a new cookie: open sockets go on, and several tabs may renew at once. Anyone else gets a new
   * session, and a session of somebody else in this browser ends (T4): never does one person go on as another.
   * @param method how the identity was proven, for the audit trail
   * @param token what proved it, if that must work once only
   * @throws IdentityError `challenge_missing`, `assertion_replayed`
   */
  async signInAs(
    claims: CustomerClaims,
    method: string,
    browser: Browser,
    token: UsedToken | null = null,
  ): Promise<SignIn> {
    const customer = { id: await this.#store.customerId(claims), claims: this.#cleanClaims(claims) };
    return this.#signIn(customer, method, recognize(browser), { token, oidc: null });
  }

  /**
   * The same for a customer whom an identity provider vouches for.
   * @param oidc what it said, for the customer of this id
   * @throws IdentityError `sign_in_refused`: it ended the sign-in in the meantime
   */
  async signInByProvider(
    claims: CustomerClaims,
    browser: KnownBrowser,
    oidc: (customerId: string) => Promise<OidcSessionRecord>,
  ): Promise<SignIn> {
    const customer = { id: await this.#store.customerId(claims), claims: this.#cleanClaims(claims) };
    return this.#signIn(customer, 'oidc', browser, { token: null, oidc: await oidc(customer.id) });
  }

  /** A running session with fresh claims, and limits that begin now. */
  async refreshed(
    session: SessionRecord,
    claims: CustomerClaims,
  ): Promise<Pick<SessionRecord, 'id' | 'browserHash' | 'sealed' | 'idleUntil' | 'absoluteUntil'>> {
    const { id, customerId, browserHash } = session;
    const content = { ...(await openContent(this.#sealer, session)), claims: this.#cleanClaims(claims) };
    const sealed = await sealContent(this.#sealer, customerId, browserHash, content);
    return { id, browserHash, sealed, ...limitsFrom(this.#clock.now(), this.#limits) };
  }

  async #signIn(
    customer: Customer,
    method: string,
    browser: KnownBrowser,
    proof: Pick<SignInRecord, 'token' | 'oidc'>,
  ): Promise<SignIn> {
    const cookie = newSecret();
    const session = await this.#newRecord(customer, browser);
    const at = session.createdAt;
    const outcome = await this.#store.signIn(
      {
        session,
        keyHash: hashSecret(cookie),
        presentedKeyHash: browser.presentedKeyHash,
        ...proof,
        audit: {
          at,
          action: 'session.started',
          actor: { kind: 'customer', id: customer.id },
          details: { method, sessionId: session.id },
        },
        replacedAudit: { at, action: 'session.ended', details: { reason: 'another_customer' } },
      },
      COOKIE_GRACE_MS,
    );
    if (outcome === 'replayed') throw replayed();
    if (outcome === 'logged_out') throw refused('logged_out');
    const { id, createdAt, idleUntil } = outcome.session;
    const signedIn = { customer, id, signedInAt: createdAt, expiresAt: idleUntil };
    return { cookie, session: signedIn, ended: outcome.ended };
  }

  /** The session behind a cookie value, its idle limit moved on; null when there is none (any more). */
  async authenticate(cookie: string | undefined): Promise<CustomerSession | null> {
    if (!isSecret(cookie)) return null;
    const keyHash = hashSecret(cookie);
    const record = await this.#store.find(keyHash, this.#clock.now());
    if (!record) return null;
    return this.#toSession(record, await this.#touch(record, keyHash));
  }

  /** A session of a customer while it lasts. For servers that ask: looking is no use of the session. */
  async peek(id: string, customerId: string): Promise<CustomerSession | null> {
    const running = await this.#store.listOf(customerId, this.#clock.now());
    const record = running.find((session) => session.id === id);
    return record ? this.#toSession(record, record.idleUntil) : null;
  }

  /** Notes that the customer did something on an open socket. */
  async use(id: string): Promise<void> {
    const usedAt = this.#clock.now();
    const idleUntil = new Date(usedAt.getTime() + this.#limits.idleMs);
    await this.#store.touch({ id, keyHash: null, usedAt, idleUntil }, COOKIE_GRACE_MS);
  }

  /** Of these session ids, those that still run. */
  async runningOf(ids: readonly string[]): Promise<ReadonlySet<string>> {
    return this.#store.runningOf(ids, this.#clock.now());
  }

  /** Where the customer is signed in now, the latest used first. */
  async placesOf(customerId: string): Promise<readonly SignedInPlace[]> {
    const records = await this.#store.listOf(customerId, this.#clock.now());
    return Promise.all(
      records.map(async (record) => {
        const { userAgent } = await openContent(this.#sealer, record);
        return { id: record.id, signedInAt: record.createdAt, lastUsedAt: record.usedAt, userAgent };
      }),
    );
  }

  /** Ends one session of the customer. False when the customer has no such session. */
  end(id: string, customerId: string): Promise<boolean> {
    const actor = { kind: 'customer', id: customerId } as const;
    const { details, ...entry } = this.#ended('sign_out', actor);
    return this.#store.end(id, customerId, { ...entry, details: { ...details, sessionId: id } });
  }

  /** Ends all sessions of the customer; returns their ids. */
  endAllOf(customerId: string): Promise<readonly string[]> {
    return this.#endAll(customerId, 'sign_out_everywhere', { kind: 'customer', id: customerId });
  }

  /** The same for a customer as the portal names it, on the word of the portal or of somebody at the desk. */
  async endAllAt(identity: CustomerIdentity, by: AuditActor = PORTAL_ACTOR): Promise<readonly string[]> {
    const reason = by === PORTAL_ACTOR ? 'portal' : 'administrator';
    return this.#endAll(await this.#store.customerId(identity), reason, by);
  }

  /**
   * The same by a request that the portal's server has signed.
   * @throws IdentityError as a sign-in does
   */
  async endAllBy(request: string): Promise<readonly string[]> {
    const { claims, token } = await this.#verifier.verifyRequest(request);
    return this.#endAll(await this.#store.customerId(claims), 'portal', PORTAL_ACTOR, token);
  }

  /**
   * Whom a request is about that the portal's server has signed. It works once, whatever comes of it.
   * @returns the customer's UUID
   * @throws IdentityError as a sign-in does
   */
  async customerOf(request: string): Promise<string> {
    const { claims, token } = await this.#verifier.verifyRequest(request);
    if (!(await this.#store.useToken(token))) throw replayed();
    return this.#store.customerId(claims);
  }

  /** The customer's UUID, made at first sight. */
  customerIdAt(identity: CustomerIdentity): Promise<string> {
    return this.#store.customerId(identity);
  }

  async #endAll(
    customerId: string,
    reason: string,
    actor: AuditActor,
    token?: UsedToken,
  ): Promise<readonly string[]> {
    const ended = await this.#store.endAllOf(customerId, this.#ended(reason, actor), token);
    if (ended === 'replayed') throw replayed();
    return ended;
  }

  async #toSession(record: SessionRecord, expiresAt: Date): Promise<CustomerSession> {
    const { claims } = await openContent(this.#sealer, record);
    const customer = { id: record.customerId, claims };
    return { customer, id: record.id, signedInAt: record.createdAt, expiresAt };
  }

  #ended(reason: string, actor: AuditActor): AuditEntry {
    return { at: this.#clock.now(), action: 'session.ended', actor, details: { reason } };
  }

  /** @returns when the session ends unless it is used before */
  async #touch(record: SessionRecord, keyHash: Uint8Array): Promise<Date> {
    const usedAt = this.#clock.now();
    const idleUntil = idleLimit(usedAt, record.absoluteUntil, this.#limits);
    if (idleUntil.getTime() - record.idleUntil.getTime() < TOUCH_MS) return record.idleUntil;
    await this.#store.touch({ id: record.id, keyHash, usedAt, idleUntil }, COOKIE_GRACE_MS);
    return idleUntil;
  }

  async #newRecord(customer: Customer, { browserHash, userAgent }: KnownBrowser): Promise<SessionRecord> {
    const createdAt = this.#clock.now();
    const content: SessionContent = {
      claims: customer.claims,
      userAgent: userAgent?.slice(0, 200) ?? null,
    };
    return {
      id: randomUUID(),
      customerId: customer.id,
      browserHash,
      sealed: await sealContent(this.#sealer, customer.id, browserHash, content),
      createdAt,
      usedAt: createdAt,
      ...limitsFrom(createdAt, this.#limits),
    };
  }
}

function replayed(): IdentityError {
  return new IdentityError(
    'assertion_replayed',
    'This assertion was used before; each works once. Ask the portal for a new one.',
  );
}
