import type { StructuredMessage } from '@throughline/guest-api';
import type { FastifyInstance } from 'fastify';
import { z } from 'zod';
import { type DoorState, deploymentOf } from '../door-state.js';
import { broadcast } from '../guests/broadcast.js';
import type { CodeExchange, Exchanged } from '../guests/code-exchange.js';
import { WindowRate } from '../window-rate.js';
import { bearerOf } from './oauth.js';
import { invalid, notFound, PlatformError, tooManyRequests } from './platform-error.js';
import { readBody } from './read-body.js';

const exchangeBody = z.looseObject({
  deploymentId: z.string(),
  oauth: z.looseObject({
    code: z.string().optional(),
    idToken: z.string().optional(),
    redirectUri: z.string().optional(),
    codeVerifier: z.string().optional(),
    nonce: z.string().optional(),
    maxAge: z.coerce.number().optional(),
    iss: z.string().optional(),
  }),
});
const refreshBody = z.looseObject({ refreshToken: z.string(), deploymentId: z.string().optional() });
const pageQuery = z.object({
  pageNumber: z.coerce.number().int().min(1).catch(1),
  pageSize: z.coerce.number().int().min(1).max(500).catch(25),
});

/** What guests call without a client's token: history, sign-in, refresh, sign-out. */
export function addGuestRoutes(app: FastifyInstance, state: DoorState, exchange: CodeExchange): void {
  addHistory(app, state);
  addTokens(app, state, exchange);
}

function addHistory(app: FastifyInstance, state: DoorState): void {
  const { guests, tokens, limits, options } = state;
  const rate = new WindowRate(options.clock, limits.historyPerMinute, 60_000);
  app.get('/webmessaging/messages', async (request) => {
    const token = await tokens.verifyHistory(requireBearer(bearerOf(request)));
    const session = token === null ? null : guests.sessions.get(token);
    if (!session) throw badCredentials();
    const retryAfter = rate.take(session.token);
    if (retryAfter !== null) throw tooManyRequests(retryAfter);
    const { pageNumber, pageSize } = pageQuery.parse(request.query ?? {});
    const newestFirst = session.history.toReversed();
    return {
      entities: newestFirst.slice((pageNumber - 1) * pageSize, pageNumber * pageSize).map(toHistory),
      pageSize,
      pageNumber,
      total: newestFirst.length,
      pageCount: Math.ceil(newestFirst.length / pageSize),
    };
  });
}

/** As on the socket, but for the channel's type, which the history's model has not. */
function toHistory(message: StructuredMessage): StructuredMessage {
  const { type: _, ...channel } = message.channel ?? {};
  return { ...message, channel };
}

function addTokens(app: FastifyInstance, state: DoorState, exchange: CodeExchange): void {
  const { guests, tokens } = state;
  app.post('/webdeployments/token/oauthcodegrantjwtexchange', async ({ body }) => {
    const { deploymentId, oauth } = readBody(exchangeBody, body);
    const deployment = deploymentOf(state, deploymentId);
    if (!deployment) throw notFound('deployment');
    if (!deployment.authentication.enabled) {
      throw new PlatformError(403, 'not.authorized', 'Authentication is not enabled for this deployment.');
    }
    const exchanged = await exchangeWith(exchange, oauth).catch((error: unknown) => {
      if (error instanceof PlatformError) throw error;
      state.options.onFailure(error, 'code exchange');
      throw new PlatformError(401, 'bad.credentials', 'The authorization code could not be exchanged.');
    });
    return tokens.signIn(deployment.id, exchanged.identity, exchanged.endsAt, exchanged.refresh);
  });
  app.post('/webdeployments/token/refresh', async ({ body }) => {
    const { refreshToken, deploymentId } = readBody(refreshBody, body);
    const jwt = await tokens.refresh(refreshToken, deploymentId ?? null);
    if (jwt === null) throw badCredentials();
    return { jwt };
  });
  app.delete('/webdeployments/token/revoke', async (request, reply) => {
    const signIn = await tokens.verifyGuest(requireBearer(bearerOf(request)));
    if (!signIn) throw badCredentials();
    tokens.revoke(signIn);
    for (const session of guests.sessions.ofUser(signIn.deploymentId, signIn.identity.sub)) {
      session.signedOut = true;
      broadcast(session, { type: 'message', class: 'LogoutEvent', code: 200, body: {} });
    }
    return reply.code(204).send();
  });
}

/** By the code, else by the ID token of the implicit flow. @throws PlatformError 400 when neither is there */
async function exchangeWith(
  exchange: CodeExchange,
  { code, idToken, redirectUri, codeVerifier, nonce, maxAge }: z.infer<typeof exchangeBody>['oauth'],
): Promise<Exchanged> {
  if (code !== undefined) return exchange.exchange({ code, redirectUri, codeVerifier, nonce, maxAge });
  if (idToken !== undefined && nonce !== undefined) return exchange.identify(idToken, nonce);
  throw invalid('oauth.code', 'Give the authorization code, or an ID token and its nonce.', 'invalid.value');
}

function requireBearer(token: string | null): string {
  if (token === null) {
    throw new PlatformError(401, 'authentication.required', 'No authentication bearer token specified.');
  }
  return token;
}

function badCredentials(): PlatformError {
  return new PlatformError(401, 'bad.credentials', 'Invalid login credentials.');
}
