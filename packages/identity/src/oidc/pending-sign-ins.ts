import type { Clock, OidcStore, Sealer } from '@throughline/core';
import type { Browser, KnownBrowser } from '../browser.js';
import { refused } from '../errors.js';
import { hashSecret, isSecret, newSecret } from '../secrets.js';
import type { AuthorizationChecks } from './relying-party.js';

/** Where a browser that is at the identity provider comes from, and goes on to. */
export interface PendingSignIn {
  /** Who is to be signed in; an answer that comes back to the other one's address is refused. */
  readonly purpose: 'customer' | 'agent';
  readonly checks: AuthorizationChecks;
  /** See `parseReturnPath`. */
  readonly returnPath: string;
}

/** Well above what it takes to type a password and a second factor, in milliseconds. */
const LIFETIME_MS = 10 * 60_000;
/** Stands where a customer's id does for the key that seals what belongs to nobody yet. */
const KEY_NAME = 'pending-sign-ins';

/**
 * Remembers sign-ins while browsers are at the identity provider. Each is bound to the browser by its pre-session
 * cookie and is given back once, from any node, so that nobody can be signed in by an answer that somebody else
 * started (login CSRF), nor by the same answer twice.
 */
export class PendingSignIns {
  readonly #store: OidcStore;
  readonly #sealer: Sealer;
  readonly #clock: Clock;

  constructor(store: OidcStore, sealer: Sealer, clock: Clock) {
    this.#store = store;
    this.#sealer = sealer;
    this.#clock = clock;
  }

  /**
   * @param browser several tabs share its pre-session cookie; its session cookie is remembered as a hash, because
   *   browsers leave `SameSite=Strict` cookies out of what another site sends them back with
   * @returns the value for the pre-session cookie
   */
  async keep(pending: PendingSignIn, browser: Omit<Browser, 'userAgent'>): Promise<string> {
    const cookie = isSecret(browser.preSession) ? browser.preSession : newSecret();
    const sessionKey = isSecret(browser.session) ? hashSecret(browser.session).toString('base64url') : null;
    const stateHash = hashSecret(pending.checks.state);
    const kept: KeptSignIn = { ...pending, sessionKey };
    await this.#store.keepPending({
      stateHash,
      browserHash: hashSecret(cookie),
      sealed: await this.#sealer.seal(KEY_NAME, bindingOf(stateHash), JSON.stringify(kept)),
      expiresAt: new Date(this.#clock.now().getTime() + LIFETIME_MS),
    });
    return cookie;
  }

  /**
   * @param state as the browser brings it
   * @throws IdentityError `sign_in_refused` when this browser started no such sign-in, it took too long, or it is over
   */
  async take(
    purpose: PendingSignIn['purpose'],
    state: string | null,
    { preSession, userAgent }: Pick<Browser, 'preSession' | 'userAgent'>,
  ): Promise<PendingSignIn & { readonly browser: KnownBrowser }> {
    if (state === null || !isSecret(preSession)) throw refused('state');
    const [stateHash, browserHash] = [hashSecret(state), hashSecret(preSession)];
    const record = await this.#store.takePending(stateHash, browserHash, this.#clock.now());
    if (!record) throw refused('state');
    const json = await this.#sealer.open(KEY_NAME, bindingOf(stateHash), record.sealed);
    const { sessionKey, ...pending } = JSON.parse(json) as KeptSignIn;
    if (pending.purpose !== purpose) throw refused('purpose');
    const presentedKeyHash = sessionKey === null ? null : Buffer.from(sessionKey, 'base64url');
    return { ...pending, browser: { browserHash, presentedKeyHash, userAgent } };
  }
}

interface KeptSignIn extends PendingSignIn {
  /** Base64url hash of the session cookie. */
  readonly sessionKey: string | null;
}

function bindingOf(stateHash: Uint8Array): string {
  return `pending-sign-in:${Buffer.from(stateHash).toString('base64url')}`;
}
