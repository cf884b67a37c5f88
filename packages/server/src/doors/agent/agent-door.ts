import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';
import { fastifyStatic } from '@fastify/static';
import type { AgentPresence } from '@throughline/core';
import type { AgentSession, AgentSessions } from '@throughline/identity';
import { deskCommandSchema } from '@throughline/protocol/schemas';
import type { FastifyInstance } from 'fastify';
import type { WebSocket } from 'ws';
import { z } from 'zod';
import type { OriginRule } from '../../config/options.js';
import { WireError } from '../../errors.js';
import { DeskConnection } from '../../realtime/desk-connection.js';
import { FrameSocket } from '../../realtime/frame-socket.js';
import type { Hub } from '../../realtime/hub.js';
import type { Services } from '../../realtime/services.js';
import { DoorCookie } from '../cookies.js';
import { createDoorApp } from '../door-app.js';
import { requireOwnOrigin } from '../request-origin.js';
import { SocketUpgrade } from '../socket-upgrade.js';

export interface AgentDoorOptions {
  /** Offers one-click sign-in as any configured agent. */
  readonly demo: boolean;
  readonly origins: OriginRule;
  readonly secureCookies: boolean;
  readonly sessions: AgentSessions;
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

const demoSignInSchema = z.strictObject({ agentId: z.string().min(1).max(64) });

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
  addRoutes(app, options);
  addSocket(app, options);
  await app.ready();
  return app;
}

function addRoutes(app: FastifyInstance, options: AgentDoorOptions): void {
  const { sessions, services } = options;
  const cookie = cookieOf(options);

  app.addHook('preHandler', async (request) => {
    if (request.method !== 'GET' && request.method !== 'HEAD') {
      requireOwnOrigin(request.raw, options.origins, 'http');
    }
  });

  app.get('/api/v1/agent', async (request) => {
    const { agent } = await authenticate(options, request.headers.cookie);
    return { agent: describe(agent) };
  });

  if (options.demo) {
    app.get('/api/v1/demo-agents', async () => {
      const queues = new Map(
        (await services.contactCenter.queues()).map((queue) => [queue.id, queue.displayName]),
      );
      const agents = await services.contactCenter.agents();
      return {
        agents: agents.map((agent) => ({
          ...describe(agent),
          queues: agent.queueIds.map((id) => queues.get(id) ?? id),
        })),
      };
    });

    app.post('/api/v1/demo-sign-in', async (request, reply) => {
      const body = demoSignInSchema.safeParse(request.body);
      if (!body.success) throw new WireError('bad_request', 'Send {"agentId": "…"}.');
      const agents = await services.contactCenter.agents();
      const agent = agents.find(({ id }) => id === body.data.agentId);
      if (!agent) throw new WireError('not_found', 'There is no such agent.');
      const value = await sessions.start(agent.id, 'demo');
      return reply.setCookie(cookie.name, value, cookie.options()).code(204).send();
    });
  }

  app.post('/api/v1/sign-out', async (request, reply) => {
    const { session } = await authenticate(options, request.headers.cookie);
    await sessions.end(session);
    await services.contactCenter.setPresence(session.agentId, false);
    const sessionHash = Buffer.from(session.idHash).toString('base64url');
    services.core.bus.publish({ kind: 'session-ended', sessionHash });
    return reply.clearCookie(cookie.name, cookie.options()).code(204).send();
  });
}

function addSocket(app: FastifyInstance, options: AgentDoorOptions): void {
  const upgrade = new SocketUpgrade<SignedIn>(
    async (request) => {
      if (request.url?.split('?', 1)[0] !== SOCKET_PATH) {
        throw new WireError('not_found', 'There is nothing at this address.');
      }
      options.hub.requireOpen();
      requireOwnOrigin(request, options.origins, 'upgrade');
      return authenticate(options, request.headers.cookie);
    },
    (socket, signedIn) => connect(options, socket, signedIn),
  );
  app.server.on('upgrade', (request, socket, head) => upgrade.handle(request, socket, head));
}

function connect({ services, hub }: AgentDoorOptions, socket: WebSocket, { session, agent }: SignedIn): void {
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

interface SignedIn {
  readonly session: AgentSession;
  readonly agent: AgentPresence;
}

/** @throws WireError `unauthenticated`, also when the agent is no longer configured */
async function authenticate(options: AgentDoorOptions, cookieHeader: string | undefined): Promise<SignedIn> {
  const session = await options.sessions.authenticate(cookieOf(options).read(cookieHeader));
  const agent = session && (await options.services.contactCenter.agent(session.agentId));
  if (!agent) throw new WireError('unauthenticated', 'Nobody is signed in here. Sign in at the desk.');
  return { session, agent };
}

function cookieOf({ secureCookies }: AgentDoorOptions): DoorCookie {
  return new DoorCookie('throughline_agent', secureCookies);
}

function describe({ id, displayName, role }: AgentPresence) {
  return { id, displayName, role };
}
