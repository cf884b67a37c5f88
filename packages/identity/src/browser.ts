import { IdentityError } from './errors.js';
import { hashSecret, isSecret } from './secrets.js';

/** What a browser says of itself with a request. */
export interface Browser {
  /** Value of the pre-session cookie. */
  readonly preSession: string | undefined;
  /** Value of the session cookie. */
  readonly session: string | undefined;
  readonly userAgent: string | undefined;
}

/** The same as far as it is kept while the browser is elsewhere. */
export interface KnownBrowser {
  readonly browserHash: Uint8Array;
  /** Of the session cookie; null when there was none. */
  readonly presentedKeyHash: Uint8Array | null;
  readonly userAgent: string | undefined;
}

/** @throws IdentityError `challenge_missing` */
export function recognize({ preSession, session, userAgent }: Browser): KnownBrowser {
  if (isSecret(preSession)) {
    const presentedKeyHash = isSecret(session) ? hashSecret(session) : null;
    return { browserHash: hashSecret(preSession), presentedKeyHash, userAgent };
  }
  throw new IdentityError(
    'challenge_missing',
    'This browser has no pre-session cookie. Ask for a challenge first, and let the browser keep its cookie.',
  );
}
