import { setTimeout as pause } from 'node:timers/promises';
import {
  type Availability,
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
import { contextAttributes, type RoutingWish } from '../platform/context-attributes.js';
import { nameOfAgent } from './agents.js';
import {
  DEFAULT_RELAY_LIMITS,
  type GenesysContactCenterOptions,
  type RelayLimits,
  type RelayServices,
  type RelayStart,
} from './options.js';
import { OwnedSessions } from './owned-sessions.js';
import { NOBODY } from './record.js';
import { newSessionState } from './session-state.js';

/** A customer's click does not wait longer for who is available, in milliseconds. */
const AVAILABILITY_MS = 1_000;

/** Genesys Cloud as the contact center: each conversation is a guest of a Web Messaging deployment. */
export class GenesysContactCenter implements ContactCenter {
  readonly #options: GenesysContactCenterOptions;
  readonly #limits: RelayLimits;
  #turn = 0;
  #started: { readonly services: RelayServices; readonly owned: OwnedSessions } | null = null;
  #follow: (interaction: Interaction) => Promise<void> = async () => undefined;

  constructor(options: GenesysContactCenterOptions) {
    this.#options = options;
    this.#limits = { ...DEFAULT_RELAY_LIMITS, ...options.limits };
  }

  /** Begins to own sessions. Nothing can be asked of it before. */
  start(start: RelayStart): void {
    const { link } = start;
    const services: RelayServices = {
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
    const owned = new OwnedSessions(services, this.#limits, (interaction) => this.#follow(interaction));
    this.#started = { services, owned };
  }

  /** Gives every session back, for another node or the next start. */
  async stop(): Promise<void> {
    await this.#started?.owned.stop();
    await this.#options.store.release(this.#options.nodeId).catch(() => undefined);
  }

  onChange(follow: (interaction: Interaction) => Promise<void>): void {
    this.#follow = follow;
  }

  async request(request: ContactCenterRequest): Promise<void> {
    const { services, owned } = this.#running;
    const { link, store, newId } = services;
    const conversation = await link.get(request.conversationId);
    if (!conversation) throw new CoreError('not_found', 'There is no such conversation to serve.');
    const skills = request.skills?.map(({ skill }) => skill);
    const state = newSessionState(this.#nextDeployment(services), skills);
    const sealed = await link.seal(conversation, JSON.stringify(state));
    const id = newId();
    const ownedUntil = performance.now() + this.#limits.leaseMs;
    const session = await store.open({ interaction: toInteraction(id, request), sealed }, owned.claim());
    if (session.interaction.id !== id) {
      await this.#askAgain(session, request);
      // Not awaited: a flow asks again while the core follows this very session.
      void owned.tickNow();
      return;
    }
    const record = await owned.record(session);
    await record?.followed();
    if (record) owned.serve(record, ownedUntil);
  }

  async close(conversationId: string): Promise<void> {
    const session = await this.#options.store.get(conversationId);
    if (!session) return;
    // Every end passes here, whoever brought it about: the core closes what it has followed to its end, too. Before the
    // look at the state, because a close that failed half-way comes again and finds the interaction closed.
    await this.#options.onClosed?.(conversationId);
    if (session.interaction.state === 'closed') return;
    const { owned } = this.#running;
    const served = owned.get(conversationId);
    const record = served?.record ?? (await owned.record(session));
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
    if (this.#started?.owned.reachability.isLost) return null;
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
    const record =
      session && session.interaction.state !== 'closed' ? await this.#running.owned.record(session) : null;
    if (!record) throw new CoreError('not_found', 'There is no live conversation of this id.');
    return this.#wish(record.session.interaction, record.state.skills);
  }

  #wish({ queueId, priority }: Interaction, skills: readonly string[]): RoutingWish | null {
    return this.#options.authority === 'gateway' ? { queueId, priority, skills } : null;
  }

  /** What the node does every now and then, out of turn. */
  tick(): Promise<void> {
    return this.#running.owned.tick();
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

  /** In turn: each deployment has its own limit of new connections. */
  #nextDeployment({ endpoint: { deploymentId, moreDeploymentIds = [] } }: RelayServices): string | undefined {
    const all = [deploymentId, ...moreDeploymentIds];
    this.#turn = (this.#turn + 1) % all.length;
    return all[this.#turn];
  }

  get #running() {
    if (!this.#started) throw new CoreError('unavailable', 'The relay has not started yet.');
    return this.#started;
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
