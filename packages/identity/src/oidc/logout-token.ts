import type { UsedToken } from '@throughline/core';
import { errors, type JWTPayload, jwtVerify } from 'jose';
import { toText } from '../claim-names.js';
import { IdentityError } from '../errors.js';
import type { KeySource } from '../issuer-keys.js';

/** A valid logout token: whose sessions end (OpenID Connect Back-Channel Logout 1.0 §2.4). */
export interface LogoutNotice {
  readonly issuer: string;
  readonly subject: string | null;
  readonly providerSession: string | null;
  readonly issuedAt: Date;
  /** To be stored as used, so that the token works once. */
  readonly token: UsedToken;
}

const LOGOUT_EVENT = 'http://schemas.openid.net/event/backchannel-logout';
/** The provider sends it at once; one that was held back longer is not believed (Back-Channel Logout 1.0 §4). */
const MAX_AGE_S = 120;
const CLOCK_SKEW_S = 30;

/**
 * Checks a logout token (OpenID Connect Back-Channel Logout 1.0 §2.6). That its `jti` is new is for the store to say.
 * @throws IdentityError `logout_token_invalid`, whose reason names the check; `unavailable`
 */
export async function verifyLogoutToken(
  logoutToken: string,
  expected: { readonly issuer: string; readonly clientId: string; readonly keys: KeySource },
): Promise<LogoutNotice> {
  const { payload, typ } = await verifySignature(logoutToken, expected);
  // Older providers leave the type out; a type that says something else is another kind of token (RFC 8725 §3.11).
  if (typ !== undefined && !/^(application\/)?(logout\+jwt|jwt)$/i.test(typ)) throw invalid('typ');
  if (!isLogoutEvent(payload.events)) throw invalid('events');
  // What keeps an ID token from being passed off as a logout token.
  if (payload.nonce !== undefined) throw invalid('nonce');
  const [subject, providerSession, jti] = [payload.sub, payload.sid, payload.jti].map(toText);
  if (!subject && !providerSession) throw invalid('sub');
  if (!jti) throw invalid('jti');
  const issuedAtS = payload.iat ?? 0;
  return {
    issuer: expected.issuer,
    subject: subject ?? null,
    providerSession: providerSession ?? null,
    issuedAt: new Date(issuedAtS * 1000),
    token: {
      issuer: expected.issuer,
      jti,
      expiresAt: new Date((issuedAtS + MAX_AGE_S + CLOCK_SKEW_S) * 1000),
    },
  };
}

async function verifySignature(
  logoutToken: string,
  { issuer, clientId, keys }: Parameters<typeof verifyLogoutToken>[1],
): Promise<{ readonly payload: JWTPayload; readonly typ: string | undefined }> {
  try {
    const { payload, protectedHeader } = await jwtVerify(logoutToken, keys.keyFor, {
      issuer,
      audience: clientId,
      algorithms: keys.algorithms,
      clockTolerance: CLOCK_SKEW_S,
      maxTokenAge: MAX_AGE_S,
      requiredClaims: ['iat', 'jti', 'events'],
    });
    return { payload, typ: protectedHeader.typ };
  } catch (error) {
    if (error instanceof IdentityError) throw error;
    throw invalid(error instanceof errors.JOSEError ? error.code : 'malformed');
  }
}

function isLogoutEvent(events: unknown): boolean {
  if (typeof events !== 'object' || events === null || !Object.hasOwn(events, LOGOUT_EVENT)) return false;
  const event: unknown = (events as Record<string, unknown>)[LOGOUT_EVENT];
  return typeof event === 'object' && event !== null && !Array.isArray(event);
}

function invalid(reason: string): IdentityError {
  return new IdentityError('logout_token_invalid', 'The logout token was not accepted.', reason);
}
