import type { WebSocket } from 'ws';
import { z } from 'zod';
import type { DoorState } from '../../door-state.js';
import { notFound, PlatformError } from '../platform-error.js';
import { isTopic } from './topics.js';

export interface NotificationChannel {
  readonly id: string;
  readonly clientId: string;
  expiresAt: number;
  usedAt: number;
  topics: Set<string>;
  socket: WebSocket | null;
  /** The client was told that the socket will close. */
  warned: boolean;
}

const DAY_MS = 86_400_000;
/** How long before its end a channel's client is told to open another one. */
const WARNING_MS = 60_000;

const frameSchema = z.looseObject({
  message: z.string(),
  topics: z.array(z.string()).optional(),
  correlationId: z.string().optional(),
});

/** Channels, their topics and sockets. There is no replay: what nobody listens to is gone. */
export class Channels {
  readonly #state: DoorState;
  readonly #channels = new Map<string, NotificationChannel>();

  constructor(state: DoorState) {
    this.#state = state;
  }

  /** A new channel; one too many takes the place of the one used longest ago, unconnected ones first. */
  create(clientId: string): NotificationChannel {
    const now = this.#now();
    const own = this.list(clientId);
    if (own.length >= this.#state.limits.channelsPerClient) {
      const [oldest] = own.toSorted(
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
      warned: false,
    };
    this.#channels.set(channel.id, channel);
    return channel;
  }

  list(clientId: string): readonly NotificationChannel[] {
    this.expireDue();
    return [...this.#channels.values()].filter((channel) => channel.clientId === clientId);
  }

  /** @throws PlatformError 404 */
  get(clientId: string, id: string): NotificationChannel {
    const channel = this.#live(id);
    if (channel?.clientId !== clientId) throw notFound('channel');
    return channel;
  }

  has(id: string): boolean {
    return this.#live(id) !== null;
  }

  /** Takes the channel's socket. One socket a channel: an older one closes. False when there is no such channel. */
  connect(id: string, socket: WebSocket): boolean {
    const channel = this.#live(id);
    if (!channel) return false;
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

  /** Which of the topics may be followed. @throws PlatformError 400 for a bad one unless `ignoreErrors` */
  subscribe(
    channel: NotificationChannel,
    topics: readonly string[],
    { replace, ignoreErrors }: { readonly replace: boolean; readonly ignoreErrors: boolean },
  ) {
    const answers = topics.map((id) =>
      isTopic(id)
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
    channel.warned = false;
    channel.usedAt = this.#now();
    return { entities: answers };
  }

  /** Whether anybody would hear a notification. */
  hasListeners(): boolean {
    return [...this.#channels.values()].some(({ socket }) => socket !== null);
  }

  /** To every channel that follows the topic. */
  publish(topicName: string, eventBody: unknown): void {
    const CorrelationId = this.#state.options.newId();
    const frame = JSON.stringify({ topicName, version: '2', eventBody, metadata: { CorrelationId } });
    for (const { topics, socket } of this.#channels.values()) {
      if (socket && topics.has(topicName)) socket.send(frame);
    }
  }

  heartbeat(): void {
    for (const channel of this.#channels.values()) {
      tell(channel, 'channel.metadata', { message: 'WebSocket Heartbeat' });
    }
  }

  /** Warns of channels that end soon, and ends those whose time is over. */
  expireDue(): void {
    const now = this.#now();
    for (const channel of this.#channels.values()) {
      if (channel.expiresAt <= now) this.#remove(channel);
      else if (channel.expiresAt <= now + WARNING_MS && !channel.warned) {
        channel.warned = true;
        tell(channel, 'v2.system.socket_closing', { message: 'This socket closes within a minute.' });
      }
    }
  }

  close(): void {
    for (const channel of this.#channels.values()) {
      tell(channel, 'v2.system.socket_closing', { message: 'The server is closing.' });
      channel.socket?.close(1001);
    }
  }

  #onFrame(channel: NotificationChannel, text: string): void {
    const parsed = frameSchema.safeParse(parseJson(text));
    if (!parsed.success) return;
    const { message, topics = [], correlationId } = parsed.data;
    if (message === 'ping') tell(channel, 'channel.metadata', { message: 'pong' });
    if (message === 'subscribe') {
      const { entities } = this.subscribe(channel, topics, { replace: false, ignoreErrors: true });
      const isFine = entities.every(({ state }) => state === 'Permitted');
      channel.socket?.send(
        JSON.stringify({
          result: isFine ? '200' : '400',
          status: isFine ? 'subscribed' : 'failure',
          ...(correlationId === undefined ? {} : { correlationId }),
        }),
      );
    }
  }

  #live(id: string): NotificationChannel | null {
    const channel = this.#channels.get(id);
    return channel && channel.expiresAt > this.#now() ? channel : null;
  }

  #remove(channel: NotificationChannel): void {
    this.#channels.delete(channel.id);
    channel.socket?.close(1000);
  }

  #now(): number {
    return this.#state.options.clock.now().getTime();
  }
}

function tell({ socket }: NotificationChannel, topicName: string, eventBody: object): void {
  socket?.send(JSON.stringify({ topicName, eventBody }));
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return null;
  }
}
