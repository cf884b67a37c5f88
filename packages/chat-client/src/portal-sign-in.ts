import {
  BROWSER_PATHS,
  type ChallengeResponse,
  type ErrorBody,
  type ErrorCode,
  REQUESTED_BY_HEADER,
  type SessionRequest,
  type SessionResponse,
} from '@throughline/protocol';
import { SignInError } from './sign-in-error.js';

export interface PortalSignInOptions {
  /** Where the customer door is mounted, for example `/support`; a whole URL when it is on another origin. */
  readonly basePath: string;
  /**
   * Endpoint of the portal's backend: POST `{challenge}` → 200 `{assertion}`, or 401/403 when nobody is signed in. Empty
   * where an identity provider vouches for customers: then the gateway renews with it what a navigation has started.
   */
  readonly assertionUrl: string;
  readonly fetch?: typeof globalThis.fetch;
}

/** Longest wait for one answer, in milliseconds. */
const ANSWER_MS = 8_000;
/** Refusals of an assertion that a fresh hand-off cures: it was late, or another tab was quicker. */
const CURED_BY_A_FRESH_ONE: ReadonlySet<ErrorCode> = new Set([
  'assertion_expired',
  'assertion_replayed',
  'challenge_missing',
]);

/**
 * Makes the `signIn` of a browser client: has the portal vouch for the customer and hands that to the gateway. It
 * asks the portal each time, also when the gateway still has a session: only the portal knows whether the same
 * person sits at this browser (T4). The assertion is passed on at once and kept nowhere (T5).
 * The function fulfils with the session's lifetime in ms and rejects with `SignInError`.
 */
export function createPortalSignIn({
  basePath,
  assertionUrl,
  fetch = globalThis.fetch,
}: PortalSignInOptions): () => Promise<number> {
  const call = async (url: string, init: RequestInit): Promise<Response> => {
    try {
      const response = await fetch(url, {
        cache: 'no-store',
        ...init,
        signal: AbortSignal.timeout(ANSWER_MS),
      });
      if (response.status < 500 && response.status !== 429) return response;
    } catch {
      // No answer: the same as an answer that says "not now".
    }
    throw new SignInError('unreachable');
  };
  const post = (url: string, credentials: RequestCredentials, body: unknown = {}): Promise<Response> =>
    call(url, {
      method: 'POST',
      credentials,
      redirect: 'manual',
      headers: { 'content-type': 'application/json', [REQUESTED_BY_HEADER]: 'throughline' },
      body: JSON.stringify(body),
    });
  /** Whom the portal does not know any more, the gateway must not know either: the next person may sit there. */
  const endSession = (): Promise<Response> =>
    call(basePath + BROWSER_PATHS.session, {
      method: 'DELETE',
      credentials: 'include',
      headers: { [REQUESTED_BY_HEADER]: 'throughline' },
    });

  const vouchFor = async (challenge: string): Promise<SessionRequest> => {
    const vouched = await post(assertionUrl, 'same-origin', { challenge });
    if (vouched.ok) return read<SessionRequest>(vouched);
    // A portal that has lost its session may send the browser to its sign-in page instead of saying 401.
    if (!isSignedOut(vouched)) throw new SignInError('refused');
    await endSession();
    throw new SignInError('sign-in-needed');
  };

  const prove = async (): Promise<Partial<SessionRequest> | ErrorCode> => {
    const started = await post(basePath + BROWSER_PATHS.challenge, 'include');
    if (!started.ok) return codeOf(started);
    const { challenge } = await read<ChallengeResponse>(started);
    return challenge === null ? {} : vouchFor(challenge);
  };

  /** Fulfils with the session's lifetime, or with the gateway's refusal. */
  const handOff = async (): Promise<number | ErrorCode> => {
    const proof = assertionUrl === '' ? {} : await prove();
    if (typeof proof === 'string') return proof;
    const accepted = await post(basePath + BROWSER_PATHS.session, 'include', proof);
    if (accepted.ok) return (await read<SessionResponse>(accepted)).lifetimeMs;
    const code = await codeOf(accepted);
    // The gateway has asked the portal itself.
    if (code === 'unauthenticated') throw new SignInError('sign-in-needed');
    return code;
  };

  return async () => {
    let outcome = await handOff();
    if (typeof outcome === 'string' && CURED_BY_A_FRESH_ONE.has(outcome)) outcome = await handOff();
    if (typeof outcome === 'string') throw new SignInError('refused', outcome);
    return outcome;
  };
}

/** A redirect that was not followed has status 0 in browsers. */
function isSignedOut({ status }: Response): boolean {
  return status < 400 || status === 401 || status === 403;
}

async function codeOf(response: Response): Promise<ErrorCode> {
  const body = await read<ErrorBody>(response);
  return body.error.code;
}

async function read<Body>(response: Response): Promise<Body> {
  try {
    return (await response.json()) as Body;
  } catch {
    throw new SignInError('unreachable');
  }
}
