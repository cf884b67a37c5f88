import type { IncomingMessage } from 'node:http';
import type { AuditTrail } from '@throughline/core';
import {
  IdentityError,
  type OidcSessions,
  type PendingSignIns,
  parseReturnPath,
  type RelyingParty,
} from '@throughline/identity';
import { CUSTOMER_PATHS } from '@throughline/protocol';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { OriginRule } from '../../config/options.js';
import { toWireError, WireError } from '../../errors.js';
import type { Services } from '../../realtime/services.js';
import { DoorCookie } from '../cookies.js';
import { readForms } from '../forms.js';
import { ownOrigin, portalOrigin, requireOwnNavigation, requireOwnOrigin } from '../request-origin.js';
import type { Admission } from './admission.js';

/** An identity provider that signs customers in. */
export interface IdentityProvider {
  readonly party: RelyingParty;
  readonly pending: PendingSignIns;
  readonly sessions: OidcSessions;
  readonly audit: AuditTrail;
}

export interface OidcRoutesOptions {
  readonly basePath: string;
  readonly origins: OriginRule;
  readonly secureCookies: boolean;
  readonly services: Services;
}

/** As long as a sign-in can be under way, in seconds. */
const SIGN_IN_S = 600;

/** Where a page finds why nobody was signed in, in the fragment of its address: no server sees it. */
const FAILURE_FRAGMENT = 'throughline-sign-in';

/**
 * The browser's way through the identity provider and back, all of it top-level navigation: browsers keep the cookies
 * of other sites from frames.
 */
export async function addOidcRoutes(
  app: FastifyInstance,
  { party, pending, sessions, audit }: IdentityProvider,
  admission: Admission,
  options: OidcRoutesOptions,
): Promise<void> {
  const { basePath, origins, services } = options;
  // Lax, because the provider sends the browser back from another site.
  const signInCookie = new DoorCookie('throughline_sign_in', options.secureCookies, 'lax');
  const browserOf = (request: IncomingMessage) => ({
    ...admission.browserOf(request),
    preSession: signInCookie.read(request.headers.cookie),
  });
  const addressOf = (request: IncomingMessage, path: string) =>
    `${ownOrigin(request, origins)}${basePath}${path}`;
  const goOn = (reply: FastifyReply, path: string) => reply.redirect(`${portalOrigin(origins)}${path}`, 303);
  const note = (error: unknown): WireError => {
    const refusal = toWireError(error);
    const { code } = refusal;
    const reason = error instanceof IdentityError ? error.reason : code;
    services.logger.warn({ code, reason }, 'a sign-in at the identity provider failed');
    services.metrics.refusals.inc({ code });
    return refusal;
  };

  /** Only of sign-ins that a browser of ours has started: anyone can send an answer to nothing. */
  const recordRefusal = async (error: unknown): Promise<void> => {
    if (!(error instanceof IdentityError) || error.code !== 'sign_in_refused') return;
    await audit.record({
      at: services.core.clock.now(),
      action: 'session.refused',
      actor: { kind: 'system', id: 'gateway' },
      details: { method: 'oidc', reason: error.reason },
    });
  };

  app.get<SignInRequest>(CUSTOMER_PATHS.oidcSignIn, async (request, reply) => {
    requireOwnNavigation(request.raw, origins);
    const returnPath = parseReturnPath(request.query.returnTo ?? '/');
    if (returnPath === null) {
      throw new WireError('bad_request', 'returnTo must be a path of the portal, such as /orders.');
    }
    const isSilent = request.query.prompt === 'none';
    try {
      const redirectUri = addressOf(request.raw, CUSTOMER_PATHS.oidcCallback);
      const { url, checks } = await party.authorize({ redirectUri, ...(isSilent ? { prompt: 'none' } : {}) });
      const cookie = await pending.keep({ purpose: 'customer', checks, returnPath }, browserOf(request.raw));
      reply.setCookie(signInCookie.name, cookie, signInCookie.options(SIGN_IN_S));
      return reply.redirect(url.href, 303);
    } catch (error) {
      return goOn(reply, withFailure(returnPath, note(error)));
    }
  });

  app.get(CUSTOMER_PATHS.oidcCallback, async (request, reply) => {
    const answer = queryOf(request);
    const started = await pending
      .take('customer', answer.get('state'), browserOf(request.raw))
      .catch((error: unknown) => sendDeadEnd(reply, note(error)));
    if (!('checks' in started)) return started;
    try {
      const identity = await party.redeem(answer, started.checks);
      const { cookie, ended } = await sessions.signIn(identity, started.browser);
      admission.announceEnd(ended);
      reply.setCookie(admission.sessionCookie.name, cookie, admission.sessionCookie.options());
      return goOn(reply, started.returnPath);
    } catch (error) {
      await recordRefusal(error);
      return goOn(reply, withFailure(started.returnPath, note(error)));
    }
  });

  await app.register(async (forms) => {
    readForms(forms);
    forms.post(CUSTOMER_PATHS.oidcSignOut, async (request, reply) => {
      requireOwnOrigin(request.raw, origins, 'upgrade');
      const returnTo = request.body instanceof URLSearchParams ? request.body.get('returnTo') : null;
      const returnPath = parseReturnPath(returnTo ?? '/') ?? '/';
      const session = await admission.require(request.raw).catch(nobody);
      if (!session) return goOn(reply, returnPath);
      const idToken = await sessions.idTokenOf(session);
      // Here first: whatever the provider does, this session is over.
      await admission.end(session);
      reply.clearCookie(admission.sessionCookie.name, admission.sessionCookie.options());
      if (idToken === null) return goOn(reply, returnPath);
      const returnUri = addressOf(request.raw, CUSTOMER_PATHS.oidcSignedOut);
      const url = await party
        .endSessionUrl({ idToken, returnUri, state: returnPath })
        .catch((error: unknown) => void note(error));
      return url ? reply.redirect(url.href, 303) : goOn(reply, returnPath);
    });
  });

  // The state is no secret: it is looked at as any other place to go to.
  app.get<{ Querystring: { state?: unknown } }>(CUSTOMER_PATHS.oidcSignedOut, (request, reply) => {
    const { state } = request.query;
    return goOn(reply, parseReturnPath(state) ?? '/');
  });
}

interface SignInRequest {
  Querystring: { returnTo?: unknown; prompt?: unknown };
}

/** @throws the same error, unless it says that nobody is signed in */
function nobody(error: unknown): null {
  if (error instanceof WireError && error.code === 'unauthenticated') return null;
  throw error;
}

function queryOf({ raw }: FastifyRequest): URLSearchParams {
  return new URL(raw.url ?? '/', 'http://callback.invalid').searchParams;
}

function withFailure(path: string, { code }: WireError): string {
  return `${path.split('#', 1)[0]}#${FAILURE_FRAGMENT}=${code}`;
}

/** For a browser that comes back with an answer to nothing: there is no page of its own to send it to. */
function sendDeadEnd(reply: FastifyReply, { meaning }: WireError): FastifyReply {
  return reply
    .code(meaning.httpStatus)
    .type('text/html; charset=utf-8')
    .send(
      '<!doctype html><html lang="en"><title>Sign-in is over</title><h1>This sign-in is over</h1>' +
        '<p>It took too long, was used before, or was started in another browser. <a href="/">Go back and start again.</a>',
    );
}
