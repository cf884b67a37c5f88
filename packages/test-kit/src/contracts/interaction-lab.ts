import type { Agent, Interaction, InteractionStore, NewInteraction } from '@throughline/core';
import { anAgent, anAuditEntry, anId, anInteraction, aQueue } from '../builders.js';

const START = new Date('2026-03-02T09:00:00.000Z');
const LEASE_MS = 600_000;
const OFFER_MS = 20_000;

/** A moment of the test, in milliseconds from its start. */
export function at(ms: number): Date {
  return new Date(START.getTime() + ms);
}

/** Steps that the tests of the interaction store share. Each test configures queues and agents of its own. */
export class InteractionLab {
  readonly #store: () => InteractionStore;

  constructor(store: () => InteractionStore) {
    this.#store = store;
  }

  get store(): InteractionStore {
    return this.#store();
  }

  /** One queue with available agents of these properties. */
  async staffed(...agents: readonly Partial<Agent>[]): Promise<{ queueId: string; agentIds: string[] }> {
    const queue = aQueue();
    const staff = agents.map((overrides) => anAgent([queue.id], overrides));
    await this.store.configure([queue], staff);
    for (const [index, agent] of staff.entries()) await this.appear(agent.id, index);
    return { queueId: queue.id, agentIds: staff.map((agent) => agent.id) };
  }

  async appear(agentId: string, ms = 0, leaseUntil = at(LEASE_MS)): Promise<void> {
    await this.store.setPresence(agentId, true, leaseUntil, aPresenceAudit(at(ms)));
  }

  async enqueue(queueId: string, overrides: Partial<NewInteraction> = {}): Promise<Interaction> {
    return this.store.enqueue(anInteraction(queueId, overrides));
  }

  /** Makes the offers of this moment; they last 20 s. */
  async offer(ms = 0): Promise<readonly Interaction[]> {
    return this.store.offerWaiting(at(ms), at(ms + OFFER_MS));
  }

  async accept(offer: Interaction, ms = 0): Promise<Interaction | null> {
    return this.store.accept(offer.id, offer.agentId ?? '', at(ms), anAuditEntry());
  }

  async decline(offer: Interaction, ms = 0): Promise<Interaction | null> {
    return this.store.decline(offer.id, offer.agentId ?? '', at(ms));
  }

  /** The offer that this moment brings; throws when there is not exactly one. */
  async onlyOffer(ms = 0): Promise<Interaction> {
    const [offer, ...more] = await this.offer(ms);
    if (!offer || more.length > 0) throw new Error(`Expected one offer, got ${offer ? more.length + 1 : 0}.`);
    return offer;
  }

  /** An interaction that an agent of the queue has accepted. */
  async assigned(queueId: string, ms = 0): Promise<Interaction> {
    await this.enqueue(queueId);
    const accepted = await this.accept(await this.onlyOffer(ms), ms);
    if (!accepted) throw new Error('The offer was not accepted.');
    return accepted;
  }
}

function aPresenceAudit(when: Date) {
  return anAuditEntry({ at: when, action: 'agent.presence_changed', actor: { kind: 'agent', id: anId() } });
}
