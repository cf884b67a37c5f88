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

/** What the HTTP layer itself refuses, in the gateway's codes. */
const FRAMEWORK_REFUSALS = [
  { statusCode: 400, code: 'bad_request', message: 'Send {"challenge": "…"} as the gateway gave it.' },
  { statusCode: 413, code: 'too_large', message: 'The request body is too large.' },
  { statusCode: 415, code: 'unsupported_media_type', message: 'Send the body as application/json.' },
];

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
  const refusal =
    error instanceof PortalError
      ? error
      : FRAMEWORK_REFUSALS.find(({ statusCode }) => statusCode === error.statusCode);
  if (refusal) {
    const { statusCode, code, message } = refusal;
    return reply.code(statusCode).send({ error: { code, message, retryable: false } });
  }
  request.log.error({ err: error }, 'an assertion could not be made');
  const message = 'The assertion could not be made. Try again.';
  return reply.code(500).send({ error: { code: 'internal', message, retryable: true } });
}
