import type { CookieSerializeOptions } from '@fastify/cookie';
import { errors, jwtVerify, SignJWT } from 'jose';
import type { Customer, SignedInCustomer } from './customer.js';
import { findCustomer } from './customers.js';

export interface PortalSessionsOptions {
  readonly sessionKey: Uint8Array;
  /** The portal's name, in the cookie's `iss` and `aud`. */
  readonly issuer: string;
  readonly secureCookies: boolean;
  readonly now: () => Date;
}

/** Explicit type, so that no other token of the portal is taken for a session (RFC 8725 §3.11). */
const SESSION_TYPE = 'meridian-session+jwt';
const LIFETIME_S = 8 * 60 * 60;

/**
 * The portal's own sign-in. The cookie is a signed token and the portal keeps no record of it, so customers stay
 * signed in when the portal is killed and started again. In exchange a copied cookie works until it expires, even
 * after a sign-out: a real portal keeps its sessions in a database.
 */
export class PortalSessions {
  readonly cookieName: string;
  readonly cookieOptions: CookieSerializeOptions;
  readonly #options: PortalSessionsOptions;

  /** On TLS the `__Host-` prefix makes browsers enforce `Secure`, `Path=/` and no `Domain` (RFC 6265bis §4.1.3). */
  constructor(options: PortalSessionsOptions) {
    this.#options = options;
    this.cookieName = options.secureCookies ? '__Host-meridian_session' : 'meridian_session';
    this.cookieOptions = { httpOnly: true, sameSite: 'lax', path: '/', secure: options.secureCookies };
  }

  /** The cookie value that signs a customer in. */
  issue({ id }: Customer, signedInBy: SignedInCustomer['signedInBy']): Promise<string> {
    const { issuer, sessionKey, now } = this.#options;
    const nowS = Math.floor(now().getTime() / 1000);
    return new SignJWT({ by: signedInBy })
      .setProtectedHeader({ alg: 'HS256', typ: SESSION_TYPE })
      .setIssuer(issuer)
      .setAudience(issuer)
      .setSubject(id)
      .setIssuedAt(nowS)
      .setExpirationTime(nowS + LIFETIME_S)
      .sign(sessionKey);
  }

  /** Who is signed in by this cookie value; `null` when it is absent, expired, forged or of an unknown customer. */
  async authenticate(cookie: string | undefined): Promise<SignedInCustomer | null> {
    if (cookie === undefined) return null;
    const { issuer, sessionKey, now } = this.#options;
    try {
      const { payload } = await jwtVerify(cookie, sessionKey, {
        algorithms: ['HS256'],
        typ: SESSION_TYPE,
        issuer,
        audience: issuer,
        requiredClaims: ['sub', 'exp'],
        currentDate: now(),
      });
      const customer = findCustomer(payload.sub);
      return customer ? { ...customer, signedInBy: payload.by === 'provider' ? 'provider' : 'portal' } : null;
    } catch (error) {
      if (error instanceof errors.JOSEError) return null;
      throw error;
    }
  }
}
