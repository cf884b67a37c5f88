import { randomBytes } from 'node:crypto';
import { type AuthorizationChecks, IdentityError, RelyingParty } from '@throughline/identity';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { errors, jwtVerify, SignJWT } from 'jose';
import { findCustomer } from './customers.js';
import { PortalError } from './errors.js';
import { PROVIDER_PATH, type ProviderClient } from './identity-provider/provider-configuration.js';
import type { PortalSessions } from './portal-sessions.js';
import { safeReturn } from './safe-return.js';

export interface ProviderSignInOptions {
  readonly origin: string;
  readonly client: ProviderClient;
  readonly sessions: PortalSessions;
  readonly sessionKey: Uint8Array;
}

/** The identity provider and its clients. */
export interface PortalProvider {
  /** Where browsers reach the portal, for example `http://localhost:8080`. */
  readonly origin: string;
  readonly portal: ProviderClient;
  readonly gateway: ProviderClient;
}

/** Secrets are new with each start: all three live in one process. */
export function createPortalProvider(origin: string): PortalProvider {
  const origins = [origin, origin.replace('//localhost', '//127.0.0.1')];
  const below = (path: string) => origins.map((name) => `${name}${path}`);
  const newSecret = () => randomBytes(32).toString('base64url');
  return {
    origin,
    portal: {
      clientId: 'meridian-portal',
      clientSecret: newSecret(),
      redirectUris: below(CALLBACK_PATH),
      signedOutUris: below('/'),
    },
    gateway: {
      clientId: 'throughline',
      clientSecret: newSecret(),
      redirectUris: below('/support/v1/oidc/callback'),
      signedOutUris: below('/support/v1/oidc/signed-out'),
      backchannelLogoutUri: `${origin}/support/s2s/v1/backchannel-logout`,
    },
  };
}

export const SIGN_IN_PATH = '/sign-in';
const CALLBACK_PATH = '/sign-in/callback';

const PENDING_TYPE = 'meridian-sign-in+jwt';
const PENDING_S = 600;

interface PendingSignIn {
  readonly checks: AuthorizationChecks;
  readonly back: string;
}

/** The portal as a client of its own identity provider. What an answer must fit waits in a signed cookie. */
export function addProviderSignIn(app: FastifyInstance, options: ProviderSignInOptions): void {
  const { origin, client, sessions, sessionKey } = options;
  const { clientId, clientSecret } = client;
  const issuer = `${origin}${PROVIDER_PATH}`;
  const party = new RelyingParty({ issuer, clientId, clientSecret, allowHttp: issuer.startsWith('http:') });
  const cookieName = `${sessions.cookieName}_sign_in`;

  app.get<{ Querystring: { return?: unknown } }>(SIGN_IN_PATH, async (request, reply) => {
    const redirectUri = `${originOf(request, options)}${CALLBACK_PATH}`;
    // Whoever uses the demo wants to choose who to be.
    const { url, checks } = await party.authorize({ redirectUri, prompt: 'login' });
    const pending = await seal({ checks, back: safeReturn(request.query.return) }, sessionKey);
    const cookie = { ...sessions.cookieOptions, maxAge: PENDING_S };
    return reply.setCookie(cookieName, pending, cookie).redirect(url.href, 303);
  });

  app.get(CALLBACK_PATH, async (request, reply) => {
    const pending = await open(request.cookies[cookieName], sessionKey);
    const answer = new URL(request.url, origin).searchParams;
    const { subject } = await party.redeem(answer, pending.checks).catch(refuse);
    const customer = findCustomer(subject);
    if (!customer) throw new PortalError('bad_request', 'There is no such demo customer.');
    return signIn(reply, await sessions.issue(customer, 'provider'), pending.back);
  });

  const signIn = (reply: FastifyReply, cookie: string, back: string) =>
    reply
      .clearCookie(cookieName, sessions.cookieOptions)
      .setCookie(sessions.cookieName, cookie, sessions.cookieOptions)
      .redirect(back, 303);
}

/** Where the provider signs out whoever signed in there, and sends back to the start page. */
export function providerSignOutUrl(origin: string, { clientId }: ProviderClient): string {
  const back = new URLSearchParams({ client_id: clientId, post_logout_redirect_uri: `${origin}/` });
  return `${origin}${PROVIDER_PATH}/session/end?${back}`;
}

/** The portal is one under all its loopback names; the browser comes back to the one it came from. */
function originOf(request: FastifyRequest, { origin, client }: ProviderSignInOptions): string {
  const asked = `${new URL(origin).protocol}//${request.headers.host}`;
  return client.redirectUris.includes(`${asked}${CALLBACK_PATH}`) ? asked : origin;
}

function seal(pending: PendingSignIn, key: Uint8Array): Promise<string> {
  return new SignJWT({ ...pending, jti: randomBytes(16).toString('base64url') })
    .setProtectedHeader({ alg: 'HS256', typ: PENDING_TYPE })
    .setIssuedAt()
    .setExpirationTime(`${PENDING_S}s`)
    .sign(key);
}

async function open(cookie: string | undefined, key: Uint8Array): Promise<PendingSignIn> {
  try {
    const { payload } = await jwtVerify<PendingSignIn>(cookie ?? '', key, {
      algorithms: ['HS256'],
      typ: PENDING_TYPE,
    });
    return payload;
  } catch (error) {
    if (error instanceof errors.JOSEError) throw new PortalError('bad_request', 'This sign-in is over.');
    throw error;
  }
}

function refuse(error: unknown): never {
  if (error instanceof IdentityError) throw new PortalError('bad_request', error.message);
  throw error;
}
