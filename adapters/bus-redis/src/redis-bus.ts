import { randomUUID } from 'node:crypto';
import { type Bus, type BusMessage, type BusReach, MemoryBus } from '@throughline/core';
import { createClient } from 'redis';
import { BusOpenError } from './bus-open-error.js';
import { decodePacket, encodePacket } from './wire.js';

export interface RedisBusOptions {
  /** `redis://` or `rediss://user:password@host:port/number`; the number keeps installations apart. */
  readonly url: string;
}

/** Messages that wait for the next packet; more are dropped, because a bus may lose and memory may not grow. */
const MAX_WAITING = 10_000;
/** Messages in one packet. */
const MAX_PACKET = 200;
const CONNECT_TIMEOUT_MS = 3_000;
/** A command that takes longer has failed. */
const COMMAND_TIMEOUT_MS = 2_000;
const PING_MS = 2_000;
/** How long after a message was lost other nodes are told so, when the connection holds, in milliseconds. */
const GAP_MS = 1_000;
/** Longest pause between two tries to reach Redis: what a restart costs at most beside its own time. */
const MAX_PAUSE_MS = 1_000;

type Client = ReturnType<typeof openClient>;

/**
 * The bus between nodes: one channel of Redis, at most once. What a node publishes reaches its own listeners without
 * a detour, also while Redis is away; then `reach` says so, and losing Redis costs latency only.
 */
export class RedisBus implements Bus {
  readonly #local = new MemoryBus();
  readonly #nodeId = randomUUID();
  readonly #publisher: Client;
  readonly #subscriber: Client;
  readonly #channel: string;
  #waiting: BusMessage[] = [];
  #sending: Promise<void> | null = null;
  /** Something was not published that other nodes would have heard. */
  #hasLost = false;

  /**
   * Connects and subscribes. Afterwards lost connections come back by themselves.
   * @throws BusOpenError when Redis cannot be reached now
   */
  static async open(options: RedisBusOptions): Promise<RedisBus> {
    const bus = new RedisBus(options);
    try {
      await bus.#connect();
    } catch (error) {
      await bus.close();
      const reason = error instanceof Error ? error.message || error.name : 'unknown reason';
      throw new BusOpenError(`Redis cannot be reached: ${reason}. See THROUGHLINE_REDIS_URL.`);
    }
    return bus;
  }

  private constructor({ url }: RedisBusOptions) {
    // Channels are shared by all databases of a server.
    this.#channel = `throughline:${new URL(url).pathname.slice(1) || '0'}`;
    this.#publisher = openClient(url);
    this.#subscriber = openClient(url);
    // However short an outage was, what others said meanwhile is lost.
    this.#subscriber.on('ready', () => this.#local.publish({ kind: 'gap' }));
    this.#publisher.on('ready', () => this.#tellOfGap());
  }

  get reach(): BusReach {
    return this.#publisher.isReady && this.#subscriber.isReady ? 'all-nodes' : 'this-node';
  }

  publish(message: BusMessage): void {
    this.#local.publish(message);
    if (this.#publisher.isReady && this.#waiting.length < MAX_WAITING) this.#send(message);
    else this.#lose();
  }

  subscribe(listener: (message: BusMessage) => void): () => void {
    return this.#local.subscribe(listener);
  }

  async close(): Promise<void> {
    await this.#sending;
    await this.#local.close();
    for (const client of [this.#publisher, this.#subscriber]) if (client.isOpen) client.destroy();
  }

  async #connect(): Promise<void> {
    const patience = new Promise<never>((_resolve, reject) => {
      setTimeout(() => reject(new Error('no answer')), CONNECT_TIMEOUT_MS).unref();
    });
    // The client itself would go on trying without end.
    const firstFailure = Promise.race(
      [this.#publisher, this.#subscriber].map(
        (client) => new Promise<never>((_resolve, reject) => client.once('error', reject)),
      ),
    );
    const connected = Promise.all([this.#publisher.connect(), this.#subscriber.connect()]);
    connected.catch(() => undefined);
    await Promise.race([connected, firstFailure, patience]);
    await this.#subscriber.subscribe(this.#channel, (text) => this.#receive(text));
  }

  #receive(text: string): void {
    const packet = decodePacket(text);
    if (!packet || packet.from === this.#nodeId) return;
    for (const message of packet.messages) this.#local.publish(message);
  }

  #send(message: BusMessage): void {
    this.#waiting.push(message);
    this.#sending ??= this.#sendWaiting();
  }

  #lose(): void {
    if (!this.#hasLost) setTimeout(() => this.#tellOfGap(), GAP_MS).unref();
    this.#hasLost = true;
  }

  #tellOfGap(): void {
    if (!this.#hasLost || !this.#publisher.isReady) return;
    this.#hasLost = false;
    this.#send({ kind: 'gap' });
  }

  /** One packet at a time, so that order is kept and what comes meanwhile travels together. */
  async #sendWaiting(): Promise<void> {
    await Promise.resolve();
    while (this.#waiting.length > 0) {
      const packet = encodePacket(this.#nodeId, this.#waiting.splice(0, MAX_PACKET));
      await this.#publisher.publish(this.#channel, packet).catch(() => {
        // Lost with the connection. Whoever missed it finds it in the store.
        this.#waiting = [];
        this.#lose();
      });
    }
    this.#sending = null;
  }
}

function openClient(url: string) {
  const client = createClient({
    url,
    name: 'throughline',
    disableOfflineQueue: true,
    commandOptions: { timeout: COMMAND_TIMEOUT_MS },
    pingInterval: PING_MS,
    socket: {
      connectTimeout: CONNECT_TIMEOUT_MS,
      reconnectStrategy: (retries) => Math.random() * Math.min(MAX_PAUSE_MS, 50 * 2 ** retries),
    },
  });
  // A lost connection shows in `reach`; without a listener it would end the process.
  client.on('error', () => undefined);
  return client;
}
