import { CLOSE } from './close-codes.js';

/**
 * Every refusal a client can meet, on a socket or over HTTP. Whose fault it is shows in the table below:
 * 4xx is the caller's, 5xx ours.
 */
export type ErrorCode =
  | 'bad_frame'
  | 'bad_request'
  | 'unsupported_media_type'
  | 'too_large'
  | 'too_long'
  | 'hello_required'
  | 'version_unsupported'
  | 'origin_refused'
  | 'forbidden'
  | 'unauthenticated'
  | 'session_ended'
  | 'challenge_missing'
  | 'assertion_invalid'
  | 'assertion_expired'
  | 'assertion_replayed'
  | 'sign_in_required'
  | 'sign_in_refused'
  | 'logout_token_invalid'
  | 'not_found'
  | 'no_conversation'
  | 'conversation_ended'
  | 'offer_gone'
  | 'release_not_awaited'
  | 'file_refused'
  | 'file_infected'
  | 'files_full'
  | 'no_verified_email'
  | 'rate_limited'
  | 'masking_failed'
  | 'unavailable'
  | 'internal';

/** What an {@link ErrorCode} means on each transport. */
export interface ErrorMeaning {
  readonly httpStatus: number;
  /** Set when the code also ends the connection it happened on. */
  readonly closeCode?: number;
  /** The same request may succeed later without a change. */
  readonly retryable: boolean;
}

/** The one table from code to transport; a new code does not compile until it has its row. */
export const ERROR_MEANINGS: Readonly<Record<ErrorCode, ErrorMeaning>> = {
  bad_frame: { httpStatus: 400, retryable: false },
  bad_request: { httpStatus: 400, retryable: false },
  unsupported_media_type: { httpStatus: 415, retryable: false },
  too_large: { httpStatus: 413, closeCode: CLOSE.tooBig, retryable: false },
  too_long: { httpStatus: 400, retryable: false },
  hello_required: { httpStatus: 400, closeCode: CLOSE.badClient, retryable: false },
  version_unsupported: { httpStatus: 400, closeCode: CLOSE.versionUnsupported, retryable: false },
  forbidden: { httpStatus: 403, retryable: false },
  origin_refused: { httpStatus: 403, retryable: false },
  unauthenticated: { httpStatus: 401, retryable: false },
  session_ended: { httpStatus: 401, closeCode: CLOSE.sessionEnded, retryable: false },
  challenge_missing: { httpStatus: 401, retryable: false },
  assertion_invalid: { httpStatus: 401, retryable: false },
  assertion_expired: { httpStatus: 401, retryable: false },
  assertion_replayed: { httpStatus: 401, retryable: false },
  sign_in_required: { httpStatus: 401, retryable: false },
  sign_in_refused: { httpStatus: 400, retryable: false },
  logout_token_invalid: { httpStatus: 400, retryable: false },
  not_found: { httpStatus: 404, retryable: false },
  no_conversation: { httpStatus: 409, retryable: false },
  conversation_ended: { httpStatus: 409, retryable: false },
  offer_gone: { httpStatus: 409, retryable: false },
  release_not_awaited: { httpStatus: 409, retryable: false },
  file_refused: { httpStatus: 422, retryable: false },
  file_infected: { httpStatus: 422, retryable: false },
  files_full: { httpStatus: 409, retryable: false },
  no_verified_email: { httpStatus: 409, retryable: false },
  rate_limited: { httpStatus: 429, retryable: true },
  masking_failed: { httpStatus: 503, retryable: true },
  unavailable: { httpStatus: 503, retryable: true },
  internal: { httpStatus: 500, retryable: true },
};
