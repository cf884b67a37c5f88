/** Why nobody was signed in, or signed out. */
export type IdentityErrorCode =
  | 'unauthenticated'
  | 'challenge_missing'
  | 'assertion_invalid'
  | 'assertion_expired'
  | 'assertion_replayed'
  /** The identity provider would have to ask the person, which a silent sign-in must not. */
  | 'sign_in_required'
  /** A sign-in at the identity provider that fails a check, or that the provider or the person refused. */
  | 'sign_in_refused'
  | 'logout_token_invalid'
  /** The portal's keys or its identity provider cannot be reached; the same may be tried again. */
  | 'unavailable';

/**
 * The message is safe to show. `reason` is a short code for the audit trail and the portal's developers; it names
 * the check that failed, never a value.
 */
export class IdentityError extends Error {
  override readonly name = 'IdentityError';

  constructor(
    readonly code: IdentityErrorCode,
    message: string,
    readonly reason: string = code,
  ) {
    super(message);
  }
}

/** A sign-in at the identity provider that does not count. @param reason names the check that failed */
export function refused(reason: string): IdentityError {
  return new IdentityError(
    'sign_in_refused',
    'The sign-in was not accepted. Start it again from the portal, in this browser.',
    reason,
  );
}
