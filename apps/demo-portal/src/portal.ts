import { fileURLToPath } from 'node:url';
import { fastifyCookie } from '@fastify/cookie';
import { fastifyHelmet } from '@fastify/helmet';
import { fastifyStatic } from '@fastify/static';
import { type FastifyError, type FastifyInstance, type FastifyRequest, fastify } from 'fastify';
import { addAssertionEndpoint } from './assertion.js';
import type { SignedInCustomer } from './customer.js';
import { addIdentityProvider } from './identity-provider/provider-routes.js';
import { addPages, sendProblem } from './page-routes.js';
import { PortalSessions } from './portal-sessions.js';
import { addProviderSignIn, type PortalProvider } from './provider-sign-in.js';
import { requireSameOrigin } from './same-origin.js';
import type { PortalSigningKey } from './signing-key.js';

export interface PortalOptions {
  /** Signs assertions and the portal's own session cookie. */
  readonly signingKey: PortalSigningKey;
  /** The portal's name in assertions; need not resolve. */
  readonly issuer: string;
  /** What the gateway expects as `aud`. */
  readonly audience: string;
  /** `true` behind TLS: cookies are `Secure` with the `__Host-` prefix, and only https origins are the portal's own. */
  readonly secureCookies: boolean;
  /** The portal's identity provider, and who uses it; off when absent. */
  readonly provider?: PortalProvider;
  readonly now?: () => Date;
}

declare module 'fastify' {
  interface FastifyRequest {
    /** Who is signed in to the portal. */
    customer: SignedInCustomer | null;
  }
}

const BODY_LIMIT_BYTES = 16 * 1024;
const PUBLIC_FOLDER = fileURLToPath(new URL('./assets/public', import.meta.url));

/** The demo portal, not listening. It owns every path of its origin but those mounted beside it. */
export async function createPortal(options: PortalOptions): Promise<FastifyInstance> {
  const { secureCookies, now = () => new Date() } = options;
  const sessions = new PortalSessions({ ...options, sessionKey: options.signingKey.sessionKey, now });
  const scheme = secureCookies ? 'https' : 'http';
  const ownOrigin = (request: FastifyRequest) => requireSameOrigin(request, scheme);

  const app = fastify({
    logger: { level: 'error', stream: process.stderr },
    bodyLimit: BODY_LIMIT_BYTES,
    // An address that cannot be decoded has no route, hence no page of its own.
    frameworkErrors: (_error, _request, reply) => reply.redirect('/not-found', 303),
  });
  await app.register(fastifyCookie);
  await addSecurityHeaders(app, secureCookies);
  await app.register(fastifyStatic, { root: PUBLIC_FOLDER, wildcard: false, maxAge: '5m' });

  app.decorateRequest('customer', null);
  app.addHook('onRequest', async (request, reply) => {
    reply.header('cache-control', 'no-store');
    request.customer = await sessions.authenticate(request.cookies[sessions.cookieName]);
  });
  answerProblems(app);
  await app.register(addAssertionEndpoint, { ...options, now, requireSameOrigin: ownOrigin });
  const { provider, signingKey } = options;
  if (provider) {
    const { origin, portal, gateway } = provider;
    const clients = [portal, gateway];
    await app.register(addIdentityProvider, { origin, clients, requireSameOrigin: ownOrigin });
    addProviderSignIn(app, { origin, client: portal, sessions, sessionKey: signingKey.sessionKey });
  }
  await app.register(addPages, { ...options, sessions, now, requireSameOrigin: ownOrigin });
  return app;
}

async function addSecurityHeaders(app: FastifyInstance, isOnTls: boolean): Promise<void> {
  await app.register(fastifyHelmet, {
    contentSecurityPolicy: {
      useDefaults: false,
      directives: {
        'default-src': ["'none'"],
        'script-src': ["'self'"],
        'style-src': ["'self'"],
        'connect-src': ["'self'"],
        'img-src': ["'self'", 'data:'],
        'font-src': ["'self'"],
        'form-action': ["'self'"],
        'base-uri': ["'none'"],
        'object-src': ["'none'"],
        'frame-ancestors': ["'none'"],
      },
    },
    crossOriginOpenerPolicy: { policy: 'same-origin' },
    crossOriginResourcePolicy: { policy: 'same-origin' },
    // With 'no-referrer' browsers send `Origin: null` with the portal's own forms.
    referrerPolicy: { policy: 'same-origin' },
    strictTransportSecurity: isOnTls,
    xFrameOptions: { action: 'deny' },
  });
}

function answerProblems(app: FastifyInstance): void {
  app.setNotFoundHandler((_request, reply) => sendProblem(reply, 404, 'notFound'));
  app.setErrorHandler((error: FastifyError, request, reply) => {
    const statusCode = error.statusCode ?? 500;
    if (statusCode === 403) return sendProblem(reply, 403, 'refused');
    if (statusCode < 500) return sendProblem(reply, statusCode, 'badRequest');
    request.log.error({ err: error }, 'a page could not be made');
    return sendProblem(reply, 500, 'failed');
  });
}
