import { randomBytes } from 'node:crypto';
import type { Clock, Masker } from '@throughline/core';
import { jwtVerify, SignJWT } from 'jose';
import type { DoorLimits } from '../options.js';
import { cleanText } from './clean-text.js';
import type { Refresh } from './code-exchange.js';
import type { GuestIdentity } from './model.js';

interface SignIn {
  readonly id: string;
  readonly deploymentId: string;
  readonly identity: GuestIdentity;
  /** When the identity provider's own access ends; milliseconds since 1970, or null. */
  readonly providerEndsAt: number | null;
  readonly refresh: Refresh | null;
}

/**
 * The two kinds of JWT of guests: for the history of one session, and for a signed-in guest. Guests must take both
 * as opaque. Sign-ins live in memory, so that they can be revoked.
 */
export class GuestTokens {
  readonly #clock: Clock;
  readonly #limits: DoorLimits;
  readonly #mask: Masker;
  readonly #secret = randomBytes(32);
  readonly #signIns = new Map<string, SignIn>();
  readonly #refresh = new Map<string, { readonly signInId: string; readonly expiresAt: number }>();

  constructor(clock: Clock, limits: DoorLimits, mask: Masker) {
    this.#mask = mask;
    this.#clock = clock;
    this.#limits = limits;
  }

  /** `exp` in seconds since 1970. */
  async history(token: string): Promise<{ readonly jwt: string; readonly exp: number }> {
    return this.#sign('history', token, this.#limits.historyJwtSeconds);
  }

  /** The token of the session whose history may be read; null for any other, expired or foreign JWT. */
  async verifyHistory(jwt: string): Promise<string | null> {
    return this.#verify('history', jwt);
  }

  /** @throws CoreError `masking_failed` */
  async signIn(
    deploymentId: string,
    identity: GuestIdentity,
    providerEndsAt: number | null,
    refresh: Refresh | null,
  ): Promise<{ readonly jwt: string; readonly refreshToken?: string }> {
    const id = randomBytes(16).toString('hex');
    const named = cleanIdentity(this.#mask, identity);
    this.#signIns.set(id, { id, deploymentId, identity: named, providerEndsAt, refresh });
    if (this.#signIns.size > this.#limits.sessions) this.#end(this.#signIns.keys().next().value ?? '');
    const { jwt } = await this.#guest(id, providerEndsAt);
    if (!refresh) return { jwt };
    const refreshToken = randomBytes(32).toString('base64url');
    const expiresAt = this.#now() + this.#limits.refreshTokenSeconds * 1000;
    this.#refresh.set(refreshToken, { signInId: id, expiresAt });
    return { jwt, refreshToken };
  }

  /**
   * A new JWT; null when the refresh token is unknown, expired, revoked or of another deployment, and when the identity
   * provider no longer vouches for the guest.
   */
  async refresh(refreshToken: string, deploymentId: string | null): Promise<string | null> {
    const known = this.#refresh.get(refreshToken);
    const signIn = known && known.expiresAt > this.#now() ? this.#signIns.get(known.signInId) : undefined;
    if (!signIn || (deploymentId !== null && deploymentId !== signIn.deploymentId)) return null;
    try {
      const providerEndsAt = (await signIn.refresh?.()) ?? null;
      return (await this.#guest(signIn.id, providerEndsAt)).jwt;
    } catch {
      return null;
    }
  }

  /** Who signed in; null for any other, expired, revoked or foreign JWT. */
  async verifyGuest(jwt: string): Promise<SignIn | null> {
    const id = await this.#verify('guest', jwt);
    return (id !== null && this.#signIns.get(id)) || null;
  }

  /** The JWT and its refresh token are worth nothing from now on. */
  revoke(signIn: SignIn): void {
    this.#end(signIn.id);
  }

  /** Every JWT of signed-in guests made so far has expired; refresh tokens hold. */
  expireGuestJwts(): void {
    this.#notBefore = this.#now();
  }
  #notBefore = 0;

  #guest(id: string, providerEndsAt: number | null) {
    const lifeSeconds =
      providerEndsAt === null
        ? this.#limits.guestJwtSeconds
        : Math.min(this.#limits.guestJwtSeconds, Math.floor((providerEndsAt - this.#now()) / 1000));
    return this.#sign('guest', id, Math.max(1, lifeSeconds));
  }

  #end(id: string): void {
    this.#signIns.delete(id);
    for (const [token, { signInId }] of this.#refresh) if (signInId === id) this.#refresh.delete(token);
  }

  async #sign(use: 'history' | 'guest', subject: string, lifeSeconds: number) {
    const issuedAtMs = this.#now();
    const exp = Math.floor(issuedAtMs / 1000) + lifeSeconds;
    const jwt = await new SignJWT({ use, at: issuedAtMs })
      .setProtectedHeader({ alg: 'HS256', typ: 'JWT' })
      .setSubject(subject)
      .setExpirationTime(exp)
      .sign(this.#secret);
    return { jwt, exp };
  }

  async #verify(use: 'history' | 'guest', jwt: string): Promise<string | null> {
    try {
      const { payload } = await jwtVerify(jwt, this.#secret, {
        algorithms: ['HS256'],
        currentDate: new Date(this.#now()),
      });
      const expired = use === 'guest' && Number(payload.at) <= this.#notBefore;
      return payload.use === use && !expired ? (payload.sub ?? null) : null;
    } catch {
      return null;
    }
  }

  #now(): number {
    return this.#clock.now().getTime();
  }
}

/** A guest's name as agents may read it. */
function cleanIdentity(mask: Masker, { firstName, lastName, ...identity }: GuestIdentity): GuestIdentity {
  return {
    ...identity,
    firstName: cleanText(mask, firstName).text,
    lastName: cleanText(mask, lastName).text,
  };
}
