import type { Clock, CustomerClaims, UsedToken } from '@throughline/core';
import { errors, type JWTPayload, jwtVerify } from 'jose';
import { type ClaimNames, DEFAULT_CLAIM_NAMES, readClaims, toText } from './claim-names.js';
import { IdentityError } from './errors.js';
import { type IssuerKeys, type KeySource, openKeySource } from './issuer-keys.js';

/** A portal whose assertions are accepted. */
export interface TrustedIssuer {
  /** Exact value of `iss`. */
  readonly issuer: string;
  /** Exact value that `aud` must contain. */
  readonly audience: string;
  /** What its signatures are verified with; a set of public keys has two during a rotation. */
  readonly keys: IssuerKeys;
  /** Names of the claims about the customer, where they differ from {@link DEFAULT_CLAIM_NAMES}. */
  readonly claims?: Partial<ClaimNames>;
}

interface OpenIssuer {
  readonly issuer: string;
  readonly audience: string;
  readonly keys: KeySource;
  readonly claims: ClaimNames;
}

export interface VerifiedAssertion {
  readonly claims: CustomerClaims;
  /** To be stored as used, so that the assertion works once. */
  readonly token: UsedToken;
}

/** Explicit type, so that no other kind of token of the same issuer is taken for an assertion (RFC 8725 §3.11). */
export const ASSERTION_TYPE = 'throughline-assertion+jwt';

/** The same for what a portal's server asks for itself. */
const REQUEST_TYPE = 'throughline-request+jwt';

/** Together at most 60 s, the longest that a stolen assertion could be of use to anyone (T5). */
const CLOCK_SKEW_S = 10;
const MAX_LIFETIME_S = 50;

/** Checks portal assertions (compact JWS, RFC 7515; claims, RFC 7519). */
export class AssertionVerifier {
  readonly #issuers: ReadonlyMap<string, OpenIssuer>;
  readonly #clock: Clock;

  /** @throws RangeError for a legacy secret that is too short */
  constructor(issuers: readonly TrustedIssuer[], clock: Clock) {
    this.#issuers = new Map(issuers.map((trusted) => [trusted.issuer, open(trusted)]));
    this.#clock = clock;
  }

  /**
   * @param assertion compact JWS
   * @param challenge base64url SHA-256 of the caller's own pre-session cookie; the assertion must name the same
   * @throws IdentityError `assertion_invalid`, `assertion_expired`, `unavailable` (the portal's keys cannot be fetched: try again)
   */
  async verify(assertion: string, challenge: string): Promise<VerifiedAssertion> {
    const trusted = this.#trusted(assertion);
    const payload = await this.#verifySignature(assertion, trusted, ASSERTION_TYPE, ['challenge']);
    if (payload.challenge !== challenge) throw invalid('challenge');
    return toVerified(payload, trusted);
  }

  /**
   * A request that the portal's server makes about a customer: the same kind of token, but for its type and without a
   * challenge, since no browser takes part.
   * @throws IdentityError as {@link verify}
   */
  async verifyRequest(token: string): Promise<VerifiedAssertion> {
    const trusted = this.#trusted(token);
    return toVerified(await this.#verifySignature(token, trusted, REQUEST_TYPE, []), trusted);
  }

  #trusted(token: string): OpenIssuer {
    const trusted = this.#issuers.get(unverifiedIssuer(token));
    if (!trusted) throw invalid('issuer');
    return trusted;
  }

  async #verifySignature(
    token: string,
    trusted: OpenIssuer,
    typ: string,
    furtherClaims: readonly string[],
  ): Promise<JWTPayload> {
    const now = this.#clock.now();
    try {
      const { payload } = await jwtVerify(token, trusted.keys.keyFor, {
        issuer: trusted.issuer,
        audience: trusted.audience,
        algorithms: trusted.keys.algorithms,
        typ,
        clockTolerance: CLOCK_SKEW_S,
        maxTokenAge: MAX_LIFETIME_S,
        currentDate: now,
        requiredClaims: [trusted.claims.customerId, 'iat', 'exp', 'jti', ...furtherClaims],
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

function open({ issuer, audience, keys, claims }: TrustedIssuer): OpenIssuer {
  return { issuer, audience, keys: openKeySource(keys), claims: { ...DEFAULT_CLAIM_NAMES, ...claims } };
}

function toVerified(payload: JWTPayload, { issuer, claims: names }: OpenIssuer): VerifiedAssertion {
  const claims = readClaims(payload, issuer, names);
  if (!claims) throw invalid('customerId');
  const jti = toText(payload.jti);
  if (jti === null) throw invalid('jti');
  return { claims, token: { issuer, jti, expiresAt: new Date(((payload.exp ?? 0) + CLOCK_SKEW_S) * 1000) } };
}

function invalid(reason: string): IdentityError {
  return new IdentityError(
    'assertion_invalid',
    'The assertion was not accepted. Ask the portal for a new one from this browser.',
    reason,
  );
}
