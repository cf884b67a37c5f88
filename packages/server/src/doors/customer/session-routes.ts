import type { IncomingMessage } from 'node:http';
import type { CustomerSession, CustomerSessions, SignIn } from '@throughline/identity';
import { CUSTOMER_PATHS, type SessionResponse, type SessionsResponse } from '@throughline/protocol';
import { sessionRequestSchema } from '@throughline/protocol/schemas';
import type { FastifyInstance, FastifyReply } from 'fastify';
import { WireError } from '../../errors.js';
import type { Services } from '../../realtime/services.js';
import type { RequestLimits } from '../request-limits.js';
import { type Admission, notSignedIn } from './admission.js';
import type { IdentityProvider } from './oidc-routes.js';
import { askPortal, type Portal } from './portal.js';

export interface SessionRoutesOptions {
  readonly sessions: CustomerSessions;
  readonly portal?: Portal;
  readonly limits: RequestLimits;
  readonly identityProvider?: IdentityProvider;
  readonly services: Services;
}

/** How long a pre-session cookie lasts: well above what the slowest hand-off takes, in seconds. */
const HAND_OFF_S = 300;

/** Signing in and out, and where a customer is signed in. */
export function addSessionRoutes(
  app: FastifyInstance,
  admission: Admission,
  options: SessionRoutesOptions,
): void {
  const { sessions, portal, identityProvider, services } = options;
  const { sessionCookie, handOffCookie } = admission;
  const signOut = (reply: FastifyReply) =>
    reply.clearCookie(sessionCookie.name, sessionCookie.options()).code(204).send();

  app.post(CUSTOMER_PATHS.challenge, (request, reply) => {
    const { preSession, challenge } = sessions.startHandOff(admission.browserOf(request.raw).preSession);
    return reply
      .setCookie(handOffCookie.name, preSession, handOffCookie.options(HAND_OFF_S))
      .send({ challenge: portal ? null : challenge });
  });

  app.post(CUSTOMER_PATHS.session, async (request, reply) => {
    if (identityProvider && !hasAssertion(request.body)) {
      return describe(await renewByProvider(identityProvider, request.raw, admission), services);
    }
    const { session, cookie, ended } = portal
      ? await signInByPortal(portal, request.raw, admission, options)
      : await signInByAssertion(assertionOf(request.body), request.raw, admission, options);
    admission.announceEnd(ended);
    reply.setCookie(sessionCookie.name, cookie, sessionCookie.options());
    return describe(session, services);
  });

  app.get(CUSTOMER_PATHS.session, async (request) =>
    describe(await admission.require(request.raw), services),
  );

  app.delete(CUSTOMER_PATHS.session, async (request, reply) => {
    await admission.end(await admission.require(request.raw));
    return signOut(reply);
  });

  app.get(CUSTOMER_PATHS.sessions, async (request): Promise<SessionsResponse> => {
    const { id: currentId, customer } = await admission.require(request.raw);
    const places = await sessions.placesOf(customer.id);
    return {
      sessions: places.map(({ id, signedInAt, lastUsedAt, userAgent }) => ({
        id,
        current: id === currentId,
        signedInAt: signedInAt.toISOString(),
        lastUsedAt: lastUsedAt.toISOString(),
        userAgent,
      })),
    };
  });

  app.delete<{ Params: { id: string } }>(`${CUSTOMER_PATHS.sessions}/:id`, async (request, reply) => {
    const { customer } = await admission.require(request.raw);
    const { id } = request.params;
    if (!(await sessions.end(id, customer.id))) {
      throw new WireError('not_found', 'You are not signed in at such a place.');
    }
    admission.announceEnd([id]);
    return reply.code(204).send();
  });

  app.delete(CUSTOMER_PATHS.sessions, async (request, reply) => {
    const { customer } = await admission.require(request.raw);
    admission.announceEnd(await sessions.endAllOf(customer.id));
    return signOut(reply);
  });
}

function hasAssertion(body: unknown): boolean {
  return typeof body === 'object' && body !== null && 'assertion' in body;
}

/** @throws WireError `unauthenticated` when the provider does not vouch for the browser's customer any more */
async function renewByProvider(
  { sessions }: IdentityProvider,
  request: IncomingMessage,
  admission: Admission,
): Promise<CustomerSession> {
  const { id } = await admission.require(request);
  if (!(await sessions.refresh(id))) admission.announceEnd([id]);
  return admission.require(request);
}

function assertionOf(body: unknown): string {
  const parsed = sessionRequestSchema.safeParse(body);
  if (parsed.success) return parsed.data.assertion;
  throw new WireError('bad_request', 'Send {"assertion": "…"}: one compact JWS of at most 8 kB.');
}

async function signInByAssertion(
  assertion: string,
  request: IncomingMessage,
  admission: Admission,
  { sessions, limits }: SessionRoutesOptions,
): Promise<SignIn> {
  const browser = admission.browserOf(request);
  const { claims, token } = await sessions.verify(assertion, browser);
  await limits.takeForCustomer(claims);
  return sessions.signInAs(claims, 'assertion', browser, token);
}

/** @throws WireError `unauthenticated` when nobody is signed in at the portal: then nobody is here either */
async function signInByPortal(
  portal: Portal,
  request: IncomingMessage,
  admission: Admission,
  { sessions, limits, services }: SessionRoutesOptions,
): Promise<SignIn> {
  const browser = admission.browserOf(request);
  const claims = await askPortal(portal, request, services.logger);
  if (claims) {
    await limits.takeForCustomer(claims);
    return sessions.signInAs(claims, 'portal', browser);
  }
  const session = await sessions.authenticate(browser.session);
  if (session) await admission.end(session);
  throw notSignedIn();
}

function describe({ customer, expiresAt }: CustomerSession, { core }: Services): SessionResponse {
  const { displayName, locale } = customer.claims;
  const lifetimeMs = Math.max(0, expiresAt.getTime() - core.clock.now().getTime());
  return { customer: { displayName, locale }, expiresAt: expiresAt.toISOString(), lifetimeMs };
}
