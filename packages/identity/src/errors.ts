/** Why nobody was signed in. All but `unauthenticated` come from a hand-off. */
export type IdentityErrorCode =
  | 'unauthenticated'
  | 'challenge_missing'
  | 'assertion_invalid'
  | 'assertion_expired'
  | 'assertion_replayed'
  /** The portal's keys cannot be fetched; the same assertion may be sent again. */
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
