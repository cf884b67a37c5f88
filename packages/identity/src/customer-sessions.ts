import type { Clock, Customer, CustomerClaims, Sealer, SessionRecord, SessionStore } from '@throughline/core';
import type { AssertionVerifier } from './assertion.js';
import { IdentityError } from './errors.js';
import { hashSecret, isSecret, newSecret } from './secrets.js';

export interface SessionLimits {
  /** A session unused for this long ends, in milliseconds. */
  readonly idleMs: number;
  /** A session ends after this long whatever happens, in milliseconds. */
  readonly absoluteMs: number;
}

/** Within ASVS 5.0 §7.3 and the usual range for portals. */
export const DEFAULT_SESSION_LIMITS: SessionLimits = { idleMs: 30 * 60_000, absoluteMs: 12 * 60 * 60_000 };

export interface CustomerSession {
  readonly customer: Customer;
  readonly idHash: Uint8Array;
  readonly expiresAt: Date;
}

export interface CustomerSessionsOptions {
  readonly store: SessionStore;
  readonly verifier: AssertionVerifier;
  readonly sealer: Sealer;
  readonly clock: Clock;
  readonly limits?: SessionLimits;
}

/** Turns a portal's assertion into a session, and a session cookie back into a customer. */
export class CustomerSessions {
  readonly #store: SessionStore;
  readonly #verifier: AssertionVerifier;
  readonly #sealer: Sealer;
  readonly #clock: Clock;
  readonly #limits: SessionLimits;

  constructor(options: CustomerSessionsOptions) {
    this.#store = options.store;
    this.#verifier = options.verifier;
    this.#sealer = options.sealer;
    this.#clock = options.clock;
    this.#limits = options.limits ?? DEFAULT_SESSION_LIMITS;
  }

  /** First half of a hand-off: a value for the pre-session cookie, and the challenge that the portal signs. */
  startHandOff(): { readonly preSession: string; readonly challenge: string } {
    const preSession = newSecret();
    return { preSession, challenge: challengeOf(preSession) };
  }

  /**
   * Second half: verifies the assertion against this browser's pre-session cookie, and starts a session with a new id.
   * @returns the cookie value, which is kept nowhere else
   * @throws IdentityError for every check that fails; each refusal can be told apart by `code` and `reason`
   */
  async signIn(
    assertion: string,
    preSession: string | undefined,
  ): Promise<{ readonly cookie: string; readonly session: CustomerSession }> {
    if (!isSecret(preSession)) {
      throw new IdentityError(
        'challenge_missing',
        'This browser has no pre-session cookie. Ask for a challenge first, and let the browser keep its cookie.',
      );
    }
    const { claims, token } = await this.#verifier.verify(assertion, challengeOf(preSession));
    const customerId = await this.#store.customerId(claims);
    const cookie = newSecret();
    const record = await this.#toRecord(customerId, hashSecret(cookie), claims);
    const outcome = await this.#store.start(record, token, {
      at: record.createdAt,
      action: 'session.started',
      actor: { kind: 'customer', id: customerId },
      details: { method: 'assertion' },
    });
    if (outcome === 'replayed') {
      throw new IdentityError(
        'assertion_replayed',
        'This assertion was used before; each works once. Ask the portal for a new one.',
      );
    }
    return {
      cookie,
      session: {
        customer: { id: customerId, claims },
        idHash: record.idHash,
        expiresAt: record.idleUntil,
      },
    };
  }

  /** The session behind a cookie value, its idle limit moved on; null when there is none (any more). */
  async authenticate(cookie: string | undefined): Promise<CustomerSession | null> {
    if (!isSecret(cookie)) return null;
    const record = await this.#store.find(hashSecret(cookie), this.#clock.now());
    return record && this.#touch(record);
  }

  /** The same by id hash, for an open socket that checks its session again. */
  async check(idHash: Uint8Array): Promise<CustomerSession | null> {
    const record = await this.#store.find(idHash, this.#clock.now());
    return record && this.#touch(record);
  }

  /** Signs out. False when there was no such session. */
  async end(session: CustomerSession): Promise<boolean> {
    return this.#store.end(session.idHash, {
      at: this.#clock.now(),
      action: 'session.ended',
      actor: { kind: 'customer', id: session.customer.id },
      details: { reason: 'sign_out' },
    });
  }

  async #touch(record: SessionRecord): Promise<CustomerSession> {
    const idleUntil = this.#idleUntil(this.#clock.now(), record.absoluteUntil);
    // Moving the limit at most once a minute keeps reads from becoming writes.
    const moved = idleUntil.getTime() - record.idleUntil.getTime() > 60_000;
    if (moved) await this.#store.touch(record.idHash, idleUntil);
    const claims = await this.#openClaims(record);
    return {
      customer: { id: record.customerId, claims },
      idHash: record.idHash,
      expiresAt: moved ? idleUntil : record.idleUntil,
    };
  }

  async #toRecord(customerId: string, idHash: Uint8Array, claims: CustomerClaims): Promise<SessionRecord> {
    const createdAt = this.#clock.now();
    const absoluteUntil = new Date(createdAt.getTime() + this.#limits.absoluteMs);
    return {
      idHash,
      customerId,
      sealedClaims: await this.#sealer.seal(customerId, claimsBinding(idHash), JSON.stringify(claims)),
      createdAt,
      idleUntil: this.#idleUntil(createdAt, absoluteUntil),
      absoluteUntil,
    };
  }

  async #openClaims(record: SessionRecord): Promise<CustomerClaims> {
    const binding = claimsBinding(record.idHash);
    return JSON.parse(
      await this.#sealer.open(record.customerId, binding, record.sealedClaims),
    ) as CustomerClaims;
  }

  #idleUntil(now: Date, absoluteUntil: Date): Date {
    return new Date(Math.min(now.getTime() + this.#limits.idleMs, absoluteUntil.getTime()));
  }
}

function challengeOf(preSession: string): string {
  return hashSecret(preSession).toString('base64url');
}

function claimsBinding(idHash: Uint8Array): string {
  return `session:${Buffer.from(idHash).toString('base64url')}`;
}
