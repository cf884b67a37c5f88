import type { Clock, CustomerClaims, UsedToken } from '@throughline/core';
import { createLocalJWKSet, errors, type JSONWebKeySet, type JWTPayload, jwtVerify } from 'jose';
import { IdentityError } from './errors.js';

/** A portal whose assertions are accepted. */
export interface TrustedIssuer {
  /** Exact value of `iss`. */
  readonly issuer: string;
  /** Exact value that `aud` must contain. */
  readonly audience: string;
  /** Public keys by `kid`; two during a rotation. */
  readonly keys: JSONWebKeySet;
}

export interface VerifiedAssertion {
  readonly claims: CustomerClaims;
  /** To be stored as used, so that the assertion works once. */
  readonly token: UsedToken;
}

/** Explicit type, so that no other kind of token of the same issuer is taken for an assertion (RFC 8725 §3.11). */
export const ASSERTION_TYPE = 'throughline-assertion+jwt';

/** Asymmetric only: with these, no public key can be abused as an HMAC secret (RFC 8725 §3.1). */
const ALGORITHMS = ['RS256', 'PS256', 'ES256', 'EdDSA'];

/** Together at most 60 s, the longest that a stolen assertion could be of use to anyone (T5). */
const CLOCK_SKEW_S = 10;
const MAX_LIFETIME_S = 50;

/** Checks portal assertions (compact JWS, RFC 7515; claims, RFC 7519). */
export class AssertionVerifier {
  readonly #issuers: ReadonlyMap<string, TrustedIssuer & { keySet: ReturnType<typeof createLocalJWKSet> }>;
  readonly #clock: Clock;

  constructor(issuers: readonly TrustedIssuer[], clock: Clock) {
    this.#issuers = new Map(
      issuers.map((trusted) => [trusted.issuer, { ...trusted, keySet: createLocalJWKSet(trusted.keys) }]),
    );
    this.#clock = clock;
  }

  /**
   * @param assertion compact JWS
   * @param challenge base64url SHA-256 of the caller's own pre-session cookie; the assertion must name the same
   * @throws IdentityError `assertion_invalid`, `assertion_expired`
   */
  async verify(assertion: string, challenge: string): Promise<VerifiedAssertion> {
    const trusted = this.#issuers.get(unverifiedIssuer(assertion));
    if (!trusted) throw invalid('issuer');
    const payload = await this.#verifySignature(assertion, trusted);
    if (payload.challenge !== challenge) throw invalid('challenge');
    return toVerified(payload, trusted.issuer);
  }

  async #verifySignature(
    assertion: string,
    trusted: TrustedIssuer & { keySet: ReturnType<typeof createLocalJWKSet> },
  ): Promise<JWTPayload> {
    const now = this.#clock.now();
    try {
      const { payload } = await jwtVerify(assertion, trusted.keySet, {
        issuer: trusted.issuer,
        audience: trusted.audience,
        algorithms: ALGORITHMS,
        typ: ASSERTION_TYPE,
        clockTolerance: CLOCK_SKEW_S,
        maxTokenAge: MAX_LIFETIME_S,
        currentDate: now,
        requiredClaims: ['sub', 'iat', 'exp', 'jti', 'challenge'],
      });
      if ((payload.exp ?? 0) - (payload.iat ?? 0) > MAX_LIFETIME_S) throw invalid('lifetime');
      return payload;
    } catch (error) {
      if (error instanceof IdentityError) throw error;
      if (error instanceof errors.JWTExpired) {
        throw new IdentityError(
          'assertion_expired',
          'The assertion is too old. Ask the portal for a new one; if that repeats, compare the clocks of portal and gateway.',
        );
      }
      throw invalid(error instanceof errors.JOSEError ? error.code : 'malformed');
    }
  }
}

/** Only chooses whose keys to try; nothing is believed until the signature is verified under those keys. */
function unverifiedIssuer(assertion: string): string {
  try {
    const payload: unknown = JSON.parse(
      Buffer.from(assertion.split('.')[1] ?? '', 'base64url').toString('utf8'),
    );
    const issuer = (payload as { iss?: unknown } | null)?.iss;
    return typeof issuer === 'string' ? issuer : '';
  } catch {
    throw invalid('malformed');
  }
}

function toVerified(payload: JWTPayload, issuer: string): VerifiedAssertion {
  const { sub, jti, exp } = payload;
  if (!isText(sub, 200)) throw invalid('sub');
  if (!isText(jti, 200)) throw invalid('jti');
  return {
    claims: {
      issuer,
      externalId: sub,
      displayName: optionalText(payload.name) ?? 'Customer',
      tier: optionalText(payload.tier),
      email: optionalText(payload.email),
      phone: optionalText(payload.phone),
      locale: optionalText(payload.locale),
    },
    token: { issuer, jti, expiresAt: new Date(((exp ?? 0) + CLOCK_SKEW_S) * 1000) },
  };
}

/** Control characters would not survive the database (U+0000) or a log line. */
function isText(value: unknown, maxLength: number): value is string {
  return typeof value === 'string' && value.length > 0 && value.length <= maxLength && !/\p{Cc}/u.test(value);
}

function optionalText(value: unknown): string | null {
  return isText(value, 200) ? value : null;
}

function invalid(reason: string): IdentityError {
  return new IdentityError(
    'assertion_invalid',
    'The assertion was not accepted. Ask the portal for a new one from this browser.',
    reason,
  );
}
