import type {
  AuditEntry,
  Clock,
  CustomerClaims,
  OidcSessionRecord,
  OidcStore,
  RefreshClaim,
  Sealer,
  SessionStore,
} from '@throughline/core';
import type { KnownBrowser } from '../browser.js';
import { type ClaimNames, DEFAULT_CLAIM_NAMES, readClaims } from '../claim-names.js';
import type { CustomerSession, CustomerSessions, SignIn } from '../customer-sessions.js';
import { IdentityError, refused } from '../errors.js';
import type { OidcIdentity, OidcTokens, RelyingParty } from './relying-party.js';

export interface OidcSessionsOptions {
  readonly party: RelyingParty;
  /** The portal that the provider signs customers in for, as its assertions would name it: both ways lead to one customer. */
  readonly portal: string;
  /** Names of the claims about the customer, where they differ from {@link DEFAULT_CLAIM_NAMES}. */
  readonly claims?: Partial<ClaimNames>;
  readonly sessions: CustomerSessions;
  readonly store: OidcStore;
  readonly sessionStore: SessionStore;
  readonly sealer: Sealer;
  readonly clock: Clock;
}

/** Longest that one caller has a refresh token to itself: its request to the provider ended long before. */
const REFRESH_CLAIM_MS = 30_000;
/** What is younger than this is not refreshed, however many tabs ask. */
const FRESH_MS = 10_000;
/** Open connections have their session refreshed this often at most, however short the provider's tokens live. */
const REFRESH_EVERY_MS = 5 * 60_000;

/** Customers' sessions that an identity provider vouches for. Its tokens are sealed under the customer's key. */
export class OidcSessions {
  readonly #options: OidcSessionsOptions;
  readonly #claimNames: ClaimNames;

  constructor(options: OidcSessionsOptions) {
    this.#options = options;
    this.#claimNames = { ...DEFAULT_CLAIM_NAMES, ...options.claims };
  }

  /**
   * Signs in whom the provider named, as `CustomerSessions` does: never does one person go on as another.
   * @param browser as it was when it left for the provider: it comes back without its session cookie
   * @throws IdentityError `sign_in_refused`
   */
  signIn(identity: OidcIdentity, browser: KnownBrowser): Promise<SignIn> {
    const claims = this.#claimsOf(identity);
    return this.#options.sessions.signInByProvider(claims, browser, (customerId) =>
      this.#toRecord(customerId, identity),
    );
  }

  /**
   * Has the provider vouch for the customer again: fresh claims, tokens and limits. One caller at a time asks it;
   * for the others, and where there is no refresh token, nothing changes.
   * @returns false when the provider says that the customer is signed out: the session ended
   * @throws IdentityError `unavailable`: the session goes on as it is
   */
  async refresh(sessionId: string): Promise<boolean> {
    const now = this.#options.clock.now();
    const span = { now, until: later(now, REFRESH_CLAIM_MS), notSince: later(now, -FRESH_MS) };
    const claim = await this.#options.store.claimRefresh(sessionId, span);
    if (!claim) return true;
    try {
      return await this.#refresh(claim);
    } catch (error) {
      if (!(error instanceof IdentityError) || error.code !== 'sign_in_refused') throw error;
      const { id, customerId } = claim.session;
      await this.#options.sessionStore.end(id, customerId, this.#ending(customerId, 'refresh_refused'));
      return false;
    }
  }

  /**
   * Refreshes those of the sessions whose time has come; returns those that ended.
   * @throws IdentityError `unavailable`: the rest is refreshed another time
   */
  async refreshDue(sessionIds: readonly string[]): Promise<readonly string[]> {
    const { store, clock } = this.#options;
    const ended: string[] = [];
    for (const id of await store.dueForRefresh(sessionIds, clock.now())) {
      if (!(await this.refresh(id))) ended.push(id);
    }
    return ended;
  }

  /**
   * Ends the sessions that a back-channel logout of the provider is about; returns their ids.
   * @throws IdentityError `logout_token_invalid` (also for one that was used before), `unavailable`
   */
  async logOut(logoutToken: string): Promise<readonly string[]> {
    const { party, store } = this.#options;
    const { token, issuedAt, ...whose } = await party.verifyLogout(logoutToken);
    const ended = await store.logOut({ ...whose, at: issuedAt }, token, (customerId) =>
      this.#ending(customerId, 'backchannel_logout'),
    );
    if (ended !== 'replayed') return ended;
    throw new IdentityError('logout_token_invalid', 'This logout token was used before.', 'replayed');
  }

  /** What names a running session to the provider, to sign out there too; null when it has no part in the session. */
  async idTokenOf({ id, customer }: CustomerSession): Promise<string | null> {
    const oidc = await this.#options.store.find(id);
    return oidc && (await this.#openTokens(customer.id, oidc)).idToken;
  }

  async #refresh({ session, oidc }: RefreshClaim): Promise<boolean> {
    const { party, sessions, store } = this.#options;
    const tokens = await this.#openTokens(session.customerId, oidc);
    const identity = await party.refresh({ subject: oidc.subject, tokens });
    const claims = this.#claimsOf(identity);
    const refreshed = await sessions.refreshed(session, claims);
    return store.putRefreshed(refreshed, await this.#toRecord(session.customerId, identity));
  }

  #claimsOf(identity: OidcIdentity): CustomerClaims {
    const claims = readClaims(identity.claims, this.#options.portal, this.#claimNames);
    if (!claims) throw refused('customerId');
    return claims;
  }

  async #toRecord(customerId: string, identity: OidcIdentity): Promise<OidcSessionRecord> {
    const { sealer, clock } = this.#options;
    const { issuer, subject, providerSession, issuedAt, tokens } = identity;
    const kept = { idToken: tokens.idToken, refreshToken: tokens.refreshToken };
    return {
      issuer,
      subject,
      providerSession,
      sealedTokens: await sealer.seal(customerId, bindingOf(identity), JSON.stringify(kept)),
      issuedAt,
      refreshAt: tokens.refreshToken === null ? null : refreshTime(clock.now(), tokens.expiresAt),
    };
  }

  async #openTokens(customerId: string, oidc: OidcSessionRecord): Promise<OidcTokens> {
    const json = await this.#options.sealer.open(customerId, bindingOf(oidc), oidc.sealedTokens);
    return { ...(JSON.parse(json) as Pick<OidcTokens, 'idToken' | 'refreshToken'>), expiresAt: null };
  }

  #ending(customerId: string, reason: string): AuditEntry {
    return {
      at: this.#options.clock.now(),
      action: 'session.ended',
      actor: { kind: 'customer', id: customerId },
      details: { reason },
    };
  }
}

function refreshTime(now: Date, tokensEndAt: Date | null): Date {
  const earliest = later(now, REFRESH_EVERY_MS);
  return tokensEndAt && tokensEndAt > earliest ? tokensEndAt : earliest;
}

function later(date: Date, ms: number): Date {
  return new Date(date.getTime() + ms);
}

function bindingOf({ issuer, subject }: Pick<OidcIdentity, 'issuer' | 'subject'>): string {
  return `oidc-tokens:${JSON.stringify([issuer, subject])}`;
}
