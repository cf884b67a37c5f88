/**
 * Failures that a caller of the core can cause or must handle. The codes are a subset of the wire's error codes,
 * so that the doors pass them on without a second vocabulary.
 */
export type CoreErrorCode =
  | 'bad_request'
  | 'forbidden'
  | 'not_found'
  | 'no_conversation'
  | 'conversation_ended'
  | 'offer_gone'
  | 'release_not_awaited'
  | 'too_large'
  | 'file_refused'
  | 'file_infected'
  | 'files_full'
  | 'no_verified_email'
  | 'masking_failed'
  | 'unavailable';

/** The message is safe to show: it never carries customer content. */
export class CoreError extends Error {
  override readonly name = 'CoreError';

  constructor(
    readonly code: CoreErrorCode,
    message: string,
    options?: ErrorOptions,
  ) {
    super(message, options);
  }
}

/** What is sealed under a destroyed key opens nowhere and never again. */
export class KeyDestroyedError extends CoreError {
  constructor() {
    super('not_found', 'This was erased: the key it was sealed under is destroyed.');
  }
}
