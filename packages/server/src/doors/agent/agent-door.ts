import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';
import { fastifyStatic } from '@fastify/static';
import type { AuditActor, AuditTrail, CustomerIdentity } from '@throughline/core';
import type { AgentSessions, AgentSignIn } from '@throughline/identity';
import type { MaskingPolicy } from '@throughline/masking';
import { deskCommandSchema } from '@throughline/protocol/schemas';
import type { FastifyInstance } from 'fastify';
import type { WebSocket } from 'ws';
import type { OriginRule, UnknownAgents } from '../../config/options.js';
import { WireError } from '../../errors.js';
import { DeskConnection } from '../../realtime/desk-connection.js';
import { FrameSocket } from '../../realtime/frame-socket.js';
import type { Hub } from '../../realtime/hub.js';
import type { Services } from '../../realtime/services.js';
import { createDoorApp } from '../door-app.js';
import type { RequestLimits } from '../request-limits.js';
import { requireOwnOrigin } from '../request-origin.js';
import { SocketUpgrade } from '../socket-upgrade.js';
import { addAdminRoutes } from './admin-routes.js';
import { addAgentFiles } from './agent-files.js';
import { type AuditCheckOptions, addAuditCheckRoutes } from './audit-check-routes.js';
import { type AuditRoutesOptions, addAuditRoutes } from './audit-routes.js';
import { addCarryOverRoutes } from './carry-over-routes.js';
import { addDemoRoutes } from './demo-routes.js';
import { addMaskingRoutes } from './masking-routes.js';
import { addSignInRoutes } from './sign-in-routes.js';
import { type SignedInAgent, StaffAdmission } from './staff-admission.js';
import { addStandInRoutes, type StandInRoutesOptions } from './stand-in-routes.js';

export interface AgentDoorOptions {
  /** Offers one-click sign-in as any configured agent. */
  readonly demo: boolean;
  readonly origins: OriginRule;
  readonly secureCookies: boolean;
  readonly sessions: AgentSessions;
  /** At the company's identity provider; off when absent. */
  readonly signIn?: AgentSignIn;
  readonly unknownAgents: UnknownAgents;
  readonly audit: Pick<AuditTrail, 'record' | 'read' | 'head'>;
  readonly checkTrail: AuditCheckOptions['checkTrail'];
  readonly findCustomer: AuditRoutesOptions['findCustomer'];
  /** What supervisors try on texts. */
  readonly maskingPolicy: MaskingPolicy;
  /** Ends every session of a customer, on all nodes. */
  readonly endSessionsOf: (customer: CustomerIdentity, by: AuditActor) => Promise<void>;
  /** Null where the embedded contact center may not stand in for another one. */
  readonly standIn: StandInRoutesOptions | null;
  readonly limits: RequestLimits;
  readonly services: Services;
  readonly hub: Hub;
}

const SOCKET_PATH = '/api/v1/socket';

const DESK_POLICY = {
  'default-src': ["'none'"],
  'script-src': ["'self'"],
  'style-src': ["'self'"],
  'connect-src': ["'self'"],
  'img-src': ["'self'", 'data:'],
  'font-src': ["'self'"],
  'base-uri': ["'none'"],
  'form-action': ["'self'"],
  'object-src': ["'none'"],
  'frame-ancestors': ["'none'"],
};

/** The desk and its API: what agents and supervisors talk to. Not listening yet. */
export async function createAgentDoor(options: AgentDoorOptions): Promise<FastifyInstance> {
  const { logger, metrics } = options.services;
  const app = await createDoorApp({
    logger,
    metrics,
    contentSecurityPolicy: DESK_POLICY,
    secure: options.secureCookies,
  });
  const root = dirname(fileURLToPath(import.meta.resolve('@throughline/desk/browser/index.html')));
  await app.register(fastifyStatic, { root, cacheControl: false });
  const admission = new StaffAdmission(options);
  addRoutes(app, admission, options);
  await addAgentFiles(app, admission, options);
  addSocket(app, admission, options);
  await app.ready();
  return app;
}

function addRoutes(app: FastifyInstance, admission: StaffAdmission, options: AgentDoorOptions): void {
  const { sessions, services, signIn } = options;
  const { cookie } = admission;

  app.addHook('preHandler', async (request) => {
    if (request.method !== 'GET' && request.method !== 'HEAD') {
      requireOwnOrigin(request.raw, options.origins, 'http');
    }
  });

  app.get('/api/v1/agent', async (request) => {
    const { agentId: id, displayName, roles } = await admission.require(request.raw);
    return { agent: { id, displayName, roles }, standIn: options.standIn !== null };
  });

  app.get('/api/v1/sign-in/options', async () => ({ provider: signIn !== undefined }));

  if (options.demo) addDemoRoutes(app, admission, options);
  if (signIn) addSignInRoutes(app, admission, { ...options, signIn });
  addCarryOverRoutes(app, admission, options);
  addAuditRoutes(app, admission, options);
  addAuditCheckRoutes(app, admission, { trail: options.audit, checkTrail: options.checkTrail });
  addMaskingRoutes(app, admission, options.maskingPolicy);
  addAdminRoutes(app, admission, options);
  if (options.standIn) addStandInRoutes(app, admission, options.standIn, services);

  app.post('/api/v1/sign-out', async (request, reply) => {
    const session = await admission.require(request.raw);
    const idToken = await sessions.idTokenOf(session);
    await sessions.end(session);
    // Who serves no customers has no presence.
    const isAgent = await services.contactCenter.agent(session.agentId);
    if (isAgent) await services.contactCenter.setPresence(session.agentId, false);
    const sessionHash = Buffer.from(session.idHash).toString('base64url');
    services.core.bus.publish({ kind: 'session-ended', sessionHash });
    // The session is over here whether or not the identity provider can be asked where it ends there.
    const continueAt = signIn && idToken ? await signIn.signOutUrl(idToken).catch(() => null) : null;
    return reply
      .clearCookie(cookie.name, cookie.options())
      .send({ continueAt: continueAt === null ? null : continueAt.href });
  });
}

function addSocket(app: FastifyInstance, admission: StaffAdmission, options: AgentDoorOptions): void {
  const upgrade = new SocketUpgrade<SignedInAgent>(
    async (request) => {
      if (request.url?.split('?', 1)[0] !== SOCKET_PATH) {
        throw new WireError('not_found', 'There is nothing at this address.');
      }
      options.hub.requireOpen();
      requireOwnOrigin(request, options.origins, 'upgrade');
      return admission.requireAgent(request);
    },
    (socket, signedIn) => connect(options, socket, signedIn),
  );
  app.server.on('upgrade', (request, socket, head) => upgrade.handle(request, socket, head));
}

function connect(
  { services, hub }: AgentDoorOptions,
  socket: WebSocket,
  { session, agent }: SignedInAgent,
): void {
  const frames = new FrameSocket({
    socket,
    schema: deskCommandSchema,
    limits: services.limits,
    logger: services.logger,
    metrics: services.metrics,
  });
  const connection = new DeskConnection(services, hub.cards, session, agent, frames);
  hub.addDesk(connection);
  frames.start({
    onCommand: (command) => connection.onCommand(command),
    onClose: () => hub.removeDesk(connection),
  });
}
