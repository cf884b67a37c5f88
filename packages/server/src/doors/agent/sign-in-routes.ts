import { type AuditTrail, CoreError, type StaffRole } from '@throughline/core';
import {
  type AgentSessions,
  type AgentSignIn,
  agentRefused,
  IdentityError,
  type StaffMember,
} from '@throughline/identity';
import type { FastifyInstance } from 'fastify';
import type { UnknownAgents } from '../../config/options.js';
import type { Services } from '../../realtime/services.js';
import type { StaffAdmission } from './staff-admission.js';

export interface SignInRoutesOptions {
  readonly signIn: AgentSignIn;
  readonly unknownAgents: UnknownAgents;
  readonly sessions: AgentSessions;
  readonly services: Services;
  readonly audit: Pick<AuditTrail, 'record'>;
}

/** How long somebody may take at the identity provider, in seconds; as long as `PendingSignIns` remembers it. */
const SIGN_IN_S = 600;

/**
 * Sign-in at the company's identity provider: there, and back. A refusal comes back to the desk as a code, for which
 * the desk has the words.
 */
export function addSignInRoutes(
  app: FastifyInstance,
  admission: StaffAdmission,
  options: SignInRoutesOptions,
): void {
  const { signIn, sessions } = options;
  const { cookie, signInCookie } = admission;

  app.get<{ Querystring: { again?: string } }>('/api/v1/sign-in', async (request, reply) => {
    try {
      const preSession = signInCookie.read(request.headers.cookie);
      const started = await signIn.start(preSession, request.query.again !== undefined);
      return reply
        .setCookie(signInCookie.name, started.preSession, signInCookie.options(SIGN_IN_S))
        .redirect(started.url.href, 303);
    } catch (error) {
      return reply.redirect(await refusalPath(error, options), 303);
    }
  });

  app.get('/api/v1/sign-in/callback', async (request, reply) => {
    try {
      const { member, idToken } = await signIn.finish(new URL(request.url, SOMEWHERE).searchParams, {
        preSession: signInCookie.read(request.headers.cookie),
        userAgent: request.headers['user-agent'],
      });
      await makeKnown(member, options);
      const value = await sessions.start(member, 'provider', idToken);
      return reply.setCookie(cookie.name, value, cookie.options()).redirect('/', 303);
    } catch (error) {
      return reply.redirect(await refusalPath(error, options), 303);
    }
  });
}

/** Only the query of a request's address is looked at. */
const SOMEWHERE = 'http://desk.invalid';

const SERVING: ReadonlySet<StaffRole> = new Set(['agent', 'supervisor']);

/** @throws IdentityError `sign_in_refused` for somebody who would serve customers and is not among the agents */
async function makeKnown(
  { agentId, displayName, roles }: StaffMember,
  { unknownAgents, services: { contactCenter } }: SignInRoutesOptions,
): Promise<void> {
  if (!roles.some((role) => SERVING.has(role))) return;
  if (unknownAgents.kind === 'provision') {
    const role = roles.includes('supervisor') ? 'supervisor' : 'agent';
    const { queueIds, capacity } = unknownAgents;
    await contactCenter.provision({ id: agentId, displayName, role, capacity, queueIds });
  } else if (!(await contactCenter.agent(agentId))) throw agentRefused('unknown_agent');
}

/** Where the desk tells what went wrong, by a code of ours or one that the identity provider may use for errors. */
async function refusalPath(
  error: unknown,
  { services: { core, logger }, audit }: SignInRoutesOptions,
): Promise<string> {
  const isAway =
    (error instanceof IdentityError || error instanceof CoreError) && error.code === 'unavailable';
  if (isAway) {
    logger.warn({ err: error }, 'nobody can sign in at the desk just now');
    return '/?refused=unavailable';
  }
  if (!(error instanceof IdentityError)) throw error;
  await audit.record({
    at: core.clock.now(),
    action: 'authorization.denied',
    actor: { kind: 'system', id: 'desk' },
    details: { reason: error.reason },
  });
  return `/?refused=${encodeURIComponent(error.reason)}`;
}
