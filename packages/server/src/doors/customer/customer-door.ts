import { readFile } from 'node:fs/promises';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Duplex } from 'node:stream';
import { fileURLToPath } from 'node:url';
import type { CustomerSession, CustomerSessions } from '@throughline/identity';
import { CUSTOMER_PATHS, type SessionResponse } from '@throughline/protocol';
import { customerCommandSchema, sessionRequestSchema } from '@throughline/protocol/schemas';
import type { FastifyInstance } from 'fastify';
import type { WebSocket } from 'ws';
import type { OriginRule } from '../../config/options.js';
import { WireError } from '../../errors.js';
import { CustomerConnection } from '../../realtime/customer-connection.js';
import { FrameSocket } from '../../realtime/frame-socket.js';
import type { Hub } from '../../realtime/hub.js';
import type { Services } from '../../realtime/services.js';
import { DoorCookie } from '../cookies.js';
import { createDoorApp, NO_CONTENT_POLICY } from '../door-app.js';
import { requireOwnOrigin } from '../request-origin.js';
import { SocketUpgrade } from '../socket-upgrade.js';

export interface CustomerDoorOptions {
  readonly basePath: string;
  readonly origins: OriginRule;
  readonly secureCookies: boolean;
  readonly sessions: CustomerSessions;
  readonly services: Services;
  readonly hub: Hub;
}

/** Handlers for a Node HTTP server; see `Throughline`. */
export interface CustomerDoor {
  readonly handler: (request: IncomingMessage, response: ServerResponse) => void;
  readonly upgrade: (request: IncomingMessage, socket: Duplex, head: Buffer) => boolean;
  close(): Promise<void>;
}

/** How long a pre-session cookie lasts: well above what the slowest hand-off takes, in seconds. */
const HAND_OFF_S = 300;

/** Everything a customer's browser talks to. */
export async function createCustomerDoor(options: CustomerDoorOptions): Promise<CustomerDoor> {
  const { basePath, services } = options;
  const { logger, metrics } = services;
  const app = await createDoorApp({
    logger,
    metrics,
    contentSecurityPolicy: NO_CONTENT_POLICY,
    secure: options.secureCookies,
  });
  await app.register(async (scope) => addRoutes(scope, options), { prefix: basePath });
  await app.ready();

  const sessionCookie = sessionCookieOf(options);
  const upgrade = new SocketUpgrade<CustomerSession>(
    async (request) => {
      options.hub.requireOpen();
      requireOwnOrigin(request, options.origins, 'upgrade');
      const session = await options.sessions.authenticate(sessionCookie.read(request.headers.cookie));
      if (!session) throw notSignedIn();
      return session;
    },
    (socket, session) => connect(options, socket, session),
  );
  return {
    handler: (request, response) => app.routing(request, response),
    upgrade: (request, socket, head) => {
      if (pathOf(request) !== `${basePath}${CUSTOMER_PATHS.socket}`) return false;
      upgrade.handle(request, socket, head);
      return true;
    },
    close: () => app.close(),
  };
}

async function addRoutes(app: FastifyInstance, options: CustomerDoorOptions): Promise<void> {
  const { sessions, services } = options;
  const sessionCookie = sessionCookieOf(options);
  const handOffCookie = new DoorCookie('throughline_handoff', options.secureCookies);
  const widget = await readFile(fileURLToPath(import.meta.resolve('@throughline/chat-widget/widget.js')));

  /** Every node closes the open sockets of the session. */
  const announceEnd = (idHash: Uint8Array) => {
    const sessionHash = Buffer.from(idHash).toString('base64url');
    services.core.bus.publish({ kind: 'session-ended', sessionHash });
  };

  app.get(CUSTOMER_PATHS.widget, (_request, reply) =>
    reply.header('cache-control', 'public, max-age=300').type('text/javascript; charset=utf-8').send(widget),
  );

  app.addHook('preHandler', async (request) => {
    if (request.method !== 'GET') requireOwnOrigin(request.raw, options.origins, 'http');
  });

  app.post(CUSTOMER_PATHS.challenge, (request, reply) => {
    const current = handOffCookie.read(request.headers.cookie);
    const { preSession, challenge } = sessions.startHandOff(current);
    return reply
      .setCookie(handOffCookie.name, preSession, handOffCookie.options(HAND_OFF_S))
      .send({ challenge });
  });

  app.post(CUSTOMER_PATHS.session, async (request, reply) => {
    const body = sessionRequestSchema.safeParse(request.body);
    if (!body.success) {
      throw new WireError('bad_request', 'Send {"assertion": "…"}: one compact JWS of at most 8 kB.');
    }
    const cookies = request.headers.cookie;
    const { cookie, session, ended } = await sessions.signIn(
      body.data.assertion,
      handOffCookie.read(cookies),
      sessionCookie.read(cookies),
    );
    if (ended) announceEnd(ended);
    if (cookie) reply.setCookie(sessionCookie.name, cookie, sessionCookie.options());
    return describe(session, services);
  });

  const requireSession = async (cookieHeader: string | undefined) => {
    const session = await sessions.authenticate(sessionCookie.read(cookieHeader));
    if (!session) throw notSignedIn();
    return session;
  };

  app.get(CUSTOMER_PATHS.session, async (request) =>
    describe(await requireSession(request.headers.cookie), services),
  );

  app.delete(CUSTOMER_PATHS.session, async (request, reply) => {
    const session = await requireSession(request.headers.cookie);
    await sessions.end(session);
    announceEnd(session.idHash);
    return reply.clearCookie(sessionCookie.name, sessionCookie.options()).code(204).send();
  });
}

function connect(options: CustomerDoorOptions, socket: WebSocket, session: CustomerSession): void {
  const { services, hub } = options;
  const frames = new FrameSocket({
    socket,
    schema: customerCommandSchema,
    limits: services.limits,
    logger: services.logger,
    metrics: services.metrics,
  });
  const connection = new CustomerConnection(services, session, frames);
  hub.addCustomer(connection);
  frames.start({
    onCommand: (command) => connection.onCommand(command),
    onClose: () => hub.removeCustomer(connection),
  });
}

function sessionCookieOf({ secureCookies }: CustomerDoorOptions): DoorCookie {
  return new DoorCookie('throughline_session', secureCookies);
}

function describe({ customer, expiresAt }: CustomerSession, { core }: Services): SessionResponse {
  const { displayName, locale } = customer.claims;
  const lifetimeMs = Math.max(0, expiresAt.getTime() - core.clock.now().getTime());
  return { customer: { displayName, locale }, expiresAt: expiresAt.toISOString(), lifetimeMs };
}

function notSignedIn(): WireError {
  return new WireError(
    'unauthenticated',
    'Nobody is signed in here. Ask the portal for an assertion and post it to the session address.',
  );
}

function pathOf(request: IncomingMessage): string {
  return (request.url ?? '').split('?', 1)[0] ?? '';
}
