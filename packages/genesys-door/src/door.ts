import { randomUUID } from 'node:crypto';
import { type IncomingMessage, STATUS_CODES } from 'node:http';
import type { Duplex } from 'node:stream';
import { setTimeout as sleep } from 'node:timers/promises';
import { CoreError, type GuestConversations } from '@throughline/core';
import {
  type FastifyError,
  type FastifyInstance,
  type FastifyReply,
  type FastifyRequest,
  fastify,
} from 'fastify';
import { WebSocketServer } from 'ws';
import { type DoorState, deploymentOf, isAllowedOrigin } from './door-state.js';
import { addEmulatorRoutes } from './emulator/emulator-routes.js';
import { Faults } from './emulator/faults.js';
import { Attachments } from './guests/attachments.js';
import { MadeUpCodes, ProviderCodeExchange } from './guests/code-exchange.js';
import { GuestBook } from './guests/guest-book.js';
import { GuestTokens } from './guests/guest-tokens.js';
import { DEFAULT_DOOR_LIMITS, type GenesysDoorOptions } from './options.js';
import { addCallbackRoutes, Callbacks } from './platform/callback-routes.js';
import { addConversationRoutes } from './platform/conversation-routes.js';
import { addDeploymentFiles, addDeploymentRoutes } from './platform/deployment-routes.js';
import { Directory } from './platform/directory.js';
import { addGuestRoutes } from './platform/guest-routes.js';
import { addNotificationRoutes, Notifications } from './platform/notifications.js';
import { addOAuthRoutes, PlatformTokens } from './platform/oauth.js';
import { addObservationRoutes } from './platform/observation-routes.js';
import { addOrganizationRoutes } from './platform/organization-routes.js';
import { PlatformError, sendPlatformError } from './platform/platform-error.js';
import { addRoutingRoutes } from './platform/routing-routes.js';
import { addUploadRoutes } from './platform/upload-routes.js';
import { GuestConnection } from './socket/guest-connection.js';
import { GuestRates } from './socket/guest-rates.js';

/** Largest frame of a guest, in bytes: the longest text, attributes and metadata fit many times over. */
const FRAME_BYTES = 128 * 1024;
const BODY_BYTES = 1024 * 1024;
const EXPIRY_MS = 1_000;

export interface GenesysDoor {
  /** Not listening yet. */
  readonly app: FastifyInstance;
  /** What the contact center's agents serve. */
  readonly guests: GuestConversations;
  close(): Promise<void>;
}

/** The embedded contact center over Genesys's public protocols. */
export async function createGenesysDoor(options: GenesysDoorOptions): Promise<GenesysDoor> {
  const state = createState(options);
  const directory = new Directory(options.contactCenter);
  const tokens = new PlatformTokens(state);
  const callbacks = new Callbacks(state, directory);
  const notifications = new Notifications(state, directory, callbacks);
  const codes = options.identityProvider ? null : new MadeUpCodes();
  const exchange = options.identityProvider
    ? new ProviderCodeExchange(options.identityProvider)
    : (codes ?? new MadeUpCodes());

  const app = createApp(state);
  addOAuthRoutes(app, state, tokens);
  addDeploymentFiles(app, state);
  addUploadRoutes(app, state);
  await app.register(
    async (api) => {
      addGuestRoutes(api, state, exchange);
    },
    { prefix: '/api/v2' },
  );
  await app.register(
    async (api) => {
      api.addHook('onRequest', async (request) => tokens.admit(request));
      addConversationRoutes(api, state, directory);
      addCallbackRoutes(api, state, callbacks);
      addRoutingRoutes(api, state, directory);
      addObservationRoutes(api, state, directory);
      addNotificationRoutes(api, state, notifications, tokens);
      addDeploymentRoutes(api, state);
      addOrganizationRoutes(api, state, tokens);
    },
    { prefix: '/api/v2' },
  );
  await app.register(
    async (api) => {
      api.addHook('onRequest', async (request) => {
        tokens.clientOf(request);
      });
      addEmulatorRoutes(api, state, tokens, codes);
    },
    { prefix: '/emulator/v1' },
  );
  const sockets = addSockets(app, state, notifications);
  const unfollow = followTyping(state);
  await app.ready();
  notifications.start();
  const expiry = setInterval(() => {
    state.guests.expireDue().catch((error) => options.onFailure(error, 'expiry'));
  }, EXPIRY_MS);

  return {
    app,
    guests: state.guests,
    close: async () => {
      clearInterval(expiry);
      unfollow();
      notifications.stop();
      for (const socket of sockets.clients) socket.close(1001, 'the door is closing');
      await app.close();
      for (const socket of sockets.clients) socket.terminate();
    },
  };
}

function createState(options: GenesysDoorOptions): DoorState {
  const limits = { ...DEFAULT_DOOR_LIMITS, ...options.limits };
  const { contactCenter, bus, clock, mask, newId } = options;
  const guests = new GuestBook({ contactCenter, bus, clock, mask, newId, limits });
  return {
    options,
    limits,
    guests,
    tokens: new GuestTokens(clock, limits),
    attachments: new Attachments(() => clock.now().getTime(), limits),
    faults: new Faults(),
    baseUrl: (host) => `http://${host ?? 'localhost'}`,
  };
}

function createApp(state: DoorState): FastifyInstance {
  const app = fastify({
    logger: false,
    bodyLimit: BODY_BYTES,
    forceCloseConnections: true,
    routerOptions: { ignoreTrailingSlash: true, maxParamLength: 300 },
    exposeHeadRoutes: false,
  });
  app.removeContentTypeParser('text/plain');
  app.addContentTypeParser(
    'application/x-www-form-urlencoded',
    { parseAs: 'string' },
    (_request, body, done) => done(null, new URLSearchParams(String(body))),
  );
  // Clients send "application/json" also with bodies that are empty.
  app.removeContentTypeParser('application/json');
  app.addContentTypeParser('application/json', { parseAs: 'string' }, (_request, body, done) => {
    if (body === '') return done(null, undefined);
    try {
      done(null, JSON.parse(String(body)) as unknown);
    } catch {
      done(new PlatformError(400, 'bad.request', 'The request body is not valid JSON.'));
    }
  });
  app.addHook('onRequest', async (request, reply) => {
    reply.header('inin-correlation-id', randomUUID());
    allowPages(state, request, reply);
    if (request.method === 'OPTIONS') return reply.code(204).send();
    return strike(state, request, reply);
  });
  app.setErrorHandler((error: FastifyError, _request, reply) =>
    sendPlatformError(reply, toPlatformError(state, error)),
  );
  app.setNotFoundHandler((_request, reply) =>
    sendPlatformError(reply, new PlatformError(404, 'not.found', 'There is nothing at this address.')),
  );
  app.options('*', async (_request, reply) => reply.code(204).send());
  return app;
}

/** Cross-origin rules: files of deployments are for everyone, the rest for the deployments' pages. */
function allowPages({ options }: DoorState, { headers, url }: FastifyRequest, reply: FastifyReply): void {
  const { origin } = headers;
  const isPublic = url.startsWith('/webdeployments/v1/');
  const isGuests = /^\/(api\/v2\/(webmessaging|webdeployments\/token)\/|uploads\/|downloads\/)/.test(url);
  if (origin === undefined || !(isPublic || isGuests)) return;
  if (!isPublic && !options.deployments.some((deployment) => isAllowedOrigin(deployment, origin))) return;
  reply.headers({
    'access-control-allow-origin': isPublic ? '*' : origin,
    'access-control-allow-methods': 'GET, POST, PUT, DELETE, OPTIONS',
    'access-control-allow-headers':
      headers['access-control-request-headers'] ?? 'authorization, content-type',
    vary: 'origin',
  });
}

/** Carries out what tests asked to go wrong. */
async function strike({ faults }: DoorState, { url }: FastifyRequest, reply: FastifyReply) {
  if (url.startsWith('/emulator/')) return undefined;
  const delay = faults.take('delay', ({ path }) => url.startsWith(path));
  if (delay) await sleep(delay.ms);
  const fault = faults.take('http', ({ path }) => url.startsWith(path));
  if (!fault) return undefined;
  const { status, retryAfterSeconds, emptyBody } = fault;
  if (emptyBody) {
    if (retryAfterSeconds !== undefined) reply.header('retry-after', String(retryAfterSeconds));
    return reply.code(status).send();
  }
  const wait = retryAfterSeconds === undefined ? {} : { retryAfterSeconds };
  const [code, message] = WORDS[status] ?? [
    'internal.server.error',
    'The server encountered an unexpected condition.',
  ];
  return sendPlatformError(reply, new PlatformError(status, code, message, wait));
}

const WORDS: Readonly<Record<number, readonly [code: string, message: string]>> = {
  401: ['bad.credentials', 'Invalid login credentials.'],
  403: ['not.authorized', 'You are not authorized to perform the requested action.'],
  404: ['not.found', 'The requested resource was not found.'],
  408: ['client.timeout', 'The client request timed out.'],
  429: ['too.many.requests.retry.after', 'Rate limit exceeded the maximum. Retry the request later'],
  503: ['service.unavailable', 'Service Unavailable - The server is currently unavailable.'],
  504: ['request.timeout', 'The request timed out.'],
};

function toPlatformError({ options }: DoorState, error: unknown): PlatformError {
  if (error instanceof PlatformError) return error;
  if (error instanceof CoreError) {
    return error.code === 'conversation_ended'
      ? new PlatformError(400, 'bad.request', error.message)
      : error.code === 'not_found'
        ? new PlatformError(404, 'not.found', error.message)
        : new PlatformError(503, 'service.unavailable', error.message);
  }
  const { statusCode } = error as FastifyError;
  if (statusCode === 413) {
    return new PlatformError(413, 'request.entity.too.large', 'The request body is too large.');
  }
  if (statusCode === 415) {
    return new PlatformError(415, 'unsupported.media.type', 'The content type is not supported.');
  }
  if (statusCode === 400) return new PlatformError(400, 'bad.request', 'The request is not valid.');
  options.onFailure(error, 'request');
  return new PlatformError(500, 'internal.server.error', 'The server encountered an unexpected condition.');
}

function addSockets(app: FastifyInstance, state: DoorState, notifications: Notifications): WebSocketServer {
  const server = new WebSocketServer({ noServer: true, maxPayload: FRAME_BYTES, perMessageDeflate: false });
  const rates = new GuestRates(state.options.clock, state.limits);
  app.server.on('upgrade', (request, socket, head) => {
    socket.on('error', () => socket.destroy());
    const url = new URL(request.url ?? '/', 'http://door.invalid');
    const channel = /^\/channels\/([\w-]+)$/.exec(url.pathname)?.[1];
    if (channel !== undefined) {
      if (!notifications.has(channel)) return refuse(socket, 404);
      return server.handleUpgrade(request, socket, head, (webSocket) => {
        if (!notifications.connect(channel, webSocket)) webSocket.close(1008);
      });
    }
    const refusal = refusalOf(state, rates, url, request);
    if (typeof refusal === 'number') return refuse(socket, refusal);
    return server.handleUpgrade(request, socket, head, (webSocket) => {
      new GuestConnection(state, rates, webSocket, refusal, request.headers.host);
    });
  });
  return server;
}

/** The deployment that the socket is for, or the status of the refusal. */
function refusalOf(state: DoorState, rates: GuestRates, url: URL, { headers }: IncomingMessage) {
  if (url.pathname !== '/v1' && url.pathname !== '/v1/') return 404;
  const id = url.searchParams.get('deploymentId') ?? headers.deploymentid;
  const deployment = deploymentOf(state, typeof id === 'string' ? id : null);
  if (!deployment) return id === undefined || id === null ? 400 : 403;
  if (!isAllowedOrigin(deployment, headers.origin)) return 403;
  return rates.connect(deployment.id) === null ? deployment : 429;
}

function refuse(socket: Duplex, status: number): void {
  socket.end(
    `HTTP/1.1 ${status} ${STATUS_CODES[status] ?? ''}\r\nConnection: close\r\nContent-Length: 0\r\n\r\n`,
  );
}

/** What agents do at the desk and the bus tells: typing. */
function followTyping({ options, guests }: DoorState): () => void {
  return options.bus.subscribe((message) => {
    if (message.kind !== 'typing' || message.role !== 'agent' || !message.on) return;
    const conversation = guests.conversation(message.conversationId);
    if (conversation) guests.agentTyping(conversation);
  });
}
