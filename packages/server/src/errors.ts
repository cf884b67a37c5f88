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

/** Any failure as one a client may see. What is not a typed refusal becomes `internal`, without its words. */
export function toWireError(error: unknown, ref?: string): WireError {
  if (error instanceof WireError) return error;
  if (error instanceof CoreError || error instanceof IdentityError) {
    return new WireError(error.code, error.message, ref);
  }
  return new WireError('internal', 'Something went wrong on our side. Try again in a moment.', ref);
}
