import type { FastifyInstance } from 'fastify';
import type { WebSocket } from 'ws';
import { z } from 'zod';
import type { DoorState } from '../door-state.js';
import type { GuestNews } from '../guests/guest-book.js';
import { customerOf } from '../guests/participants.js';
import { stableId } from '../ids.js';
import { type Callbacks, type ScheduledCallback, toCallbackConversation } from './callback-routes.js';
import { toMessageConversation } from './conversation-views.js';
import type { Directory } from './directory.js';
import type { PlatformTokens } from './oauth.js';
import { observe } from './observation-routes.js';
import { notFound, PlatformError } from './platform-error.js';
import { readBody } from './read-body.js';

interface NotificationChannel {
  readonly id: string;
  readonly clientId: string;
  expiresAt: number;
  usedAt: number;
  topics: Set<string>;
  socket: WebSocket | null;
}

const DAY_MS = 86_400_000;
const OBSERVATIONS = [
  'oActiveUsers',
  'oAlerting',
  'oInteracting',
  'oMemberUsers',
  'oOffQueueUsers',
  'oOnQueueUsers',
  'oUserRoutingStatuses',
  'oWaiting',
] as const;

const TOPICS = [
  'v2.routing.queues.{id}.conversations.messages',
  'v2.routing.queues.{id}.conversations.callbacks',
  'v2.analytics.queues.{id}.observations',
  'v2.users.{id}.conversations.messages',
  'v2.detail.events.conversation.{id}.attributes',
  'v2.detail.events.conversation.{id}.customer.end',
] as const;
const PATTERNS = TOPICS.map(
  (topic) => new RegExp(`^${topic.replaceAll('.', '\\.').replace('{id}', '[^.]+')}$`),
);

/** Channels, their topics and sockets. There is no replay: what nobody listens to is gone. */
export class Notifications {
  readonly #state: DoorState;
  readonly #directory: Directory;
  readonly #channels = new Map<string, NotificationChannel>();
  readonly #timers: NodeJS.Timeout[] = [];
  #queuesMoved = true;

  constructor(state: DoorState, directory: Directory, callbacks: Callbacks) {
    this.#state = state;
    this.#directory = directory;
    state.guests.onNews((news) => this.#onNews(news));
    callbacks.onChange((callback) => this.#onCallback(callback));
    state.options.bus.subscribe(({ kind }) => {
      if (kind === 'contact-center') this.#queuesMoved = true;
    });
  }

  start(): void {
    const heartbeat = () => {
      const message = { topicName: 'channel.metadata', eventBody: { message: 'WebSocket Heartbeat' } };
      for (const { socket } of this.#channels.values()) socket?.send(JSON.stringify(message));
    };
    this.#timers.push(setInterval(heartbeat, this.#state.limits.heartbeatSeconds * 1000));
    // At most once a second, as documented.
    const observe = () => {
      this.#tellObservations().catch((error) => this.#state.options.onFailure(error, 'observations'));
    };
    this.#timers.push(setInterval(observe, 1_000));
  }

  stop(): void {
    for (const timer of this.#timers) clearInterval(timer);
    for (const { socket } of this.#channels.values()) {
      socket?.send(JSON.stringify({ topicName: 'v2.system.socket_closing', eventBody: {} }));
      socket?.close(1001);
    }
  }

  /** A new channel; one too many takes the place of the one used longest ago, unconnected ones first. */
  create(clientId: string): NotificationChannel {
    const now = this.#now();
    const own = this.#ofClient(clientId);
    if (own.length >= this.#state.limits.channelsPerClient) {
      const [oldest] = own.sort(
        (a, b) => Number(a.socket !== null) - Number(b.socket !== null) || a.usedAt - b.usedAt,
      );
      if (oldest) this.#remove(oldest);
    }
    const channel: NotificationChannel = {
      id: `streaming-${this.#state.options.newId()}`,
      clientId,
      expiresAt: now + DAY_MS,
      usedAt: now,
      topics: new Set(),
      socket: null,
    };
    this.#channels.set(channel.id, channel);
    return channel;
  }

  list(clientId: string): readonly NotificationChannel[] {
    return this.#ofClient(clientId);
  }

  /** @throws PlatformError 404 */
  get(clientId: string, id: string): NotificationChannel {
    const channel = this.#channels.get(id);
    if (!channel || channel.clientId !== clientId || channel.expiresAt <= this.#now())
      throw notFound('channel');
    return channel;
  }

  /** Takes the channel's socket; false when there is no such channel. One socket a channel: an older one closes. */
  connect(id: string, socket: WebSocket): boolean {
    const channel = this.#channels.get(id);
    if (!channel || channel.expiresAt <= this.#now()) return false;
    channel.socket?.close(1000);
    channel.socket = socket;
    channel.usedAt = this.#now();
    socket.on('error', () => undefined);
    socket.on('message', (data) => this.#onFrame(channel, data.toString()));
    socket.on('close', () => {
      if (channel.socket === socket) channel.socket = null;
    });
    return true;
  }

  has(id: string): boolean {
    return this.#channels.has(id);
  }

  /** Which of the topics may be followed. @throws PlatformError 400 for a bad one unless `ignoreErrors` */
  subscribe(
    channel: NotificationChannel,
    topics: readonly string[],
    replace: boolean,
    ignoreErrors: boolean,
  ) {
    const answers = topics.map((id) =>
      PATTERNS.some((pattern) => pattern.test(id))
        ? { id, state: 'Permitted' }
        : { id, state: 'Rejected', rejectionReason: 'The topic is unknown to this emulator.' },
    );
    const bad = answers.find(({ state }) => state === 'Rejected');
    if (bad && !ignoreErrors) {
      throw new PlatformError(400, 'notification.invalid.topic', `The topic ${bad.id} is not valid.`);
    }
    const permitted = answers.filter(({ state }) => state === 'Permitted').map(({ id }) => id);
    const wanted = new Set([...(replace ? [] : channel.topics), ...permitted]);
    if (wanted.size > this.#state.limits.topicsPerChannel) {
      throw new PlatformError(
        400,
        'notification.subscription.too.many.subscriptions',
        'The channel has too many subscriptions.',
      );
    }
    channel.topics = wanted;
    channel.expiresAt = this.#now() + DAY_MS;
    channel.usedAt = this.#now();
    return { entities: answers };
  }

  #onFrame(channel: NotificationChannel, text: string): void {
    const parsed = frameSchema.safeParse(safeJson(text));
    if (!parsed.success) return;
    const { message, topics = [], correlationId } = parsed.data;
    if (message === 'ping') {
      channel.socket?.send(JSON.stringify({ topicName: 'channel.metadata', eventBody: { message: 'pong' } }));
    }
    if (message === 'subscribe') {
      const { entities } = this.subscribe(channel, topics, false, true);
      const ok = entities.every(({ state }) => state === 'Permitted');
      channel.socket?.send(
        JSON.stringify({
          result: ok ? '200' : '400',
          status: ok ? 'subscribed' : 'failure',
          ...(correlationId === undefined ? {} : { correlationId }),
        }),
      );
    }
  }

  #onNews(news: GuestNews): void {
    const { conversation } = news;
    const conversationId = conversation.id;
    const eventTime = this.#now();
    if (news.kind === 'conversation') {
      const body = toMessageConversation(conversation);
      this.#publish('v2.routing.queues.', conversation.queueId, '.conversations.messages', body);
      if (conversation.agentId) {
        const user = stableId('user', conversation.agentId);
        this.#send(`v2.users.${user}.conversations.messages`, body);
      }
    }
    const customer = customerOf(conversation);
    if (news.kind === 'attributes') {
      this.#send(`v2.detail.events.conversation.${conversationId}.attributes`, {
        eventTime,
        conversationId,
        participantId: customer.id,
        attributes: conversation.attributes,
      });
    }
    if (news.kind === 'customer-end') {
      this.#send(`v2.detail.events.conversation.${conversationId}.customer.end`, {
        eventTime,
        conversationId,
        participantId: customer.id,
        sessionId: customer.communicationId,
        disconnectType: (customer.disconnectType ?? 'client').toUpperCase(),
        mediaType: 'MESSAGE',
        messageType: 'WEBMESSAGING',
      });
    }
  }

  #onCallback(callback: ScheduledCallback): void {
    const body = toCallbackConversation(callback);
    this.#publish('v2.routing.queues.', callback.queueId, '.conversations.callbacks', body);
  }

  async #tellObservations(): Promise<void> {
    if (!this.#queuesMoved || ![...this.#channels.values()].some(({ socket }) => socket)) return;
    this.#queuesMoved = false;
    for (const { id } of await this.#directory.queues()) {
      const load = await this.#state.options.contactCenter.load([id]);
      for (const result of observe(id, load, OBSERVATIONS, false, this.#state)) {
        this.#publish('v2.analytics.queues.', id, '.observations', result);
      }
    }
  }

  /** Under both ids that clients may know the queue by. */
  #publish(before: string, queueId: string, after: string, body: unknown): void {
    for (const id of [queueId, stableId('queue', queueId)]) this.#send(`${before}${id}${after}`, body);
  }

  #send(topicName: string, eventBody: unknown): void {
    const CorrelationId = this.#state.options.newId();
    const frame = JSON.stringify({ topicName, version: '2', eventBody, metadata: { CorrelationId } });
    for (const { topics, socket } of this.#channels.values()) {
      if (socket && topics.has(topicName)) socket.send(frame);
    }
  }

  #ofClient(clientId: string): NotificationChannel[] {
    const now = this.#now();
    for (const channel of this.#channels.values()) if (channel.expiresAt <= now) this.#remove(channel);
    return [...this.#channels.values()].filter((channel) => channel.clientId === clientId);
  }

  #remove(channel: NotificationChannel): void {
    this.#channels.delete(channel.id);
    channel.socket?.close(1000);
  }

  #now(): number {
    return this.#state.guests.now().getTime();
  }
}

const frameSchema = z.looseObject({
  message: z.string(),
  topics: z.array(z.string()).optional(),
  correlationId: z.string().optional(),
});
const topicsBody = z.array(z.looseObject({ id: z.string() }));

export function addNotificationRoutes(
  app: FastifyInstance,
  state: DoorState,
  notifications: Notifications,
  tokens: PlatformTokens,
): void {
  type ChannelPath = { readonly channelId: string };
  const base = '/notifications/channels/:channelId';
  app.post('/notifications/channels', async (request) => {
    const channel = notifications.create(tokens.clientOf(request));
    return toChannel(channel, state.baseUrl(request.headers.host));
  });
  app.get('/notifications/channels', async (request) => ({
    entities: notifications
      .list(tokens.clientOf(request))
      .map((channel) => toChannel(channel, state.baseUrl(request.headers.host))),
  }));
  app.head<{ Params: ChannelPath }>(base, async (request, reply) => {
    notifications.get(tokens.clientOf(request), request.params.channelId);
    return reply.code(200).send();
  });
  app.get<{ Params: ChannelPath }>(`${base}/subscriptions`, async (request) => {
    const { topics } = notifications.get(tokens.clientOf(request), request.params.channelId);
    return { entities: [...topics].map((id) => ({ id, state: 'Permitted' })) };
  });
  for (const [method, replace] of [
    ['PUT', true],
    ['POST', false],
  ] as const) {
    app.route<{ Params: ChannelPath; Querystring: { ignoreErrors?: string } }>({
      method,
      url: `${base}/subscriptions`,
      handler: async (request) => {
        const channel = notifications.get(tokens.clientOf(request), request.params.channelId);
        const topics = readBody(topicsBody, request.body).map(({ id }) => id);
        return notifications.subscribe(channel, topics, replace, request.query.ignoreErrors === 'true');
      },
    });
  }
  app.delete<{ Params: ChannelPath }>(`${base}/subscriptions`, async (request, reply) => {
    notifications.get(tokens.clientOf(request), request.params.channelId).topics.clear();
    return reply.code(200).send();
  });
  app.get('/notifications/availabletopics', async () => ({
    entities: TOPICS.map((id) => ({ id, description: '', transports: ['All'], visibility: 'Public' })),
  }));
}

function toChannel({ id, expiresAt }: NotificationChannel, baseUrl: string) {
  return {
    id,
    connectUri: `${baseUrl.replace(/^http/, 'ws')}/channels/${id}`,
    expires: new Date(expiresAt).toISOString(),
  };
}

function safeJson(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return null;
  }
}
