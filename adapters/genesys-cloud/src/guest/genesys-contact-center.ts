import { setTimeout as pause } from 'node:timers/promises';
import {
  type Availability,
  type BusMessage,
  type ContactCenter,
  type ContactCenterData,
  type ContactCenterErasure,
  type ContactCenterRequest,
  CoreError,
  type CustomerDataAnswer,
  type CustomerDataRequest,
  type Interaction,
  type QueuePlace,
  type RelaySession,
} from '@throughline/core';
import { Budget, CONNECTION_BUDGET } from '../platform/budget.js';
import { contextAttributes, type RoutingWish } from '../platform/context-attributes.js';
import { nameOfAgent } from './agents.js';
import {
  DEFAULT_RELAY_LIMITS,
  type GenesysContactCenterOptions,
  type RelayLimits,
  type RelayServices,
  type RelayStart,
} from './options.js';
import { Reachability } from './reachability.js';
import { NOBODY, SessionRecord } from './record.js';
import { newSessionState } from './session-state.js';
import { UpstreamSession } from './upstream-session.js';

/** Sessions taken over in one go: another node may take the next ones. */
const CLAIM_PAGE = 100;
/** A customer's click does not wait longer for who is available, in milliseconds. */
const AVAILABILITY_MS = 1_000;

/** Genesys Cloud as the contact center: each conversation is a guest of a Web Messaging deployment. */
export class GenesysContactCenter implements ContactCenter {
  readonly #options: GenesysContactCenterOptions;
  readonly #limits: RelayLimits;
  readonly #connections: Budget;
  readonly #reachability = new Reachability();
  #started: RelayServices | null = null;
  readonly #sessions = new Map<string, UpstreamSession>();
  #follow: (interaction: Interaction) => Promise<void> = async () => undefined;
  readonly #followLatest = (interaction: Interaction) => this.#follow(interaction);
  #timer: NodeJS.Timeout | null = null;
  #ticking: Promise<void> | null = null;
  #mayHaveMissed = false;
  #unsubscribe: () => void = () => undefined;

  constructor(options: GenesysContactCenterOptions) {
    this.#options = options;
    this.#limits = { ...DEFAULT_RELAY_LIMITS, ...options.limits };
    const { limiter, clock } = options;
    const perMinute = this.#limits.connectionsPerMinute;
    this.#connections = new Budget(limiter, clock, { ...CONNECTION_BUDGET, perMinute });
  }

  /** Begins to own sessions. Nothing can be asked of it before. */
  start(start: RelayStart): void {
    const { link } = start;
    this.#started = {
      ...this.#options,
      ...start,
      attributes: async (conversation, interaction, { skills, other = null }) => {
        const { id: conversationId, previousConversationId } = conversation;
        const context = await link.context(conversation);
        const routing = this.#wish(interaction, skills);
        // Context has passed masking on its way in.
        const mask = (text: string) => text;
        const facts = { conversationId, previousConversationId, context, routing, other, mask };
        return contextAttributes(facts).attributes;
      },
    };
    this.#unsubscribe = this.#options.bus.subscribe((message) => this.#onBus(message));
    this.#timer = setInterval(() => {
      this.#ticking ??= this.#tickNow().finally(() => {
        this.#ticking = null;
      });
    }, this.#limits.tickMs);
  }

  /** Gives every session back, for another node or the next start. */
  async stop(): Promise<void> {
    if (this.#timer) clearInterval(this.#timer);
    this.#unsubscribe();
    await this.#ticking;
    await Promise.all([...this.#sessions.values()].map((session) => session.stop()));
    this.#sessions.clear();
    await this.#options.store.release(this.#options.nodeId).catch(() => undefined);
  }

  onChange(follow: (interaction: Interaction) => Promise<void>): void {
    this.#follow = follow;
  }

  async request(request: ContactCenterRequest): Promise<void> {
    const { link, store, newId } = this.#services;
    const conversation = await link.get(request.conversationId);
    if (!conversation) throw new CoreError('not_found', 'There is no such conversation to serve.');
    const sealed = await link.seal(
      conversation,
      JSON.stringify(newSessionState(request.skills?.map(({ skill }) => skill))),
    );
    const id = newId();
    const ownedUntil = performance.now() + this.#limits.leaseMs;
    const session = await store.open({ interaction: toInteraction(id, request), sealed }, this.#claim());
    if (session.interaction.id !== id) {
      await this.#askAgain(session, request);
      // Not awaited: a flow asks again while the core follows this very session.
      void this.#tickNow();
      return;
    }
    const record = await SessionRecord.open(this.#services, this.#followLatest, conversation, session);
    await record.followed();
    this.#serve(record, ownedUntil);
  }

  async close(conversationId: string): Promise<void> {
    const session = await this.#options.store.get(conversationId);
    if (!session || session.interaction.state === 'closed') return;
    const served = this.#sessions.get(conversationId);
    const record = served?.record ?? (await this.#record(session));
    await record?.closeForCore();
    served?.wake();
  }

  /** Nothing can be said: guests are not told of the queue. */
  async places(): Promise<ReadonlyMap<string, QueuePlace>> {
    return new Map();
  }

  async isReachable(conversationId: string): Promise<boolean> {
    const session = await this.#options.store.get(conversationId);
    return !session?.interrupted || session.interaction.state === 'closed';
  }

  async availability(queueId: string, skills: readonly string[]): Promise<Availability | null> {
    if (this.#reachability.isLost) return null;
    const limit = pause(AVAILABILITY_MS, null, { ref: false });
    return Promise.race([this.#options.availability(queueId, skills), limit]);
  }

  async agentDisplayName(agentId: string): Promise<string | null> {
    return nameOfAgent(agentId);
  }

  async exportCustomer(request: CustomerDataRequest): Promise<CustomerDataAnswer<ContactCenterData>> {
    const { store, privacy } = this.#options;
    const remote = await privacy?.exportCustomer(request);
    if (remote?.state === 'pending') return remote;
    const sessions = await Promise.all(request.conversationIds.map((id) => store.get(id)));
    const interactions = sessions.flatMap((session) => (session ? [session.interaction] : []));
    return {
      state: 'done',
      reference: remote?.reference ?? null,
      result: { ...remote?.result, ...(interactions.length > 0 ? { interactions } : {}) },
    };
  }

  async eraseCustomer(request: CustomerDataRequest): Promise<CustomerDataAnswer<ContactCenterErasure>> {
    const { store, privacy } = this.#options;
    const remote = await privacy?.eraseCustomer(request);
    if (remote?.state === 'pending') return remote;
    const interactions = await store.forget(request.conversationIds);
    return {
      state: 'done',
      reference: remote?.reference ?? null,
      result: { ...remote?.result, interactions },
    };
  }

  /**
   * What the gateway wishes for a conversation that is served here: null when Architect decides.
   * @throws CoreError `not_found` for one that is not, or is over
   */
  async routingOf(conversationId: string): Promise<RoutingWish | null> {
    const session = await this.#options.store.get(conversationId);
    const record = session && session.interaction.state !== 'closed' ? await this.#record(session) : null;
    if (!record) throw new CoreError('not_found', 'There is no live conversation of this id.');
    return this.#wish(record.session.interaction, record.state.skills);
  }

  #wish({ queueId, priority }: Interaction, skills: readonly string[]): RoutingWish | null {
    return this.#options.authority === 'gateway' ? { queueId, priority, skills } : null;
  }

  /** Keeps what this node owns, takes over what nobody owns, and has the core follow what it has not followed. */
  async tick(): Promise<void> {
    const { store } = this.#options;
    const before = [...this.#sessions];
    const ownedUntil = performance.now() + this.#limits.leaseMs;
    const owned = await store.renew(this.#claim());
    for (const [id, session] of before) {
      if (owned.has(id)) session.ownedUntil = ownedUntil;
      else this.#letGo(id, session);
    }
    const claimed = await store.claim(this.#claim(), CLAIM_PAGE);
    const strangers = [...owned.keys()].filter((id) => !this.#sessions.has(id));
    const found = await Promise.all(strangers.map((id) => store.get(id)));
    for (const session of [...claimed, ...found]) {
      const record = session && (await this.#record(session));
      if (record) this.#serve(record, ownedUntil);
    }
    await this.#notice(owned);
  }

  async #tickNow(): Promise<void> {
    await this.tick().catch((error: unknown) => this.#options.onFailure(error, 'tick'));
  }

  async #notice(owned: ReadonlyMap<string, number>): Promise<void> {
    const failures: unknown[] = [];
    for (const [id, session] of this.#sessions) {
      const { interaction, followedVersion } = session.record.session;
      const version = owned.get(id) ?? interaction.version;
      if (version === interaction.version && followedVersion >= version) continue;
      await session.reload().catch((error: unknown) => failures.push(error));
    }
    const { bus, link } = this.#services;
    const isWhole = bus.reach === 'all-nodes' && !this.#mayHaveMissed;
    this.#mayHaveMissed = bus.reach !== 'all-nodes';
    if (!isWhole) {
      const heads = await link.heads([...this.#sessions.keys()]);
      for (const [id, session] of this.#sessions) {
        if ((heads.get(id) ?? 0) > session.record.session.sentSeq) session.wake();
      }
    }
    for (const failure of failures) throw failure;
  }

  /** Asks for something else, or anew after a close. */
  async #askAgain({ interaction }: RelaySession, request: ContactCenterRequest): Promise<void> {
    const { state, version, queueId, priority } = interaction;
    const isSame = queueId === request.queueId && priority === request.priority;
    if (state === 'assigned' || (state === 'waiting' && isSame)) return;
    const next = {
      ...interaction,
      queueId: request.queueId,
      priority: request.priority,
      version: version + 1,
    };
    // When somebody else was faster, this asks for nothing new.
    await this.#options.store.change(
      state === 'closed' ? { ...next, ...NOBODY, state: 'waiting', queuedAt: request.at } : next,
    );
  }

  async #record(session: RelaySession): Promise<SessionRecord | null> {
    const { conversationId } = session.interaction;
    const conversation = await this.#services.link.get(conversationId);
    return conversation && SessionRecord.open(this.#services, this.#followLatest, conversation, session);
  }

  #serve(record: SessionRecord, ownedUntil: number): void {
    const id = record.conversationId;
    if (this.#sessions.has(id)) return;
    const session = new UpstreamSession(
      {
        ...this.#services,
        relayLimits: this.#limits,
        connections: this.#connections,
        reachability: this.#reachability,
        onFinished: () => this.#sessions.delete(id),
      },
      record,
      ownedUntil,
    );
    this.#sessions.set(id, session);
    session.start();
  }

  #letGo(id: string, session: UpstreamSession): void {
    this.#sessions.delete(id);
    void session.stop();
  }

  #onBus(message: BusMessage): void {
    if (message.kind === 'gap') this.#mayHaveMissed = true;
    if (message.kind === 'customer-sessions-ended') void this.#signedOut(message.sessionIds);
    if (message.kind === 'entries') this.#sessions.get(message.conversationId)?.wake();
    if (message.kind === 'typing' && message.role === 'customer' && message.on) {
      this.#sessions.get(message.conversationId)?.customerTypes();
    }
  }

  async #signedOut(sessionIds: readonly string[]): Promise<void> {
    for (const session of this.#sessions.values()) {
      await session
        .signedOut(sessionIds)
        .catch((error: unknown) => this.#options.onFailure(error, 'sign-out of a guest'));
    }
  }

  get #services(): RelayServices {
    if (!this.#started) throw new CoreError('unavailable', 'The relay has not started yet.');
    return this.#started;
  }

  #claim() {
    return { owner: this.#options.nodeId, leaseMs: this.#limits.leaseMs };
  }
}

function toInteraction(
  id: string,
  { conversationId, queueId, priority, at }: ContactCenterRequest,
): Interaction {
  return {
    id,
    conversationId,
    queueId,
    state: 'waiting',
    priority,
    queuedAt: at,
    agentId: null,
    offerExpiresAt: null,
    assignedAt: null,
    estimate: null,
    version: 1,
  };
}
