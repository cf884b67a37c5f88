/**
 * Why a server gets no token (RFC 6749 §5.2). `reason` names the check that failed, never a value.
 */
export class ClientError extends Error {
  override readonly name = 'ClientError';

  constructor(
    readonly code: 'invalid_request' | 'invalid_client' | 'invalid_scope' | 'unsupported_grant_type',
    message: string,
    readonly reason: string = code,
    /** When it is known who asked. */
    readonly clientId: string | null = null,
  ) {
    super(message);
  }
}
