import type { EmbeddedContactCenter } from '@throughline/contact-center';
import {
  type AppendResult,
  type Bus,
  type BusMessage,
  type ContactCenter,
  type Conversation,
  type Core,
  CoreError,
  GroupCommit,
  MemoryConversationStore,
  type NewEntry,
} from '@throughline/core';
import { parseFlow } from '@throughline/flow';
import type { CustomerSession } from '@throughline/identity';
import { LIMITS } from '@throughline/protocol';
import { customerCommandSchema } from '@throughline/protocol/schemas';
import type { WebSocket } from 'ws';
import { DEFAULT_REALTIME_LIMITS } from '../src/config/options.js';
import { createLogger } from '../src/observability/logger.js';
import { createMetrics } from '../src/observability/metrics.js';
import { CustomerConnection } from '../src/realtime/customer-connection.js';
import { FrameSocket } from '../src/realtime/frame-socket.js';
import { ServedConversations } from '../src/realtime/served-conversations.js';
import type { Services } from '../src/realtime/services.js';
import type { VirtualTime, Wire } from './scripted-network.js';

const FLOW = parseFlow({ logic: [{ condition: 'default', target: 'all' }] }, { name: 'model' });
const LOGGER = createLogger('silent');
const METRICS = createMetrics();
const NO_RATE = 1_000_000;
const LIMITS_OF_NODES = { ...DEFAULT_REALTIME_LIMITS, messageBurst: NO_RATE, frameBurst: NO_RATE };

const CUSTOMER = {
  id: 'customer',
  claims: {
    issuer: 'i',
    externalId: 'c',
    displayName: 'Ava',
    tier: null,
    email: null,
    phone: null,
    locale: null,
  },
};
const SESSION: CustomerSession = {
  customer: CUSTOMER,
  id: 'session',
  signedInAt: new Date('2026-01-01T00:00:00.000Z'),
  expiresAt: new Date('9999-01-01T00:00:00.000Z'),
};

/** How the store behaves just now. `losing`: it commits, and the answer does not come back. */
export type StoreMood = 'well' | 'away' | 'losing';

/** The store of the cluster, which can be away; what it holds stays. */
class MoodyStore extends MemoryConversationStore {
  mood: StoreMood = 'well';
  #answersAfter: Promise<void> = Promise.resolve();

  /** The next look for a live conversation is answered late, with what was true when it was asked. */
  delayNextAnswer(until: Promise<void>): void {
    this.#answersAfter = until;
  }

  override async findLive(customerId: string): Promise<Conversation | null> {
    const until = this.#answersAfter;
    this.#answersAfter = Promise.resolve();
    const live = await super.findLive(customerId);
    await until;
    return live;
  }

  override async append(entries: readonly NewEntry[]): Promise<readonly AppendResult[]> {
    // A commit takes a turn, in which other things happen.
    await new Promise((resolve) => setImmediate(resolve));
    if (this.mood === 'away') throw unavailable();
    const results = await super.append(entries);
    if (this.mood === 'losing') throw unavailable();
    return results;
  }
}

/** Everything but the network: nodes with the product's own connections over one model store and a lossy bus. */
export class ModelCluster {
  readonly store = new MoodyStore();
  /** Whether news reaches connections at all. */
  busWorks = true;
  readonly #time: VirtualTime;
  readonly #nodes: ModelNode[];

  constructor(time: VirtualTime, newId: () => string, nodes: number) {
    this.#time = time;
    this.#nodes = Array.from({ length: nodes }, () => new ModelNode(this, time, newId));
    const beat = () => {
      void this.#heartbeat();
      time.setTimer(beat, LIMITS.heartbeatMs);
    };
    beat();
  }

  accept(wire: Wire, node: number): void {
    this.#nodes[node % this.#nodes.length]?.accept(wire);
  }

  /** The node dies and is there again at once: its connections and what it had not committed are gone. */
  restart(node: number): void {
    this.#nodes[node % this.#nodes.length]?.restart();
  }

  publish(message: BusMessage): void {
    if (!this.busWorks) return;
    for (const node of this.#nodes) node.hear(message);
  }

  async #heartbeat(): Promise<void> {
    for (const node of this.#nodes) await node.heartbeat();
  }

  get now(): Date {
    return new Date(this.#time.now());
  }
}

class ModelNode {
  readonly #cluster: ModelCluster;
  readonly #time: VirtualTime;
  readonly #newId: () => string;
  #services: Services;
  #connections = new Map<CustomerConnection, Wire>();

  constructor(cluster: ModelCluster, time: VirtualTime, newId: () => string) {
    this.#cluster = cluster;
    this.#time = time;
    this.#newId = newId;
    this.#services = this.#start();
  }

  accept(wire: Wire): void {
    const frames = new FrameSocket({
      socket: wire.server as unknown as WebSocket,
      schema: customerCommandSchema,
      limits: LIMITS_OF_NODES,
      logger: LOGGER,
      metrics: METRICS,
    });
    const connection = new CustomerConnection(this.#services, SESSION, frames);
    this.#connections.set(connection, wire);
    frames.start({
      onCommand: (command) => connection.onCommand(command),
      onClose: () => this.#connections.delete(connection),
    });
  }

  restart(): void {
    const wires = [...this.#connections.values()];
    this.#connections.clear();
    this.#services = this.#start();
    for (const wire of wires) wire.cut();
  }

  hear(message: BusMessage): void {
    for (const connection of this.#connections.keys()) connection.onBus(message).catch(() => undefined);
  }

  async heartbeat(): Promise<void> {
    const { conversations } = this.#services.core;
    const live = await conversations.findLive(CUSTOMER.id);
    for (const connection of this.#connections.keys()) {
      await connection.onStored(live).catch(() => undefined);
      const { conversationId } = connection;
      const heads = live && live.id === conversationId ? { [live.id]: live.headSeq } : {};
      connection.socket.send({ type: 'heartbeat', heads });
    }
  }

  /** A process of its own: whatever the last one was about to do, it does no more. */
  #start(): Services {
    let services: Services;
    const isCurrent = () => services === this.#services;
    const { store } = this.#cluster;
    const appends = new GroupCommit({
      append: (entries) =>
        isCurrent() ? store.append(entries) : new Promise<readonly AppendResult[]>(() => undefined),
    });
    const bus: Bus = {
      reach: 'all-nodes',
      publish: (message) => {
        if (isCurrent()) this.#cluster.publish(message);
      },
      subscribe: () => () => undefined,
      close: async () => undefined,
    };
    const core: Core = {
      conversations: store,
      appends,
      contactCenter: NO_CONTACT_CENTER,
      sealer: {
        seal: async (_customer, _binding, plain) => Buffer.from(plain),
        open: async (_customer, _binding, sealed) => Buffer.from(sealed).toString(),
        derive: async (customer, purpose) => Buffer.from(`${customer}:${purpose}`),
      },
      bus,
      clock: { now: () => new Date(this.#time.now()) },
      mask: (text) => ({ text, maskedTypes: [] }),
      flow: { name: 'model', flow: FLOW },
      newId: this.#newId,
    };
    services = {
      core,
      served: new ServedConversations(core, null),
      contactCenter: NO_CONTACT_CENTER as unknown as EmbeddedContactCenter,
      limits: LIMITS_OF_NODES,
      logger: LOGGER,
      metrics: METRICS,
    };
    return services;
  }
}

const NO_CONTACT_CENTER: ContactCenter = {
  request: async () => undefined,
  close: async () => undefined,
  places: async () => new Map(),
  availability: async () => ({ agentsAvailable: 0, agentsFree: 0, waiting: 0, estimate: null }),
  agentDisplayName: async () => null,
  onChange: () => undefined,
};

function unavailable(): CoreError {
  return new CoreError('unavailable', 'The store is away.');
}
