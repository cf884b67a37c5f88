import { randomUUID } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import { type Availability, type BusMessage, runDueFlows, sweep, type WorkLeases } from '@throughline/core';
import { CLOSE, LIMITS } from '@throughline/protocol';
import { WireError } from '../errors.js';
import type { PrivacyWork } from '../privacy/privacy-work.js';
import { BackgroundWork } from './background-work.js';
import { CardCache } from './card-cache.js';
import type { CustomerConnection } from './customer-connection.js';
import type { DeskConnection } from './desk-connection.js';
import type { Services } from './services.js';
import { SessionChecks, type SessionChecksOptions } from './session-checks.js';
import { StoreWatch } from './store-watch.js';
import { systemTimers, type Timers } from './timers.js';

export interface HubOptions
  extends Pick<SessionChecksOptions, 'customerSessions' | 'agentSessions' | 'oidcSessions'> {
  readonly services: Services;
  /** Stores that forget what is past its limits. */
  readonly expiring: readonly { purgeExpired(now: Date, limit: number): Promise<number> }[];
  readonly leases: WorkLeases;
  /** What every node repeats besides. */
  readonly repeated: readonly { readonly everyMs: number; readonly run: () => Promise<void> }[];
  readonly privacy: Pick<PrivacyWork, 'tick' | 'purge' | 'syncLedger'>;
  readonly timers?: Timers;
  readonly flows: { refresh(): Promise<void> };
}

/** How often what became due is carried out: offers that ran out, desks that went silent. In milliseconds. */
const TICK_MS = 1_000;
const SWEEP_MS = 10_000;
const PURGE_MS = 60_000;
/** What exactly one node does at a time: everything that has become due. */
const DUE_WORK = 'due-work';
/** How long after the last word of its node that work goes to another one, in milliseconds. */
const DUE_WORK_LEASE_MS = 5_000;
/** How often nodes look for what others did while the bus does not tell them, in milliseconds. */
const POLL_MS = 1_000;
/** Clients sent away per second at shutdown, so that other nodes are not stormed. */
const DRAINED_PER_SECOND = 100;
/** Most of each kind that is forgotten in one sweep. */
const PURGE_PAGE = 500;
/** How often open sockets check their session and note that their customer is present, at most. In milliseconds. */
const PRESENCE_MS = 30_000;
/** Queue places are told at most this often: a busy queue moves more often than anyone reads. In milliseconds. */
const PLACES_MS = 250;
/** The same for whether agents are there, told to all who have no conversation. In milliseconds. */
const AVAILABILITY_MS = 2_000;

/** The connections of this node, and what is done for all of them: fan-out, heartbeats, due work. */
export class Hub {
  readonly cards: CardCache;
  readonly #nodeId = randomUUID();
  readonly #options: HubOptions;
  readonly #services: Services;
  readonly #customers = new Set<CustomerConnection>();
  readonly #desks = new Set<DeskConnection>();
  readonly #work: BackgroundWork;
  readonly #storeWatch: StoreWatch;
  readonly #sessions: SessionChecks;
  readonly #places;
  readonly #availability;
  #unsubscribe: () => void = () => undefined;
  #closing = false;
  /** The bus may have missed something since the last look into the store. */
  #mayHaveMissed = false;

  constructor(options: HubOptions) {
    this.#options = options;
    this.#services = options.services;
    const timers = options.timers ?? systemTimers;
    this.#work = new BackgroundWork(timers, options.services.logger);
    this.#storeWatch = new StoreWatch(timers, (isAway) => this.#tellSaving(isAway));
    const { customerSessions, agentSessions, oidcSessions } = options;
    this.#sessions = new SessionChecks({
      bus: options.services.core.bus,
      customerSessions,
      agentSessions,
      oidcSessions,
      customers: this.#customers,
      desks: this.#desks,
    });
    this.#places = this.#work.once('places', PLACES_MS, () => this.#tellPlaces());
    this.#availability = this.#work.once('availability', AVAILABILITY_MS, () => this.#tellAvailability());
    this.cards = new CardCache(options.services.served);
  }

  start(): void {
    this.#unsubscribe = this.#services.core.bus.subscribe((message) => this.#onBus(message));
    const every = this.#work.every.bind(this.#work);
    every(TICK_MS, () => this.#tick());
    every(SWEEP_MS, () => this.#sweep());
    every(PURGE_MS, () => this.#purge());
    every(POLL_MS, () => this.#poll());
    every(LIMITS.heartbeatMs, () => this.#heartbeat());
    for (const { everyMs, run } of this.#options.repeated) every(everyMs, run);
    // Several times within the limit of absence, so that who is connected is never taken for absent.
    const presenceMs = Math.min(PRESENCE_MS, this.#services.limits.customerAbsentMs / 4);
    every(presenceMs, () => this.#checkSessions());
  }

  addCustomer(connection: CustomerConnection): void {
    this.#customers.add(connection);
    this.#countConnections();
    this.#work.run('presence', this.#markPresent([connection]));
  }

  removeCustomer(connection: CustomerConnection): void {
    this.#customers.delete(connection);
    this.#countConnections();
  }

  addDesk(connection: DeskConnection): void {
    this.#desks.add(connection);
    this.#countConnections();
  }

  removeDesk(connection: DeskConnection): void {
    this.#desks.delete(connection);
    this.#countConnections();
  }

  /** @throws WireError `unavailable` while the node shuts down: another one, or a later try, will do */
  requireOpen(): void {
    if (this.#closing) throw new WireError('unavailable', 'This node is shutting down. Connect again.');
  }

  /** Sends every client away, spread over time, and waits for what is under way. */
  async close(): Promise<void> {
    this.#closing = true;
    this.#work.stop();
    await this.#options.leases.release(DUE_WORK, this.#nodeId).catch(() => undefined);
    await this.#drain();
    this.#unsubscribe();
    this.#places.cancel();
    this.#availability.cancel();
    await this.#work.settled();
  }

  async #drain(): Promise<void> {
    const connections = [...this.#customers, ...this.#desks];
    const seconds = Math.min(connections.length / DRAINED_PER_SECOND, this.#services.limits.drainMs / 1000);
    const stepMs = (seconds * 1000) / connections.length;
    let owedMs = 0;
    for (const { socket } of connections) {
      socket.close(CLOSE.serviceRestart, 'the gateway is restarting');
      owedMs += stepMs;
      if (owedMs < 20) continue;
      await pause(owedMs);
      owedMs = 0;
    }
  }

  #onBus(message: BusMessage): void {
    if (message.kind === 'conversation') this.cards.forget(message.conversationId);
    if (message.kind === 'gap') this.#mayHaveMissed = true;
    if (message.kind === 'contact-center') {
      this.#places.schedule();
      this.#availability.schedule();
    }
    if (message.kind === 'customer-sessions-ended')
      this.#sessions.onCustomersSignedOut(new Set(message.sessionIds));
    if (message.kind === 'session-ended') this.#sessions.onAgentSignedOut(message.sessionHash);
    for (const connection of [...this.#customers, ...this.#desks])
      this.#work.run('fan-out', connection.onBus(message));
  }

  /** Each queue is asked about once, however many customers look at the chat. */
  async #tellAvailability(): Promise<void> {
    const loads = new Map<string, Promise<Availability | null>>();
    const read = (queueId: string, skills: readonly string[]) => {
      const key = JSON.stringify([queueId, skills]);
      const known = loads.get(key) ?? this.#services.core.contactCenter.availability(queueId, skills);
      loads.set(key, known);
      return known;
    };
    for (const connection of this.#customers) {
      if (connection.socket.isServing) await connection.tellAvailability(read);
    }
  }

  async #tellPlaces(): Promise<void> {
    const waiting = [...this.#customers].filter((connection) => connection.isWaiting);
    const places = await this.#services.core.contactCenter.places(idsOf(waiting));
    for (const connection of waiting) {
      const place = places.get(connection.conversationId ?? '');
      if (place) connection.onPlace(place);
    }
  }

  async #tick(): Promise<void> {
    const { contactCenter } = this.#services;
    const isDutyNode = await this.#storeWatch.over(this.#isDutyNode());
    await contactCenter.keepAlive([...new Set([...this.#desks].map((desk) => desk.agent.id))]);
    await this.#options.flows.refresh();
    if (!isDutyNode) return;
    await contactCenter.tick();
    await this.#services.callbacks.startDue();
    await runDueFlows(this.#services.core, SWEEP_MS);
    await this.#options.privacy.tick();
  }

  #tellSaving(paused: boolean): void {
    if (this.#closing) return;
    const { logger, metrics } = this.#services;
    metrics.savingPaused.set(paused ? 1 : 0);
    if (paused) logger.error('the store does not answer: nothing is saved or acknowledged until it does');
    else logger.info('the store answers again');
    for (const { socket } of [...this.#customers, ...this.#desks]) socket.send({ type: 'saving', paused });
  }

  #isDutyNode(): Promise<boolean> {
    return this.#options.leases.take(DUE_WORK, this.#nodeId, DUE_WORK_LEASE_MS);
  }

  /** Stands in for the bus while it does not reach every node, and once more when it does again. */
  async #poll(): Promise<void> {
    const { core, served } = this.#services;
    const isWhole = core.bus.reach === 'all-nodes';
    if (isWhole && !this.#mayHaveMissed) return;
    this.#mayHaveMissed = !isWhole;
    this.cards.forgetAll();
    await this.#sessions.checkCustomers();
    const customers = [...this.#customers];
    const live = await core.conversations.liveOf([...new Set(customers.map(({ customerId }) => customerId))]);
    const byCustomer = new Map(live.map((conversation) => [conversation.customerId, conversation]));
    for (const connection of customers) {
      this.#work.run('poll', connection.onStored(byCustomer.get(connection.customerId) ?? null));
    }
    const desks = [...this.#desks];
    const heads = await served.heads([...new Set(desks.flatMap(({ conversationIds }) => conversationIds))]);
    for (const desk of desks) this.#work.run('poll', this.#pollDesk(desk, heads));
  }

  async #pollDesk(desk: DeskConnection, heads: ReadonlyMap<string, number>): Promise<void> {
    await desk.refresh();
    for (const id of desk.conversationIds) await desk.onHead(id, heads.get(id) ?? 0);
  }

  async #sweep(): Promise<void> {
    const { core, limits } = this.#services;
    await this.#options.privacy.syncLedger();
    if (!(await this.#isDutyNode())) return;
    await sweep(core, { absentMs: limits.customerAbsentMs });
    for (const store of this.#options.expiring) await store.purgeExpired(core.clock.now(), PURGE_PAGE);
    await this.#services.contactCenter.purge();
  }

  async #purge(): Promise<void> {
    if (await this.#isDutyNode()) await this.#options.privacy.purge();
  }

  /** Carries the heads, so that a lost last message is noticed even when the bus lost it. */
  async #heartbeat(): Promise<void> {
    const customers = [...this.#customers];
    const desks = [...this.#desks];
    const ids = [...idsOf(customers), ...desks.flatMap((desk) => desk.conversationIds)];
    for (const { socket } of [...customers, ...desks]) socket.checkAlive();
    const heads = ids.length > 0 ? await this.#services.served.heads([...new Set(ids)]) : new Map();
    const headsOf = (followed: readonly string[]): Record<string, number> =>
      Object.fromEntries(followed.map((id) => [id, heads.get(id) ?? 0]));

    for (const connection of customers) {
      const followed = connection.conversationId ? [connection.conversationId] : [];
      const own = headsOf(followed);
      connection.socket.send({ type: 'heartbeat', heads: own });
      for (const head of Object.values(own)) await connection.onHead(head);
    }
    for (const desk of desks) {
      const own = headsOf(desk.conversationIds);
      desk.socket.send({ type: 'heartbeat', heads: own });
      for (const [id, head] of Object.entries(own)) await desk.onHead(id, head);
    }
  }

  async #checkSessions(): Promise<void> {
    await this.#sessions.checkCustomers();
    this.#work.run('refreshing sessions', this.#sessions.refresh());
    await this.#sessions.checkDesks();
    await this.#markPresent([...this.#customers]);
  }

  async #markPresent(connections: readonly CustomerConnection[]): Promise<void> {
    const { core } = this.#services;
    const customerIds = [...new Set(connections.map((connection) => connection.customerId))];
    if (customerIds.length > 0) await core.conversations.markPresent(customerIds, core.clock.now());
  }

  #countConnections(): void {
    const { connections } = this.#services.metrics;
    connections.set({ door: 'customer' }, this.#customers.size);
    connections.set({ door: 'agent' }, this.#desks.size);
  }
}

function idsOf(connections: readonly CustomerConnection[]): string[] {
  return connections.flatMap(({ conversationId }) => (conversationId ? [conversationId] : []));
}
