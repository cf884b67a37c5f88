import type {
  Agent,
  AgentPresence,
  Availability,
  Bus,
  Clock,
  ContactCenter,
  ContactCenterData,
  ContactCenterErasure,
  ContactCenterRequest,
  CustomerDataAnswer,
  CustomerDataRequest,
  Interaction,
  InteractionStore,
  Queue,
  QueuePlace,
  WaitRange,
} from '@throughline/core';
import { CoalescedTask, CoreError } from '@throughline/core';
import { InteractionFollower } from './interaction-follower.js';
import { WaitForecast } from './wait-forecast.js';

export interface ContactCenterLimits {
  /** How long an agent has to accept an offer, in milliseconds. */
  readonly offerMs: number;
  /** A desk silent for this long is gone: its agent is unavailable and loses offers, in milliseconds. */
  readonly leaseMs: number;
  /** An agent gone for this long loses conversations to the queue, in milliseconds; longer than `leaseMs`. */
  readonly abandonMs: number;
}

const DEFAULT_LIMITS: ContactCenterLimits = { offerMs: 30_000, leaseMs: 25_000, abandonMs: 60_000 };

export interface EmbeddedContactCenterOptions {
  readonly store: InteractionStore;
  readonly bus: Bus;
  readonly clock: Clock;
  readonly newId: () => string;
  readonly limits?: ContactCenterLimits;
  /** Told of every wait that an agent ends, and of what its customer had been told. */
  readonly onWaitEnded?: (wait: EndedWait) => void;
}

export interface EndedWait {
  readonly seconds: number;
  readonly estimate: WaitRange | null;
}

/** What a desk shows of the contact center, before anything is looked up about the customers. */
export interface AgentWork {
  readonly agent: AgentPresence;
  readonly waiting: readonly Interaction[];
  /** Offered or assigned to this agent. */
  readonly own: readonly Interaction[];
}

export interface ContactCenterLoad {
  /** In the order in which they will be offered. */
  readonly waiting: readonly Interaction[];
  readonly agents: readonly { readonly agent: AgentPresence; readonly held: readonly Interaction[] }[];
}

/** Most waiting interactions that figures about queues count. */
const LOAD_SHOWN = 1_000;
/** Most rows of the Waiting list: a longer queue is not read by a person anyway. */
const WAITING_SHOWN = 100;

/**
 * The contact center that comes with the product. All decisions are made in SQL by the store, so any number of
 * nodes can run it side by side; this class carries time, notifications and the order of steps.
 */
export class EmbeddedContactCenter implements ContactCenter {
  readonly #store: InteractionStore;
  readonly #bus: Bus;
  readonly #clock: Clock;
  readonly #newId: () => string;
  readonly #limits: ContactCenterLimits;
  readonly #onWaitEnded: (wait: EndedWait) => void;
  readonly #follower: InteractionFollower;
  readonly #forecast: WaitForecast;
  readonly #assign = new CoalescedTask(() => this.#offerWaiting());
  #agentNames: ReadonlyMap<string, string> = new Map();

  constructor(options: EmbeddedContactCenterOptions) {
    this.#store = options.store;
    this.#bus = options.bus;
    this.#clock = options.clock;
    this.#newId = options.newId;
    this.#limits = options.limits ?? DEFAULT_LIMITS;
    this.#onWaitEnded = options.onWaitEnded ?? (() => undefined);
    const { store, bus, clock, newId } = options;
    this.#follower = new InteractionFollower({ store, bus, nodeId: newId() });
    this.#forecast = new WaitForecast(store, clock);
  }

  /** Makes an agent whom no configuration names; one of a configuration is left alone. */
  async provision(agent: Agent): Promise<void> {
    await this.#store.provision(agent);
    this.#agentNames = new Map();
  }

  /** Makes the configured queues and agents the ones in force. */
  async configure(queues: readonly Queue[], agents: readonly Agent[]): Promise<void> {
    await this.#store.configure(queues, agents);
  }

  onChange(follow: (interaction: Interaction) => Promise<void>): void {
    this.#follower.onChange(follow);
  }

  async request(request: ContactCenterRequest): Promise<void> {
    const { at, skills = [], ...wish } = request;
    const needed = skills.map(({ skill }) => skill);
    const { estimate } = await this.#forecast.availability(request.queueId, needed);
    const asked = { ...wish, skills, estimate, queuedAt: at };
    const id = this.#newId();
    const known = await this.#store.enqueue({ id, ...asked });
    if (known.id !== id) await this.#store.reroute(asked);
    await this.#follower.run();
    await this.#assign.run();
  }

  async close(conversationId: string, at: Date): Promise<void> {
    const closed = await this.#store.close(conversationId, at);
    if (!closed) return;
    // The core closes a conversation before it closes the interaction: there is nothing left to follow.
    await this.#store.markFollowed(closed.id, closed.version);
    this.#announce();
    await this.#assign.run();
  }

  /**
   * To another queue, or back to its own; who has it now loses it. False when it is not open or no such queue is.
   * @param preferredAgentId Asked first while free, among the agents of that queue.
   */
  async transfer(
    conversationId: string,
    queueId: string,
    preferredAgentId: string | null = null,
  ): Promise<boolean> {
    const queues = await this.#store.queues();
    if (!queues.some(({ id }) => id === queueId)) return false;
    if (!(await this.#store.transfer(conversationId, queueId, preferredAgentId))) return false;
    await this.#follower.run();
    await this.#assign.run();
    return true;
  }

  /** False when the conversation is not waiting. */
  async prioritize(conversationId: string, priority: number): Promise<boolean> {
    if (!(await this.#store.prioritize(conversationId, priority))) return false;
    await this.#follower.run();
    return true;
  }

  /** The conversation's side here; null when it never asked for an agent. */
  interaction(conversationId: string): Promise<Interaction | null> {
    return this.#store.ofConversation(conversationId);
  }

  /** Who waits in these queues and what every agent holds. */
  async load(queueIds: readonly string[]): Promise<ContactCenterLoad> {
    const agents = await this.#store.agents();
    const [waiting, held] = await Promise.all([
      this.#store.waiting(queueIds, LOAD_SHOWN),
      Promise.all(agents.map(({ id }) => this.#store.ofAgent(id))),
    ]);
    return { waiting, agents: agents.map((agent, index) => ({ agent, held: held[index] ?? [] })) };
  }

  places(conversationIds: readonly string[]): Promise<ReadonlyMap<string, QueuePlace>> {
    return this.#forecast.places(conversationIds);
  }

  availability(queueId: string, skills: readonly string[]): Promise<Availability> {
    return this.#forecast.availability(queueId, skills);
  }

  /** It is in the same process. */
  async isReachable(): Promise<boolean> {
    return true;
  }

  async agentDisplayName(agentId: string): Promise<string | null> {
    const known = this.#agentNames.get(agentId);
    if (known) return known;
    const agents = await this.#store.agents();
    this.#agentNames = new Map(agents.map((agent) => [agent.id, agent.displayName]));
    return this.#agentNames.get(agentId) ?? null;
  }

  async exportCustomer({
    conversationIds,
  }: CustomerDataRequest): Promise<CustomerDataAnswer<ContactCenterData>> {
    const interactions: Interaction[] = [];
    for (const id of conversationIds) {
      const interaction = await this.#store.ofConversation(id);
      if (interaction) interactions.push(interaction);
    }
    return { state: 'done', reference: null, result: interactions.length > 0 ? { interactions } : {} };
  }

  async eraseCustomer({
    conversationIds,
  }: CustomerDataRequest): Promise<CustomerDataAnswer<ContactCenterErasure>> {
    const interactions = await this.#store.forget(conversationIds);
    if (interactions > 0) this.#announce();
    return { state: 'done', reference: null, result: { interactions } };
  }

  /** @throws CoreError `not_found` for an unknown agent */
  async setPresence(agentId: string, available: boolean): Promise<void> {
    const now = this.#clock.now();
    const known = await this.#store.setPresence(agentId, available, this.#leaseUntil(now), {
      at: now,
      action: 'agent.presence_changed',
      actor: { kind: 'agent', id: agentId },
      details: { available },
    });
    if (!known) throw new CoreError('not_found', 'There is no such agent.');
    this.#announce();
    if (available) await this.#assign.run();
  }

  /** Says that these agents' desks are connected. Call it more often than the lease lasts. */
  async keepAlive(agentIds: readonly string[]): Promise<void> {
    if (agentIds.length > 0) await this.#store.renewLeases(agentIds, this.#leaseUntil(this.#clock.now()));
  }

  /** @throws CoreError `offer_gone` when the offer is over or went to another agent */
  async accept(interactionId: string, agentId: string): Promise<Interaction> {
    const now = this.#clock.now();
    const accepted = await this.#store.accept(interactionId, agentId, now, {
      at: now,
      action: 'conversation.assigned',
      actor: { kind: 'agent', id: agentId },
      details: { interactionId },
    });
    if (!accepted) throw offerGone();
    const seconds = Math.max(0, (now.getTime() - accepted.queuedAt.getTime()) / 1000);
    this.#onWaitEnded({ seconds, estimate: accepted.estimate });
    await this.#follower.run();
    return accepted;
  }

  /** @throws CoreError `offer_gone` when there is no such offer to this agent */
  async decline(interactionId: string, agentId: string): Promise<void> {
    if (!(await this.#store.decline(interactionId, agentId, this.#clock.now()))) throw offerGone();
    await this.#follower.run();
    await this.#assign.run();
  }

  /** What has become due: offers that ran out, desks that went silent, changes not yet followed, new offers. */
  async tick(): Promise<void> {
    const now = this.#clock.now();
    await this.#store.returnExpiredOffers(now);
    const { abandonMs, leaseMs } = this.#limits;
    await this.#store.expireLeases(now, new Date(now.getTime() - (abandonMs - leaseMs)));
    await this.#follower.run();
    await this.#assign.run();
  }

  /** Forgets, a page at a time, what has no use any more. */
  purge(): Promise<void> {
    return this.#forecast.purge();
  }

  /** Null for an unknown agent. */
  async work(agentId: string): Promise<AgentWork | null> {
    const agent = await this.#store.agent(agentId);
    if (!agent) return null;
    const [waiting, own] = await Promise.all([
      this.#store.waiting(agent.queueIds, WAITING_SHOWN),
      this.#store.ofAgent(agentId),
    ]);
    return { agent, waiting, own };
  }

  /** Null for an unknown agent. */
  agent(agentId: string): Promise<AgentPresence | null> {
    return this.#store.agent(agentId);
  }

  agents(): Promise<readonly AgentPresence[]> {
    return this.#store.agents();
  }

  queues(): Promise<readonly Queue[]> {
    return this.#store.queues();
  }

  /** Fulfils when nothing that this object started is under way. */
  async idle(): Promise<void> {
    await this.#follower.idle();
    await this.#assign.idle();
  }

  async #offerWaiting(): Promise<void> {
    const now = this.#clock.now();
    const offers = await this.#store.offerWaiting(now, new Date(now.getTime() + this.#limits.offerMs));
    if (offers.length > 0) await this.#follower.run();
  }

  #announce(): void {
    this.#bus.publish({ kind: 'contact-center' });
  }

  #leaseUntil(now: Date): Date {
    return new Date(now.getTime() + this.#limits.leaseMs);
  }
}

function offerGone(): CoreError {
  return new CoreError(
    'offer_gone',
    'This offer is no longer open: its time ran out, or the customer went elsewhere.',
  );
}
