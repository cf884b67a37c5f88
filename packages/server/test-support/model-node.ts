import { EmbeddedContactCenter } from '@throughline/contact-center';
import {
  type Bus,
  type BusMessage,
  Callbacks,
  CarryOvers,
  type Core,
  createMemoryStore,
  followInteraction,
  GroupCommit,
} from '@throughline/core';
import { parseFlow } from '@throughline/flow';
import type { CustomerSession } from '@throughline/identity';
import { customerCommandSchema, deskCommandSchema } from '@throughline/protocol/schemas';
import { fixedFlows } from '@throughline/test-kit';
import { DEFAULT_REALTIME_LIMITS } from '../src/config/options.js';
import { createLogger } from '../src/observability/logger.js';
import { createMetrics } from '../src/observability/metrics.js';
import { CustomerConnection } from '../src/realtime/customer-connection.js';
import { DeskConnection } from '../src/realtime/desk-connection.js';
import type { FrameCarrier } from '../src/realtime/frame-carrier.js';
import { FrameSocket, type FrameSocketOptions } from '../src/realtime/frame-socket.js';
import { Hub, type HubOptions } from '../src/realtime/hub.js';
import { ServedConversations } from '../src/realtime/served-conversations.js';
import type { Services } from '../src/realtime/services.js';
import type { Timers } from '../src/realtime/timers.js';
import { heldBy, type ModelStore } from './model-store.js';
import type { VirtualTime, Wire } from './scripted-network.js';

const FLOW = parseFlow({ logic: [{ condition: 'default', target: 'all' }] }, { name: 'model' });
const LOGGER = createLogger('silent');
const METRICS = createMetrics();
const NO_RATE = 1_000_000;
const LIMITS_OF_NODES = { ...DEFAULT_REALTIME_LIMITS, messageBurst: NO_RATE, frameBurst: NO_RATE };

const SESSION: CustomerSession = {
  customer: {
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
  },
  id: 'session',
  signedInAt: new Date('2026-01-01T00:00:00.000Z'),
  expiresAt: new Date('9999-01-01T00:00:00.000Z'),
};

/** What the hub asks of sessions, none of which ever ends here. */
const SESSIONS = {
  customerSessions: { runningOf: async (ids: readonly string[]) => new Set(ids) },
  agentSessions: { check: async () => true },
  oidcSessions: null,
  expiring: [],
  repeated: [],
  flows: { refresh: async () => undefined },
  privacy: { tick: async () => undefined, purge: async () => undefined, syncLedger: async () => undefined },
} as unknown as Omit<HubOptions, 'services' | 'leases' | 'timers'>;

/** What came over the network to be served: a WebSocket, or an exchange over HTTP. */
export interface Arrival {
  readonly server: unknown;
  cut(): void;
}

/** What a node shares with the others. */
export interface NodeSurroundings {
  readonly store: ModelStore;
  readonly busWorks: boolean;
  publish(message: BusMessage, from: ModelNode): void;
}

/** One process after another, at the same place. */
export class ModelNode {
  readonly #cluster: NodeSurroundings;
  readonly #time: VirtualTime;
  readonly #newId: () => string;
  #process: ModelProcess;

  constructor(cluster: NodeSurroundings, time: VirtualTime, newId: () => string) {
    this.#cluster = cluster;
    this.#time = time;
    this.#newId = newId;
    this.#process = this.#start();
  }

  accept(wire: Arrival): void {
    this.#process.accept(wire);
  }

  acceptDesk(wire: Wire, agentId: string): Promise<void> {
    return this.#process.acceptDesk(wire, agentId);
  }

  hear(message: BusMessage): void {
    this.#process.hear(message);
  }

  restart(): void {
    this.#process.kill();
    this.#process = this.#start();
  }

  #start(): ModelProcess {
    const publish = (message: BusMessage) => this.#cluster.publish(message, this);
    return new ModelProcess(this.#cluster, this.#time, this.#newId, publish);
  }
}

/** A running node: the product's own parts, which end with it. */
class ModelProcess {
  readonly #cluster: NodeSurroundings;
  readonly #services: Services;
  readonly #hub: Hub;
  readonly #wires = new Set<Arrival>();
  readonly #listeners = new Set<(message: BusMessage) => void>();
  #isAlive = true;

  constructor(
    cluster: NodeSurroundings,
    time: VirtualTime,
    newId: () => string,
    publish: (message: BusMessage) => void,
  ) {
    this.#cluster = cluster;
    const { store } = cluster;
    const isAlive = () => this.#isAlive;
    const mood = () => store.mood;
    const conversations = heldBy(store.conversations, isAlive);
    const bus = this.#bus(publish);
    const clock = { now: () => new Date(time.now()) };
    const contactCenter = new EmbeddedContactCenter({
      store: heldBy(store.interactions, isAlive, mood),
      bus,
      clock,
      newId,
    });
    const core: Core = {
      conversations,
      appends: new GroupCommit(conversations),
      contactCenter,
      sealer: {
        seal: async (_customer, _binding, plain) => Buffer.from(plain),
        open: async (_customer, _binding, sealed) => Buffer.from(sealed).toString(),
        derive: async (customer, purpose) => Buffer.from(`${customer}:${purpose}`),
      },
      bus,
      clock,
      mask: (text) => ({ text, maskedTypes: [] }),
      maskMessage: ({ text }) => ({ text, maskedTypes: [], redacted: [] }),
      audit: { record: async () => undefined, read: async () => [] },
      flows: fixedFlows(FLOW),
      newId,
    };
    contactCenter.onChange((interaction) => followInteraction(core, interaction));
    this.#services = {
      core,
      served: new ServedConversations(core, []),
      callbacks: new Callbacks(core, heldBy(store.callbacks, isAlive, mood)),
      carryOvers: new CarryOvers(core, createMemoryStore(() => 'carry-overs').carryOvers),
      contactCenter,
      limits: LIMITS_OF_NODES,
      logger: LOGGER,
      metrics: METRICS,
    };
    this.#hub = new Hub({
      ...SESSIONS,
      services: this.#services,
      leases: heldBy(store.leases, isAlive, mood),
      timers: this.#timers(time),
    });
    this.#hub.start();
  }

  accept(wire: Arrival): void {
    const frames = this.#socket(wire, customerCommandSchema);
    const connection = new CustomerConnection(this.#services, this.#hub.cards, SESSION, frames);
    this.#hub.addCustomer(connection);
    frames.start({
      onCommand: (command) => connection.onCommand(command),
      onClose: () => this.#hub.removeCustomer(connection),
    });
  }

  /** As the agent door does: nobody is let in while the store does not say who it is. */
  async acceptDesk(wire: Wire, agentId: string): Promise<void> {
    this.#wires.add(wire);
    const agent = await this.#services.contactCenter.agent(agentId).catch(() => null);
    if (!agent) {
      wire.cut();
      return;
    }
    const frames = this.#socket(wire, deskCommandSchema);
    const { displayName, role } = agent;
    const session = {
      agentId,
      displayName,
      roles: [role],
      idHash: new Uint8Array(32),
      sealedIdToken: null,
    };
    const connection = new DeskConnection(this.#services, this.#hub.cards, session, agent, frames);
    this.#hub.addDesk(connection);
    frames.start({
      onCommand: (command) => connection.onCommand(command),
      onClose: () => this.#hub.removeDesk(connection),
    });
    wire.open();
  }

  hear(message: BusMessage): void {
    for (const listener of this.#listeners) listener(message);
  }

  kill(): void {
    this.#isAlive = false;
    for (const wire of this.#wires) wire.cut();
  }

  #socket<Command extends { readonly type: string }>(
    wire: Arrival,
    schema: FrameSocketOptions<Command>['schema'],
  ): FrameSocket<Command> {
    this.#wires.add(wire);
    const socket = wire.server as FrameCarrier;
    return new FrameSocket({ socket, schema, limits: LIMITS_OF_NODES, logger: LOGGER, metrics: METRICS });
  }

  #bus(publish: (message: BusMessage) => void): Bus {
    const cluster = this.#cluster;
    return {
      get reach() {
        return cluster.busWorks ? 'all-nodes' : 'this-node';
      },
      publish: (message) => {
        if (this.#isAlive) publish(message);
      },
      subscribe: (listener) => {
        this.#listeners.add(listener);
        return () => this.#listeners.delete(listener);
      },
      close: async () => undefined,
    };
  }

  #timers(time: VirtualTime): Timers {
    const once: Timers['once'] = (ms, run) =>
      time.setTimer(() => {
        if (this.#isAlive) run();
      }, ms);
    const every: Timers['every'] = (ms, run) => {
      const again = (): (() => void) =>
        once(ms, () => {
          cancel = again();
          run();
        });
      let cancel = again();
      return () => cancel();
    };
    return { once, every };
  }
}
