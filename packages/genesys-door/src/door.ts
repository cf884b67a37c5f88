import type { GuestConversations } from '@throughline/core';
import type { FastifyInstance } from 'fastify';
import type { DoorState } from './door-state.js';
import { addEmulatorRoutes } from './emulator/emulator-routes.js';
import { Faults } from './emulator/faults.js';
import { Attachments } from './guests/attachments.js';
import { MadeUpCodes, ProviderCodeExchange } from './guests/code-exchange.js';
import { GuestNews } from './guests/guest-news.js';
import { GuestTokens } from './guests/guest-tokens.js';
import { createGuests } from './guests/guests.js';
import { shareDesk } from './guests/shared-desk.js';
import { createHttpApp } from './http-app.js';
import { DEFAULT_DOOR_LIMITS, type GenesysDoorOptions } from './options.js';
import { CallbackBook } from './platform/callbacks/callback-book.js';
import { addDeploymentFiles } from './platform/deployment-routes.js';
import { Directory } from './platform/directory.js';
import { addGuestRoutes } from './platform/guest-routes.js';
import { addMessengerFiles } from './platform/messenger-files.js';
import { Channels } from './platform/notifications/channels.js';
import { NotificationFeed } from './platform/notifications/feed.js';
import { addOAuthRoutes, PlatformTokens } from './platform/oauth.js';
import { addPlatformRoutes } from './platform/platform-routes.js';
import { addUploadRoutes } from './platform/upload-routes.js';
import { addSockets } from './sockets.js';

/** How often sessions expire and callbacks become due. */
const TICK_MS = 1_000;

export interface GenesysDoor {
  /** Not listening yet. */
  readonly app: FastifyInstance;
  /** What the contact center's agents serve: conversations of guests, and callbacks. */
  readonly guests: GuestConversations;
  close(): Promise<void>;
}

/** The embedded contact center over Genesys's public protocols. */
export async function createGenesysDoor(options: GenesysDoorOptions): Promise<GenesysDoor> {
  const state = createState(options);
  const directory = new Directory(options.contactCenter);
  const tokens = new PlatformTokens(state);
  const channels = new Channels(state);
  const feed = new NotificationFeed(state, directory, channels);
  const codes = options.identityProvider ? null : new MadeUpCodes();
  const exchange = options.identityProvider
    ? new ProviderCodeExchange(options.identityProvider)
    : (codes ?? new MadeUpCodes());

  const app = createHttpApp(state);
  addOAuthRoutes(app, state, tokens);
  addDeploymentFiles(app, state);
  await addMessengerFiles(app, state);
  addUploadRoutes(app, state);
  await app.register(async (api) => addGuestRoutes(api, state, exchange), { prefix: '/api/v2' });
  await app.register(
    async (api) => {
      api.addHook('onRequest', async (request) => tokens.admit(request));
      addPlatformRoutes(api, { state, directory, tokens, channels });
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
  const sockets = addSockets(app, state, channels);
  const unfollow = followTyping(state);
  await app.ready();
  feed.start();
  const tick = setInterval(() => {
    Promise.all([state.guests.sessions.expireDue(), state.callbacks.startDue()]).catch((error) =>
      options.onFailure(error, 'tick'),
    );
  }, TICK_MS);

  return {
    app,
    guests: shareDesk([state.guests.desk, state.callbacks.desk]),
    close: async () => {
      clearInterval(tick);
      unfollow();
      feed.stop();
      for (const socket of sockets.clients) socket.close(1001, 'the door is closing');
      await app.close();
      for (const socket of sockets.clients) socket.terminate();
    },
  };
}

function createState(options: GenesysDoorOptions): DoorState {
  const limits = { ...DEFAULT_DOOR_LIMITS, ...options.limits };
  const { contactCenter, bus, clock, mask, maskMessage, newId } = options;
  const news = new GuestNews();
  const dependencies = { contactCenter, bus, clock, mask, maskMessage, newId, limits, news };
  return {
    options,
    limits,
    news,
    guests: createGuests(dependencies),
    callbacks: new CallbackBook(dependencies),
    tokens: new GuestTokens(clock, limits, mask),
    attachments: new Attachments(() => clock.now().getTime(), limits, mask),
    faults: new Faults(),
    baseUrl: (host) => options.publicUrl ?? `http${options.tls ? 's' : ''}://${host ?? 'localhost'}`,
  };
}

/** What agents do at the desk and the bus tells: typing. */
function followTyping({ options, guests }: DoorState): () => void {
  return options.bus.subscribe((message) => {
    if (message.kind !== 'typing' || message.role !== 'agent' || !message.on) return;
    const conversation = guests.conversations.get(message.conversationId);
    if (conversation) guests.messages.agentTyping(conversation);
  });
}
