import type { IncomingMessage, ServerResponse } from 'node:http';
import type { OpenIdProvider } from '@throughline/identity';
import { type AuthorizationCodeResponse, CUSTOMER_PATHS } from '@throughline/protocol';
import { authorizationCodeRequestSchema } from '@throughline/protocol/schemas';
import type { FastifyInstance } from 'fastify';
import { WireError } from '../../errors.js';
import type { Logger } from '../../observability/logger.js';
import type { Admission } from './admission.js';

/** What a page of the portal asks a code of, to hand it on to the contact center. */
export function addAuthorizationCodeRoute(
  app: FastifyInstance,
  provider: OpenIdProvider,
  admission: Admission,
): void {
  app.post(CUSTOMER_PATHS.authorizationCode, async (request): Promise<AuthorizationCodeResponse> => {
    const session = await admission.require(request.raw);
    const body = authorizationCodeRequestSchema.safeParse(request.body);
    if (!body.success) {
      throw new WireError(
        'bad_request',
        'Send {"clientId", "redirectUri", "codeChallenge", "nonce"}: an S256 challenge and a nonce of at least 8 characters.',
      );
    }
    const issued = await provider.issueCode(session, body.data);
    if (!issued) {
      throw new WireError('bad_request', 'There is no such client with this redirect address.');
    }
    const { code, issuer, expiresAt } = issued;
    return { code, issuer, expiresAt: expiresAt.toISOString() };
  });
}

/** Gives a request below the provider's address to it. */
export function answerAsProvider(
  provider: OpenIdProvider,
  request: IncomingMessage,
  response: ServerResponse,
  admission: Admission,
  logger: Logger,
): void {
  const signedIn = () =>
    admission.require(request).catch((error: unknown) => {
      if (error instanceof WireError && error.code === 'unauthenticated') return null;
      throw error;
    });
  provider.handle(request, response, signedIn).catch((err: unknown) => {
    logger.error({ err }, 'a request to the OpenID provider failed');
    if (!response.headersSent) response.writeHead(503);
    response.end();
  });
}
