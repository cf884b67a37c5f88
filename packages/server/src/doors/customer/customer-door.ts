import { readFile } from 'node:fs/promises';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Duplex } from 'node:stream';
import { fileURLToPath } from 'node:url';
import type { CustomerSession, CustomerSessions } from '@throughline/identity';
import { CUSTOMER_PATHS, type SessionResponse, type SessionsResponse } from '@throughline/protocol';
import { customerCommandSchema, sessionRequestSchema } from '@throughline/protocol/schemas';
import type { FastifyInstance } from 'fastify';
import type { WebSocket } from 'ws';
import type { OriginRule, SameSite } from '../../config/options.js';
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
  /** Of the session cookie. */
  readonly sameSite: SameSite;
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

  /** Every node closes the open sockets of these sessions. */
  const announceEnd = (sessionIds: readonly string[]) => {
    if (sessionIds.length === 0) return;
    services.core.bus.publish({ kind: 'customer-sessions-ended', sessionIds });
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
    const { cookie: cookies, 'user-agent': userAgent } = request.headers;
    const { cookie, session, ended } = await sessions.signIn(body.data.assertion, {
      preSession: handOffCookie.read(cookies),
      session: sessionCookie.read(cookies),
      userAgent,
    });
    announceEnd(ended);
    reply.setCookie(sessionCookie.name, cookie, sessionCookie.options());
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
    const { id, customer } = await requireSession(request.headers.cookie);
    await sessions.end(id, customer.id);
    announceEnd([id]);
    return reply.clearCookie(sessionCookie.name, sessionCookie.options()).code(204).send();
  });

  app.get(CUSTOMER_PATHS.sessions, async (request): Promise<SessionsResponse> => {
    const { id: currentId, customer } = await requireSession(request.headers.cookie);
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
    const { customer } = await requireSession(request.headers.cookie);
    const { id } = request.params;
    if (!(await sessions.end(id, customer.id))) {
      throw new WireError('not_found', 'You are not signed in at such a place.');
    }
    announceEnd([id]);
    return reply.code(204).send();
  });

  app.delete(CUSTOMER_PATHS.sessions, async (request, reply) => {
    const { customer } = await requireSession(request.headers.cookie);
    announceEnd(await sessions.endAllOf(customer.id));
    return reply.clearCookie(sessionCookie.name, sessionCookie.options()).code(204).send();
  });
}

/** Use is noted at most this often for each socket, in milliseconds. */
const NOTE_USE_MS = 60_000;

function connect(options: CustomerDoorOptions, socket: WebSocket, session: CustomerSession): void {
  const { services, hub, sessions } = options;
  const frames = new FrameSocket({
    socket,
    schema: customerCommandSchema,
    limits: services.limits,
    logger: services.logger,
    metrics: services.metrics,
  });
  const connection = new CustomerConnection(services, session, frames);
  hub.addCustomer(connection);
  let usedAt = performance.now();
  frames.start({
    onCommand: async (command) => {
      if (performance.now() - usedAt > NOTE_USE_MS) {
        usedAt = performance.now();
        await sessions.use(session.id);
      }
      await connection.onCommand(command);
    },
    onClose: () => hub.removeCustomer(connection),
  });
}

function sessionCookieOf({ secureCookies, sameSite }: CustomerDoorOptions): DoorCookie {
  return new DoorCookie('throughline_session', secureCookies, sameSite);
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
