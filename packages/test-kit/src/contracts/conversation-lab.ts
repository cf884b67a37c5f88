import type {
  AppendResult,
  ConversationStore,
  FlowRunRecord,
  NewConversation,
  NewEntry,
  Transition,
} from '@throughline/core';
import { aContextItem, aConversation, aDecision, aNewEntry, anAuditEntry, anId } from '../builders.js';

/** What the suite needs of the store under test; made once for all of its tests. */
export interface ConversationStoreHarness {
  readonly store: ConversationStore;
  /** Id of a customer that the store knows and that no other test uses. */
  newCustomerId(): Promise<string>;
}

/** Steps that the tests of the conversation store share. */
export class ConversationLab {
  readonly #harness: () => ConversationStoreHarness;

  constructor(harness: () => ConversationStoreHarness) {
    this.#harness = harness;
  }

  get store(): ConversationStore {
    return this.#harness().store;
  }

  newCustomerId(): Promise<string> {
    return this.#harness().newCustomerId();
  }

  tryOpen(conversation: NewConversation) {
    return this.store.open(
      conversation,
      aContextItem({ at: conversation.openedAt }),
      aDecision(conversation.id),
      anAuditEntry({ conversationId: conversation.id }),
    );
  }

  /** Opens a conversation of a new customer. */
  async open(overrides: Partial<NewConversation> = {}): Promise<NewConversation> {
    const conversation = aConversation(await this.newCustomerId(), overrides);
    await this.tryOpen(conversation);
    return conversation;
  }

  /** Opens a conversation of a new customer with a run of its flow. */
  async openRunning(run: FlowRunRecord): Promise<NewConversation> {
    const conversation = aConversation(await this.newCustomerId());
    await this.store.open(
      conversation,
      aContextItem({ at: conversation.openedAt }),
      aDecision(conversation.id, { run }),
      anAuditEntry({ conversationId: conversation.id }),
    );
    return conversation;
  }

  /** Makes the conversation active with this agent, without an entry. */
  async assign(conversation: NewConversation, agentId: string): Promise<void> {
    await this.store.transition(aTransition(conversation, { from: ['routing'], to: 'active', agentId }));
  }

  async end(conversation: NewConversation, at = conversation.openedAt): Promise<void> {
    await this.store.transition(
      aTransition(conversation, { from: ['routing', 'queued', 'active'], to: 'ended', at }),
    );
  }

  /** Ids of the stored entries, each at the place that its number says. */
  async storedIds(conversation: NewConversation): Promise<string[]> {
    const ids: string[] = [];
    for (const entry of await this.store.read(conversation.id, 0, 10_000)) ids[entry.seq - 1] = entry.id;
    return ids;
  }
}

export function aTransition(
  conversation: Pick<NewConversation, 'id'>,
  overrides: Partial<Transition> = {},
): Transition {
  return {
    conversationId: conversation.id,
    from: ['routing'],
    to: 'queued',
    agentId: null,
    at: new Date('2026-03-02T09:05:00.000Z'),
    interactionVersion: null,
    entry: null,
    audit: anAuditEntry({ action: 'conversation.requeued', conversationId: conversation.id }),
    ...overrides,
  };
}

/** An entry that the system makes, as transitions carry it. */
export function anEventEntry(conversation: NewConversation, overrides: Partial<NewEntry> = {}): NewEntry {
  return aNewEntry(conversation, {
    id: `joined:${anId()}`,
    kind: 'joined',
    party: { role: 'agent', id: 'sam' },
    ...overrides,
  });
}

/** The numbers of stored results; a refusal shows as its reason. */
export function outcomes(results: readonly AppendResult[]): (number | string)[] {
  return results.map((result) => (result.kind === 'stored' ? result.entry.seq : result.reason));
}
