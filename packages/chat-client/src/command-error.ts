import type { ErrorCode } from '@throughline/protocol';

/** The gateway refused a command, or the connection went before it answered: then it may have been carried out. */
export class CommandError extends Error {
  override readonly name = 'CommandError';

  constructor(readonly code: ErrorCode | 'connection_lost') {
    super(`The command failed: ${code}.`);
  }
}
