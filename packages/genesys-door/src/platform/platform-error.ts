import type { FastifyReply } from 'fastify';

/** A refusal of the Platform API, in its words. */
export class PlatformError extends Error {
  override readonly name = 'PlatformError';

  constructor(
    readonly status: number,
    readonly code: string,
    message: string,
    readonly more: {
      readonly retryAfterSeconds?: number;
      readonly messageParams?: Readonly<Record<string, string>>;
      readonly details?: readonly { readonly errorCode: string; readonly fieldName: string }[];
    } = {},
  ) {
    super(message);
  }
}

export function notFound(what: string): PlatformError {
  return new PlatformError(404, 'not.found', `The requested ${what} was not found.`);
}

export function invalid(field: string, message: string, code = 'bad.request'): PlatformError {
  return new PlatformError(400, code, message, { details: [{ errorCode: code, fieldName: field }] });
}

export function tooManyRequests(retryAfterSeconds: number): PlatformError {
  const message = `Rate limit exceeded the maximum. Retry the request in [${retryAfterSeconds}] seconds`;
  return new PlatformError(429, 'too.many.requests.retry.after', message, { retryAfterSeconds });
}

/** The error as a body; `contextId` is the correlation id of the answer's header. */
export function sendPlatformError(reply: FastifyReply, error: PlatformError): FastifyReply {
  const { status, code, message, more } = error;
  if (more.retryAfterSeconds !== undefined) reply.header('retry-after', String(more.retryAfterSeconds));
  return reply.code(status).send({
    message,
    code,
    status,
    contextId: String(reply.getHeader('inin-correlation-id') ?? ''),
    ...(more.messageParams ? { messageParams: more.messageParams } : {}),
    details: more.details ?? [],
    errors: [],
  });
}
