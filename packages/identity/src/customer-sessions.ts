import type {
  Clock,
  Customer,
  CustomerClaims,
  Sealer,
  SessionRecord,
  SessionStore,
  UsedToken,
} from '@throughline/core';
import type { AssertionVerifier } from './assertion.js';
import { IdentityError } from './errors.js';
import { hashSecret, isSecret, newSecret } from './secrets.js';

export interface SessionLimits {
  /** A session unused for this long ends, in milliseconds. */
  readonly idleMs: number;
  /** A session ends this long after the portal last vouched for the customer, however much it is used, in milliseconds. */
  readonly absoluteMs: number;
}

/** Within ASVS 5.0 §7.3 and the usual range for portals. */
export const DEFAULT_SESSION_LIMITS: SessionLimits = { idleMs: 30 * 60_000, absoluteMs: 12 * 60 * 60_000 };

export interface CustomerSession {
  readonly customer: Customer;
  readonly idHash: Uint8Array;
  readonly expiresAt: Date;
}

export interface SignIn {
  readonly session: CustomerSession;
  /** Value for the session cookie, kept nowhere else; null when the browser keeps the one it has. */
  readonly cookie: string | null;
  /** Id hash of a session of somebody else that ended with this sign-in. */
  readonly ended: Uint8Array | null;
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

  /**
   * First half of a hand-off: a value for the pre-session cookie, and the challenge that the portal signs. A browser
   * that has a pre-session keeps it, so that hand-offs of several tabs at once do not spoil each other's challenge.
   */
  startHandOff(current: string | undefined): { readonly preSession: string; readonly challenge: string } {
    const preSession = isSecret(current) ? current : newSecret();
    return { preSession, challenge: challengeOf(preSession) };
  }

  /**
   * Second half: verifies the assertion against this browser's pre-session cookie. The same customer goes on in the
   * session that the browser has, with fresh claims and limits: open sockets go on, and several tabs may renew at once. Anyone else gets a new session with a new id, and a session of
   * somebody else in this browser ends (T4): never does one person go on as another.
   * @param current value of the browser's session cookie, if it has one
   * @throws IdentityError for every check that fails; each refusal can be told apart by `code` and `reason`
   */
  async signIn(
    assertion: string,
    preSession: string | undefined,
    current: string | undefined,
  ): Promise<SignIn> {
    if (!isSecret(preSession)) {
      throw new IdentityError(
        'challenge_missing',
        'This browser has no pre-session cookie. Ask for a challenge first, and let the browser keep its cookie.',
      );
    }
    const verified = await this.#verifier.verify(assertion, challengeOf(preSession));
    const customer = { id: await this.#store.customerId(verified.claims), claims: verified.claims };
    const running = isSecret(current) ? await this.#store.find(hashSecret(current), this.#clock.now()) : null;
    if (running?.customerId === customer.id) {
      const renewed = await this.#renew(running, customer, verified.token);
      if (renewed) return { cookie: null, session: renewed, ended: null };
    }
    const started = await this.#start(customer, verified.token);
    if (running && running.customerId !== customer.id) await this.#end(running, 'another_customer');
    return { ...started, ended: running?.idHash ?? null };
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
  async end({ idHash, customer }: CustomerSession): Promise<boolean> {
    return this.#end({ idHash, customerId: customer.id }, 'sign_out');
  }

  async #start(customer: Customer, token: UsedToken) {
    const cookie = newSecret();
    const record = await this.#toRecord(customer, hashSecret(cookie));
    const outcome = await this.#store.start(record, token, {
      at: record.createdAt,
      action: 'session.started',
      actor: { kind: 'customer', id: customer.id },
      details: { method: 'assertion' },
    });
    if (outcome === 'replayed') throw replayed();
    return { cookie, session: { customer, idHash: record.idHash, expiresAt: record.idleUntil } };
  }

  /** Null when the session ended in the meantime. */
  async #renew(
    running: SessionRecord,
    customer: Customer,
    token: UsedToken,
  ): Promise<CustomerSession | null> {
    const { createdAt: _createdAt, ...renewed } = await this.#toRecord(customer, running.idHash);
    const outcome = await this.#store.renew(renewed, token);
    if (outcome === 'replayed') throw replayed();
    return outcome === 'gone' ? null : { customer, idHash: renewed.idHash, expiresAt: renewed.idleUntil };
  }

  #end(
    { idHash, customerId }: Pick<SessionRecord, 'idHash' | 'customerId'>,
    reason: string,
  ): Promise<boolean> {
    return this.#store.end(idHash, {
      at: this.#clock.now(),
      action: 'session.ended',
      actor: { kind: 'customer', id: customerId },
      details: { reason },
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

  async #toRecord(customer: Customer, idHash: Uint8Array): Promise<SessionRecord> {
    const createdAt = this.#clock.now();
    const absoluteUntil = new Date(createdAt.getTime() + this.#limits.absoluteMs);
    return {
      idHash,
      customerId: customer.id,
      sealedClaims: await this.#sealClaims(customer, idHash),
      createdAt,
      idleUntil: this.#idleUntil(createdAt, absoluteUntil),
      absoluteUntil,
    };
  }

  #sealClaims({ id, claims }: Customer, idHash: Uint8Array): Promise<Uint8Array> {
    return this.#sealer.seal(id, claimsBinding(idHash), JSON.stringify(claims));
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

function replayed(): IdentityError {
  return new IdentityError(
    'assertion_replayed',
    'This assertion was used before; each works once. Ask the portal for a new one.',
  );
}

function challengeOf(preSession: string): string {
  return hashSecret(preSession).toString('base64url');
}

function claimsBinding(idHash: Uint8Array): string {
  return `session:${Buffer.from(idHash).toString('base64url')}`;
}
