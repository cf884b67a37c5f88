import type { ErrorBody } from '@throughline/protocol';
import type { FastifyError, FastifyInstance, FastifyReply } from 'fastify';
import { RateLimitedError, ScopeError, toWireError, WireError } from '../errors.js';
import type { Logger } from '../observability/logger.js';
import type { Metrics } from '../observability/metrics.js';

/** Every failure of a door's HTTP routes as a typed body; nothing of ours or of the request is quoted. */
export function answerErrors(app: FastifyInstance, logger: Logger, metrics: Metrics): void {
  app.setErrorHandler((error: FastifyError, request, reply) => {
    const refusal = fromFastify(error) ?? toWireError(error);
    if (refusal.code === 'internal')
      logger.error({ err: error, route: request.routeOptions.url }, 'a request failed');
    metrics.refusals.inc({ code: refusal.code });
    return answer(reply, refusal);
  });
  app.setNotFoundHandler((_request, reply) => answer(reply, notFound()));
}

export function errorHeaders(refusal: WireError): Record<string, string> {
  if (refusal instanceof RateLimitedError) return { 'retry-after': String(refusal.retryAfterS) };
  if (refusal instanceof ScopeError) {
    return { 'www-authenticate': `Bearer error="insufficient_scope", scope="${refusal.scope}"` };
  }
  return {};
}

export function toErrorBody({ code, message, meaning }: WireError): ErrorBody {
  return { error: { code, message, retryable: meaning.retryable } };
}

function notFound(): WireError {
  return new WireError('not_found', 'There is nothing at this address.');
}

function answer(reply: FastifyReply, refusal: WireError): FastifyReply {
  return reply.headers(errorHeaders(refusal)).code(refusal.meaning.httpStatus).send(toErrorBody(refusal));
}

/** What the HTTP layer itself refuses, in our codes. */
function fromFastify(error: FastifyError): WireError | null {
  switch (error.statusCode) {
    case 413:
      return new WireError('too_large', 'The request body is larger than this address accepts.');
    case 415:
      return new WireError('unsupported_media_type', 'Send the body as application/json.');
    // The static files' way to say that an address leads out of their folder.
    case 403:
    case 404:
      return notFound();
    case 400:
      return new WireError('bad_request', 'The request body is not valid JSON.');
    default:
      return null;
  }
}
