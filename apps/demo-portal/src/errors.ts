/** Codes are those of the gateway, so that the widget reads the portal's refusals like the gateway's. */
export type PortalErrorCode = 'bad_request' | 'unauthenticated' | 'origin_refused';

const HTTP_STATUS = { bad_request: 400, unauthenticated: 401, origin_refused: 403 } as const;

/** A request that the portal refuses. The message is shown to the caller and quotes nothing of the request. */
export class PortalError extends Error {
  override readonly name = 'PortalError';
  readonly code: PortalErrorCode;

  constructor(code: PortalErrorCode, message: string) {
    super(message);
    this.code = code;
  }

  get statusCode(): number {
    return HTTP_STATUS[this.code];
  }
}
