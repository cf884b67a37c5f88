import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Duplex } from 'node:stream';
import type { AuditActor, CustomerIdentity, TranscriptMails } from '@throughline/core';
import type { OpenIdProvider, ServerTokens } from '@throughline/identity';
import { CUSTOMER_PATHS } from '@throughline/protocol';
import { customerCommandSchema } from '@throughline/protocol/schemas';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import type { OriginRule, WithoutChatSettings } from '../../config/options.js';
import { CustomerConnection } from '../../realtime/customer-connection.js';
import type { FrameCarrier } from '../../realtime/frame-carrier.js';
import { FrameSocket } from '../../realtime/frame-socket.js';
import type { Hub } from '../../realtime/hub.js';
import { createDoorApp, NO_CONTENT_POLICY } from '../door-app.js';
import { ownOrigin, requireOwnOrigin } from '../request-origin.js';
import { SocketUpgrade } from '../socket-upgrade.js';
import { Admission, type AdmissionOptions, type Admitted } from './admission.js';
import { addBackchannelLogout } from './backchannel-logout.js';
import { addBrowserReports } from './browser-reports.js';
import { addCarryOver } from './carry-over.js';
import type { ReadCertificate } from './client-certificate.js';
import { allowSiblings } from './cross-origin.js';
import { addCustomerFiles } from './customer-files.js';
import { addFrameExchange } from './frame-exchange.js';
import { addGenesysRoutes, type GenesysActions } from './genesys-routes.js';
import { addMessengerRoutes, type Messenger } from './messenger-routes.js';
import { addOidcRoutes, type IdentityProvider } from './oidc-routes.js';
import { addPolicyReports } from './policy-reports.js';
import { addAuthorizationCodeRoute, answerAsProvider } from './provider-routes.js';
import { ServerGuard } from './server-guard.js';
import { addServerRoutes } from './server-routes.js';
import { addSessionRoutes } from './session-routes.js';
import { addSurveys } from './surveys.js';
import { addTokenRoute } from './token-route.js';
import { addTranscripts } from './transcripts.js';
import { addWidgetFiles } from './widget-files.js';
import { addWithoutChat } from './without-chat.js';

export interface CustomerDoorOptions extends AdmissionOptions {
  readonly basePath: string;
  readonly origins: OriginRule;
  /** Off when absent. */
  readonly openIdProvider?: OpenIdProvider;
  /** The contact center's own messenger; off when absent. */
  readonly messenger?: Messenger;
  readonly hub: Hub;
  /** Servers that may call, besides those with signed requests. */
  readonly servers: { readonly tokens?: ServerTokens; readonly certificateOf: ReadCertificate };
  readonly withoutChat?: WithoutChatSettings;
  /** Transcripts by e-mail; off when absent. */
  readonly transcripts?: TranscriptMails;
  /** Where a contact center of Genesys Cloud serves the customers. */
  readonly dataActions?: GenesysActions;
  /** Signs customers in besides the portal's assertions. */
  readonly identityProvider?: IdentityProvider;
}

/** Handlers for a Node HTTP server; see `Throughline`. */
export interface CustomerDoor {
  readonly handler: (request: IncomingMessage, response: ServerResponse) => void;
  readonly upgrade: (request: IncomingMessage, socket: Duplex, head: Buffer) => boolean;
  /** On the portal's word, unless somebody else is named. */
  readonly endSessionsOf: (customer: CustomerIdentity, by?: AuditActor) => Promise<void>;
  close(): Promise<void>;
}

/** Everything a customer's browser talks to. */
export async function createCustomerDoor(options: CustomerDoorOptions): Promise<CustomerDoor> {
  const { basePath, services, openIdProvider } = options;
  const { logger, metrics } = services;
  const app = await createDoorApp({
    logger,
    metrics,
    contentSecurityPolicy: NO_CONTENT_POLICY,
    secure: options.secureCookies,
  });
  const admission = new Admission(options);
  await app.register(async (scope) => addRoutes(scope, admission, options), { prefix: basePath });
  await app.register(async (scope) => addServers(scope, admission, options), { prefix: basePath });
  await app.register(
    async (scope) => {
      // No origin is asked for: browsers send these by themselves, some without one.
      scope.addHook('onRequest', (request) => options.limits.takeForAddress(request.raw));
      addPolicyReports(scope, services);
    },
    { prefix: basePath },
  );
  await app.register(async (scope) => addIdentityProviderRoutes(scope, admission, options), {
    prefix: basePath,
  });
  await app.ready();

  const upgrade = new SocketUpgrade<Admitted>(
    async (request) => {
      options.hub.requireOpen();
      requireOwnOrigin(request, options.origins, 'upgrade');
      await options.limits.takeForAddress(request);
      return { request, session: await admission.require(request) };
    },
    (socket, admitted) => connect(options, admission, socket, admitted),
  );
  return {
    handler: (request, response) => {
      if (openIdProvider?.owns(request))
        answerAsProvider(openIdProvider, request, response, admission, logger);
      else app.routing(request, response);
    },
    upgrade: (request, socket, head) => {
      if (pathOf(request) !== `${basePath}${CUSTOMER_PATHS.socket}`) return false;
      upgrade.handle(request, socket, head);
      return true;
    },
    endSessionsOf: async (customer, by) =>
      admission.announceEnd(await options.sessions.endAllAt(customer, by)),
    close: () => app.close(),
  };
}

/** What servers call. No page of a browser is let in here, so that its origin says nothing. */
async function addServers(
  app: FastifyInstance,
  admission: Admission,
  options: CustomerDoorOptions,
): Promise<void> {
  const { sessions, servers, services } = options;
  const { tokens, certificateOf } = servers;
  const guard = new ServerGuard({ sessions, certificateOf, ...(tokens ? { tokens } : {}) });
  addServerRoutes(app, admission, { guard, sessions, services });
  if (options.dataActions) {
    const { dataActions: actions, limits } = options;
    addGenesysRoutes(app, { guard, limits, services, actions });
  }
  if (!tokens) return;
  await app.register(async (scope) => {
    scope.addHook('onRequest', (request) => options.limits.takeForAddress(request.raw));
    const path = `${options.basePath}${CUSTOMER_PATHS.serverToken}`;
    const addressOf = (request: FastifyRequest) => `${ownOrigin(request.raw, options.origins)}${path}`;
    addTokenRoute(scope, { tokens, certificateOf, addressOf, services });
  });
}

async function addIdentityProviderRoutes(
  app: FastifyInstance,
  admission: Admission,
  options: CustomerDoorOptions,
): Promise<void> {
  const { identityProvider, services } = options;
  if (!identityProvider) return;
  await app.register(async (scope) => {
    scope.addHook('onRequest', (request) => options.limits.takeForAddress(request.raw));
    await addOidcRoutes(scope, identityProvider, admission, options);
  });
  await app.register(async (scope) => addBackchannelLogout(scope, identityProvider, admission, services));
}

async function addRoutes(
  app: FastifyInstance,
  admission: Admission,
  options: CustomerDoorOptions,
): Promise<void> {
  allowSiblings(app, options.origins);
  app.addHook('onRequest', (request) => options.limits.takeForAddress(request.raw));
  await addWidgetFiles(app, options.origins);
  app.addHook('preHandler', async (request) => {
    if (request.method !== 'GET') requireOwnOrigin(request.raw, options.origins, 'http');
  });
  addSessionRoutes(app, admission, options);
  addBrowserReports(app, options.services);
  addFrameExchange(app, admission, options.hub, (socket, admitted) =>
    connect(options, admission, socket, admitted),
  );
  addSurveys(app, admission, options.services);
  addCarryOver(app, admission, options);
  addWithoutChat(app, admission, options);
  addTranscripts(app, admission, options);
  await addCustomerFiles(app, admission, options);
  if (options.messenger) await addMessengerRoutes(app, options.messenger, admission, options.origins);
  if (options.openIdProvider) addAuthorizationCodeRoute(app, options.openIdProvider, admission);
}

/** Use is noted at most this often for each socket, in milliseconds. */
const NOTE_USE_MS = 60_000;

/** How often the portal is asked whether it still stands by the customer of an open socket, in milliseconds. */
const ASK_PORTAL_MS = 30_000;

function connect(
  { services, hub, sessions, portal }: CustomerDoorOptions,
  admission: Admission,
  socket: FrameCarrier,
  { request, session }: Admitted,
): void {
  const frames = new FrameSocket({
    socket,
    schema: customerCommandSchema,
    limits: services.limits,
    logger: services.logger,
    metrics: services.metrics,
  });
  const connection = new CustomerConnection(services, hub.cards, session, frames);
  hub.addCustomer(connection);
  // A failure is the portal's, which is logged, and no reason to send the customer away.
  const askPortal = () => void admission.requirePortal(session, request).catch(() => undefined);
  const asking = portal ? setInterval(askPortal, ASK_PORTAL_MS) : undefined;
  let usedAt = performance.now();
  frames.start({
    onCommand: async (command) => {
      if (performance.now() - usedAt > NOTE_USE_MS) {
        usedAt = performance.now();
        await sessions.use(session.id);
      }
      await connection.onCommand(command);
    },
    onClose: () => {
      clearInterval(asking);
      hub.removeCustomer(connection);
    },
  });
}

function pathOf(request: IncomingMessage): string {
  return (request.url ?? '').split('?', 1)[0] ?? '';
}
