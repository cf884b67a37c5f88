import type { Entry } from '@throughline/core';
import type { GuestDependencies } from './dependencies.js';
import type { Participant, Purpose, ServedItem } from './model.js';
import { addParticipant, disconnectParticipant, type ParticipantStart } from './participants.js';

/** What happened to an item, for whoever shows or announces it. */
export type ServedNews<Item extends ServedItem> =
  | { readonly kind: 'changed'; readonly item: Item }
  | {
      readonly kind: 'participant-start' | 'participant-end';
      readonly item: Item;
      readonly participant: Participant;
    };

/** Items that agents work on, in the memory of this process. Ended ones stay readable until there are too many. */
export class ServedItems<Item extends ServedItem> {
  readonly #dependencies: GuestDependencies;
  readonly #tell: (news: ServedNews<Item>) => void;
  readonly #items = new Map<string, Item>();

  constructor(dependencies: GuestDependencies, tell: (news: ServedNews<Item>) => void) {
    this.#dependencies = dependencies;
    this.#tell = tell;
  }

  get(id: string): Item | null {
    return this.#items.get(id) ?? null;
  }

  all(): readonly Item[] {
    return [...this.#items.values()];
  }

  /** The part of a new item that the desk works with. */
  blank(queueId: string, priority: number): ServedItem {
    return {
      id: this.#dependencies.newId(),
      startTime: this.#dependencies.clock.now(),
      endTime: null,
      participants: [],
      queueId,
      priority,
      entries: [],
      interactionState: 'waiting',
      interactionVersion: 0,
      agentId: null,
      customerReceipts: { deliveredSeq: 0, readSeq: 0 },
      agentReceipts: { deliveredSeq: 0, readSeq: 0 },
    };
  }

  add(item: Item): void {
    this.#items.set(item.id, item);
    if (this.#items.size <= this.#dependencies.limits.sessions) return;
    const oldest = this.all().find(({ endTime }) => endTime !== null);
    if (oldest) this.#items.delete(oldest.id);
  }

  /** Asks the contact center for an agent. */
  async request({ id, queueId, priority }: Item, preferredAgentId: string | null = null): Promise<void> {
    const { contactCenter, clock } = this.#dependencies;
    const at = clock.now();
    await contactCenter.request({ conversationId: id, queueId, priority, preferredAgentId, at });
  }

  join(item: Item, purpose: Purpose, start: ParticipantStart = {}): Participant {
    const { newId, clock } = this.#dependencies;
    const participant = addParticipant(item, newId, clock.now(), purpose, start);
    this.#tell({ kind: 'participant-start', item, participant });
    return participant;
  }

  leave(item: Item, participant: Participant, disconnectType: string): void {
    if (!disconnectParticipant(participant, this.#dependencies.clock.now(), disconnectType)) return;
    this.#tell({ kind: 'participant-end', item, participant });
  }

  /** Adds to what the desk shows; an id that is there already is not added again. */
  append(item: Item, entry: Omit<Entry, 'conversationId' | 'seq'>): Entry {
    const known = item.entries.find(({ id }) => id === entry.id);
    if (known) return known;
    const headSeq = item.entries.length + 1;
    const appended: Entry = { ...entry, conversationId: item.id, seq: headSeq };
    item.entries.push(appended);
    item.customerReceipts = { deliveredSeq: headSeq, readSeq: headSeq };
    this.#dependencies.bus.publish({ kind: 'head', conversationId: item.id, headSeq });
    return appended;
  }

  /** Leaves less of what an entry says, and tells the desk. @param by The entry that it is because of. */
  redact(
    item: Item,
    by: string,
    {
      id,
      text,
      maskedTypes,
    }: { readonly id: string; readonly text: string; readonly maskedTypes: readonly string[] },
    at: Date,
  ): void {
    const index = item.entries.findIndex((entry) => entry.id === id);
    const known = item.entries[index];
    if (!known) return;
    const body = { ...known.body, text, maskedTypes };
    item.entries[index] = { ...known, body };
    const { party } = known;
    this.append(item, {
      id: `${by}:redacts:${id}`,
      kind: 'redacted',
      party,
      at,
      body: { ...body, redacts: id },
    });
  }

  /**
   * Ends an item and frees its agent. Safe to repeat.
   * @param by Who ended it: `client` is the customer's side, `peer` the contact center.
   * @param agentName The agent who ended it; null when nobody of the desk did.
   */
  async finish(item: Item, by: 'client' | 'peer', agentName: string | null): Promise<void> {
    if (item.endTime) return;
    const { clock, contactCenter } = this.#dependencies;
    const at = clock.now();
    item.endTime = at;
    for (const participant of item.participants) this.leave(item, participant, by);
    this.append(item, {
      id: 'ended',
      kind: 'ended',
      party: agentName === null ? { role: 'system', id: 'door' } : { role: 'agent', id: item.agentId ?? '' },
      at,
      body: { displayName: agentName ?? '' },
    });
    this.announce(item);
    await contactCenter.close(item.id, at);
  }

  /** Says that something of the item changed. */
  announce(item: Item): void {
    this.#dependencies.bus.publish({ kind: 'conversation', conversationId: item.id, customerId: item.id });
    this.#tell({ kind: 'changed', item });
  }
}
