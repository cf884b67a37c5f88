import type { IncomingMessage } from 'node:http';
import { fastifyFormbody } from '@fastify/formbody';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import type Provider from 'oidc-provider';
import { findCustomer } from '../customers.js';
import { PortalError } from '../errors.js';
import { signInPage } from '../pages/sign-in-page.js';
import { PROVIDER_PATH, type ProviderClient, providerConfiguration } from './provider-configuration.js';

export interface ProviderRoutesOptions {
  /** Where browsers reach the portal, for example `http://localhost:8080`. */
  readonly origin: string;
  readonly clients: readonly ProviderClient[];
  /** @throws PortalError when the request was not made by a page of this portal */
  readonly requireSameOrigin: (request: FastifyRequest) => void;
}

/** Meridian's identity provider: the certified `oidc-provider` with sign-in pages of ours. */
export async function addIdentityProvider(
  app: FastifyInstance,
  options: ProviderRoutesOptions,
): Promise<void> {
  // Made when first needed: it is no part of what a start waits for.
  let made: Promise<Provider> | null = null;
  const provider = () => {
    made ??= createProvider(options);
    return made;
  };
  await app.register(async (scope) => addSignInPage(scope, provider, options));
  await app.register(async (scope) => {
    // Bodies are the library's to read.
    scope.removeAllContentTypeParsers();
    scope.addContentTypeParser('*', (_request, _payload, done) => done(null));
    scope.all(`${PROVIDER_PATH}/*`, async (request, reply) => {
      const answer = (await provider()).callback();
      reply.hijack();
      await answer(below(request.raw), reply.raw);
    });
  });
}

/** Past the entry point, whose one addition is a complaint about Node.js 20, under which all of this is tested. */
const LIBRARY: string = 'oidc-provider/lib/provider.js';

interface InteractionRoute {
  Params: { uid: string };
  Body: { customer?: unknown } | null;
}

/** Where the library sends a browser that has to say who it is. */
async function addSignInPage(
  app: FastifyInstance,
  provider: () => Promise<Provider>,
  { requireSameOrigin }: ProviderRoutesOptions,
): Promise<void> {
  await app.register(fastifyFormbody);
  app.get<InteractionRoute>(`${PROVIDER_PATH}/interaction/:uid`, (request, reply) => {
    const page = signInPage({ action: `${PROVIDER_PATH}/interaction/${request.params.uid}`, back: '/' });
    return reply.type('text/html; charset=utf-8').send(page.toString());
  });
  app.post<InteractionRoute>(
    `${PROVIDER_PATH}/interaction/:uid`,
    { onRequest: async (request) => requireSameOrigin(request) },
    async (request, reply) => {
      const id = request.body?.customer;
      const customer = findCustomer(typeof id === 'string' ? id : undefined);
      if (!customer) throw new PortalError('bad_request', 'There is no such demo customer.');
      const result = { login: { accountId: customer.id } };
      return reply.redirect(await resumeUrl(await provider(), request.raw, reply.raw, result), 303);
    },
  );
}

/** @throws PortalError when the sign-in took too long, or was started in another browser */
async function resumeUrl(
  provider: Provider,
  ...[request, response, result]: Parameters<Provider['interactionResult']>
): Promise<string> {
  try {
    return await provider.interactionResult(request, response, result);
  } catch {
    throw new PortalError('bad_request', 'This sign-in is over. Start it again.');
  }
}

async function createProvider({ origin, clients }: ProviderRoutesOptions): Promise<Provider> {
  const { Provider: Library } = (await import(LIBRARY)) as typeof import('oidc-provider');
  return new Library(`${origin}${PROVIDER_PATH}`, await providerConfiguration(clients));
}

/** As mounted: the library finds its own paths, and what they are mounted below in `originalUrl`. */
function below(request: IncomingMessage & { originalUrl?: string }): IncomingMessage {
  request.originalUrl = request.url ?? '';
  request.url = request.originalUrl.slice(PROVIDER_PATH.length);
  return request;
}
