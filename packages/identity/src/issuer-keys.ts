import {
  createLocalJWKSet,
  createRemoteJWKSet,
  customFetch,
  errors,
  type JSONWebKeySet,
  type JWTVerifyGetKey,
} from 'jose';
import { IdentityError } from './errors.js';

/** Public keys that the portal publishes, fetched when needed (JSON Web Key Set, RFC 7517 §5). */
export interface RemoteKeys {
  readonly jwksUrl: URL;
  /** How long one fetch may take. Default 3 s: someone waits for the chat to open. */
  readonly timeoutMs?: number;
}

/** A secret shared with a portal that can sign with HS256 alone; at least 32 bytes (RFC 7518 §3.2). */
export interface LegacySecret {
  readonly legacySecret: Uint8Array;
}

/** One source per portal, so that no public key is ever tried as an HMAC secret (RFC 8725 §2.1). */
export type IssuerKeys = JSONWebKeySet | RemoteKeys | LegacySecret;

export interface KeySource {
  readonly algorithms: string[];
  /** Rejects with IdentityError `unavailable` when the portal's keys cannot be had. */
  readonly keyFor: JWTVerifyGetKey;
}

/** Signatures that are accepted from anyone whose public keys we know. */
export const ASYMMETRIC = ['RS256', 'PS256', 'ES256', 'EdDSA'];
const MIN_SECRET_BYTES = 32;

/** An unknown `kid` makes the set be fetched again, at most this often, whoever invents key ids. */
const REFRESH_COOLDOWN_MS = 60_000;
/** A key that the portal withdrew is trusted no longer than this. */
const CACHE_MS = 10 * 60_000;
/** After a fetch that failed, the portal is left alone this long. */
const FAILURE_PAUSE_MS = 2_000;

/** @throws RangeError for a legacy secret below 256 bits */
export function openKeySource(keys: IssuerKeys): KeySource {
  if ('jwksUrl' in keys) return { algorithms: ASYMMETRIC, keyFor: remoteKeys(keys) };
  if ('legacySecret' in keys) return { algorithms: ['HS256'], keyFor: secretKey(keys) };
  return { algorithms: ASYMMETRIC, keyFor: createLocalJWKSet(keys) };
}

function secretKey({ legacySecret }: LegacySecret): JWTVerifyGetKey {
  if (legacySecret.length < MIN_SECRET_BYTES) {
    throw new RangeError(`A legacy secret needs at least ${MIN_SECRET_BYTES} bytes.`);
  }
  return () => legacySecret;
}

function remoteKeys({ jwksUrl, timeoutMs = 3_000 }: RemoteKeys): JWTVerifyGetKey {
  let failedAt = Number.NEGATIVE_INFINITY;
  const keySet = createRemoteJWKSet(jwksUrl, {
    cooldownDuration: REFRESH_COOLDOWN_MS,
    cacheMaxAge: CACHE_MS,
    timeoutDuration: timeoutMs,
    // The key set fetches again on every call after a failure; the pause keeps a portal that is down from a flood.
    [customFetch]: async (address, init) => {
      if (isWithin(failedAt, FAILURE_PAUSE_MS)) throw unavailable();
      return fetch(address, init);
    },
  });
  return async (header, token) => {
    try {
      return await keySet(header, token);
    } catch (error) {
      if (isAboutTheToken(error) || error instanceof IdentityError) throw error;
      failedAt = Date.now();
      throw unavailable();
    }
  };
}

/** The key set itself goes by `Date.now()`; a clock that was set back ends the pause. */
function isWithin(since: number, durationMs: number): boolean {
  const passed = Date.now() - since;
  return passed >= 0 && passed < durationMs;
}

/** Everything else that a key set rejects with is about fetching or reading it. */
function isAboutTheToken(error: unknown): boolean {
  return (
    error instanceof errors.JWKSNoMatchingKey ||
    error instanceof errors.JWKSMultipleMatchingKeys ||
    error instanceof errors.JOSENotSupported
  );
}

function unavailable(): IdentityError {
  return new IdentityError(
    'unavailable',
    "The portal's keys cannot be fetched just now. Try again in a few seconds; if that repeats, look at the configured jwksUrl.",
    'jwks',
  );
}
