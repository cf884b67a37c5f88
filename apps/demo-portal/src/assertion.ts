import { ASSERTION_TYPE } from '@throughline/identity';
import type { FastifyError, FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { SignJWT } from 'jose';
import { v4 as uuid } from 'uuid';
import type { Customer } from './customer.js';
import { PortalError } from './errors.js';
import type { PortalSigningKey } from './signing-key.js';

export interface AssertionOptions {
  readonly signingKey: PortalSigningKey;
  readonly issuer: string;
  readonly audience: string;
  readonly now: () => Date;
  /** @throws PortalError when the request was not made by a page of this portal */
  readonly requireSameOrigin: (request: FastifyRequest) => void;
}

export const ASSERTION_PATH = '/throughline/assertion';

/** The widget uses an assertion at once; this leaves room for a slow network. */
const LIFETIME_S = 30;

/** The challenge is a base64url SHA-256 that the gateway gave the widget. */
const BODY_SCHEMA = {
  type: 'object',
  required: ['challenge'],
  properties: { challenge: { type: 'string', pattern: '^[A-Za-z0-9_-]{43}$' } },
};

/**
 * The one endpoint that a portal adds for Throughline: the widget of a signed-in customer fetches an assertion here
 * and hands it to the gateway. Failures are JSON, typed like the gateway's.
 */
export async function addAssertionEndpoint(app: FastifyInstance, options: AssertionOptions): Promise<void> {
  app.removeContentTypeParser('text/plain');
  app.setErrorHandler(answerAsJson);
  app.route<{ Body: { challenge: string } }>({
    method: 'POST',
    url: ASSERTION_PATH,
    onRequest: async (request) => requireOwnScript(request, options),
    schema: { body: BODY_SCHEMA },
    handler: async (request) => ({
      assertion: await signAssertion(requireCustomer(request), request.body.challenge, options),
    }),
  });
}

function signAssertion(customer: Customer, challenge: string, options: AssertionOptions): Promise<string> {
  const { signingKey, issuer, audience, now } = options;
  const { id, name, email, phone, tier, locale } = customer;
  const nowS = Math.floor(now().getTime() / 1000);
  return new SignJWT({ challenge, name, email, phone, tier, locale })
    .setProtectedHeader({ alg: 'ES256', kid: signingKey.kid, typ: ASSERTION_TYPE })
    .setIssuer(issuer)
    .setAudience(audience)
    .setSubject(id)
    .setIssuedAt(nowS)
    .setExpirationTime(nowS + LIFETIME_S)
    .setJti(uuid())
    .sign(signingKey.privateKey);
}

/** No cross-origin page can set the header without a preflight, and the portal answers none. */
function requireOwnScript(request: FastifyRequest, { requireSameOrigin }: AssertionOptions): void {
  requireSameOrigin(request);
  if (request.headers['x-requested-by'] === undefined) {
    throw new PortalError('origin_refused', 'The request was refused: it lacks the x-requested-by header.');
  }
}

function requireCustomer({ customer }: FastifyRequest): Customer {
  if (!customer) throw new PortalError('unauthenticated', 'Nobody is signed in here. Sign in and ask again.');
  return customer;
}

function answerAsJson(
  error: FastifyError | PortalError,
  request: FastifyRequest,
  reply: FastifyReply,
): FastifyReply {
  const { status, code, message, retryable } = describe(error);
  if (status === 500) request.log.error({ err: error }, 'an assertion could not be made');
  return reply.code(status).send({ error: { code, message, retryable } });
}

function describe(error: FastifyError | PortalError) {
  const refusal = { retryable: false };
  if (error instanceof PortalError) {
    return { ...refusal, status: error.statusCode, code: error.code, message: error.message };
  }
  switch (error.statusCode) {
    case 400:
      return {
        ...refusal,
        status: 400,
        code: 'bad_request',
        message: 'Send {"challenge": "…"} as the gateway gave it.',
      };
    case 413:
      return { ...refusal, status: 413, code: 'too_large', message: 'The request body is too large.' };
    case 415:
      return {
        ...refusal,
        status: 415,
        code: 'unsupported_media_type',
        message: 'Send the body as application/json.',
      };
    default:
      return {
        status: 500,
        code: 'internal',
        message: 'The assertion could not be made. Try again.',
        retryable: true,
      };
  }
}
