import { CoreError } from '@throughline/core';
import { IdentityError } from '@throughline/identity';
import type { ErrorCode } from '@throughline/protocol';
import { ERROR_MEANINGS } from '@throughline/protocol/errors';

/** A refusal on its way to a client. The message is safe to show. */
export class WireError extends Error {
  override readonly name = 'WireError';

  constructor(
    readonly code: ErrorCode,
    message: string,
    /** The command it answers, where it has a reference. */
    readonly ref?: string,
  ) {
    super(message);
  }

  get meaning() {
    return ERROR_MEANINGS[this.code];
  }
}

/** Too many requests; says when the next one will be taken. */
export class RateLimitedError extends WireError {
  /** For the `Retry-After` header, in seconds (RFC 9110 §10.2.3). */
  readonly retryAfterS: number;

  constructor(waitMs: number) {
    const seconds = Math.max(1, Math.ceil(waitMs / 1000));
    super('rate_limited', `Too many requests. The next one is taken in ${seconds} s.`);
    this.retryAfterS = seconds;
  }
}

/** What the caller has proven does not allow this call, and this call alone; says what does. */
export class ScopeError extends WireError {
  constructor(
    message: string,
    /** For the `WWW-Authenticate` header (RFC 6750 §3.1). */
    readonly scope: string,
  ) {
    super('forbidden', message);
  }
}

/** Any failure as one a client may see. What is not a typed refusal becomes `internal`, without its words. */
export function toWireError(error: unknown, ref?: string): WireError {
  if (error instanceof WireError) return error;
  if (error instanceof CoreError || error instanceof IdentityError) {
    return new WireError(error.code, error.message, ref);
  }
  return new WireError('internal', 'Something went wrong on our side. Try again in a moment.', ref);
}
