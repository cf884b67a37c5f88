import { AuthorizationResponseError, ClientError, ResponseBodyError } from 'openid-client';
import { IdentityError, refused } from '../errors.js';

/** Answers to `prompt=none` when the provider would have to show a page (OpenID Connect Core 1.0 §3.1.2.6). */
const NEEDS_PERSON: ReadonlySet<string> = new Set([
  'login_required',
  'interaction_required',
  'account_selection_required',
  'consent_required',
]);

/** Errors by which a provider says that it is the one with the problem (RFC 6749 §4.1.2.1). */
const PROVIDER_IN_TROUBLE: ReadonlySet<string> = new Set(['server_error', 'temporarily_unavailable']);

/** Errors by which it says that our configuration is wrong: no sign-in is to blame (RFC 6749 §5.2). */
const DOES_NOT_KNOW_US: ReadonlySet<string> = new Set([
  'invalid_client',
  'unauthorized_client',
  'invalid_scope',
]);

/** What `openid-client` calls an answer that does not come from a working endpoint of a provider. */
const NO_ANSWER: ReadonlySet<string> = new Set([
  'OAUTH_TIMEOUT',
  'OAUTH_ABORT',
  'OAUTH_RESPONSE_IS_NOT_CONFORM',
  'OAUTH_RESPONSE_IS_NOT_JSON',
]);

/**
 * Whose fault a failed exchange is: the provider's, then the same may be tried again; or the sign-in's.
 * @param reason short code for what was being done, where the failure itself has none
 */
export function toIdentityError(error: unknown, reason: string): IdentityError {
  if (error instanceof IdentityError) return error;
  if (error instanceof AuthorizationResponseError) return fromAuthorization(error.error);
  if (error instanceof ResponseBodyError) {
    if (error.status >= 500 || error.status === 429) return unavailable(reason);
    return DOES_NOT_KNOW_US.has(error.error) ? unavailable(error.error) : refused(toReason(error.error));
  }
  if (isBrokenConnection(error)) return unavailable(reason);
  const code = error instanceof ClientError ? error.code : undefined;
  return code !== undefined && NO_ANSWER.has(code) ? unavailable(reason) : refused(code ?? reason);
}

/** What `fetch` rejects with when there is no connection, or none any more while the answer is read. */
function isBrokenConnection(error: unknown): boolean {
  if (error instanceof TypeError || error instanceof DOMException) return true;
  return error instanceof Error && isBrokenConnection(error.cause);
}

export function unavailable(reason: string): IdentityError {
  return new IdentityError(
    'unavailable',
    'The identity provider does not answer just now. Try again in a few seconds; if that repeats, look at its configured address, client id and secret.',
    reason,
  );
}

function fromAuthorization(error: string): IdentityError {
  if (PROVIDER_IN_TROUBLE.has(error)) return unavailable(error);
  if (!NEEDS_PERSON.has(error)) return refused(toReason(error));
  return new IdentityError(
    'sign_in_required',
    'Nobody is signed in at the identity provider in this browser. Sign in there.',
    error,
  );
}

/** A provider's error code, which may be anything in an answer that is not the provider's. */
function toReason(code: string): string {
  return /^\w{1,40}$/.test(code) ? code : 'error';
}
