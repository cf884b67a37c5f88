import type { ErrorCode } from '@throughline/protocol';

/**
 * Why nobody could be signed in.
 * - `sign-in-needed`: the portal no longer vouches for this person; only a new sign-in at the portal helps.
 * - `unreachable`: the portal or the gateway did not answer usably; trying again may help.
 * - `refused`: the gateway will not have it; trying again does not help.
 */
export type SignInFailure = 'sign-in-needed' | 'unreachable' | 'refused';

/** What a client's `signIn` rejects with. Anything else it rejects with counts as `unreachable`. */
export class SignInError extends Error {
  override readonly name = 'SignInError';

  constructor(
    readonly reason: SignInFailure,
    /** The gateway's own code, where it gave one. */
    readonly code: ErrorCode = 'unauthenticated',
  ) {
    super(`Sign-in failed: ${reason} (${code}).`);
  }
}
