import type { AuditEntry, CustomerIdentity, NewConversation, RemovedCounts, Store } from '@throughline/core';
import {
  aContextItem,
  aDecision,
  aNewEntry,
  anAuditEntry,
  anId,
  anInteraction,
  aSession,
  aSignIn,
  someBytes,
} from '../builders.js';
import { ConversationLab } from './conversation-lab.js';

const DAY_MS = 86_400_000;
/** Before all times of other suites, whose records share the store. */
export const OLD = new Date('2020-03-02T09:00:00.000Z');
export const daysAfter = (days: number) => new Date(OLD.getTime() + days * DAY_MS);
export const MANY = 10_000;

/** A customer and what there is of one. */
export class PrivacyLab {
  readonly #store: () => Store;
  readonly conversations: ConversationLab;

  constructor(store: () => Store) {
    this.#store = store;
    this.conversations = new ConversationLab(() => ({
      store: store().conversations,
      newCustomerId: async () => (await this.customer()).id,
    }));
  }

  async customer(): Promise<{ readonly id: string; readonly identity: CustomerIdentity }> {
    const identity = { issuer: 'https://portal.example', externalId: anId() };
    return { id: await this.#store().sessions.customerId(identity), identity };
  }

  /** A conversation of {@link OLD} with an entry, context, a decision and an interaction; ended a minute later. */
  async ended(customerId: string, overrides: Partial<NewConversation> = {}): Promise<NewConversation> {
    const conversation = await this.live(customerId, overrides);
    const at = new Date(conversation.openedAt.getTime() + 60_000);
    await this.conversations.end(conversation, at);
    await this.#store().interactions.close(conversation.id, at);
    await this.#store().conversations.markSettled(conversation.id);
    return conversation;
  }

  async live(customerId: string, overrides: Partial<NewConversation> = {}): Promise<NewConversation> {
    const conversation = {
      id: anId(),
      customerId,
      openedAt: OLD,
      previousConversationId: null,
      ...overrides,
    };
    const { openedAt: at } = conversation;
    const decision = aDecision(conversation.id, { at });
    await this.#store().conversations.open(conversation, aContextItem({ at }), decision, anAuditEntry());
    await this.#store().conversations.append([aNewEntry(conversation)]);
    await this.#store().interactions.enqueue(
      anInteraction('privacy', { conversationId: conversation.id, queuedAt: at }),
    );
    return conversation;
  }

  /** A callback that was asked for at {@link OLD} and cancelled a minute later. */
  async cancelledCallback(customerId: string): Promise<string> {
    const id = await this.callback(customerId);
    const at = new Date(OLD.getTime() + 60_000);
    await this.#store().callbacks.cancel(id, customerId, at, anAuditEntry());
    return id;
  }

  async callback(customerId: string): Promise<string> {
    const { callback } = await this.#store().callbacks.schedule(
      {
        id: anId(),
        kind: 'call',
        customerId,
        conversationId: null,
        queueId: 'privacy',
        priority: 0,
        dueAt: OLD,
        timeZone: 'UTC',
        createdAt: OLD,
        sealedRequest: someBytes(),
      },
      anAuditEntry(),
    );
    return callback.id;
  }

  /** Signs the customer in; the id of the session. */
  async signIn(customerId: string): Promise<string> {
    const session = aSession(customerId);
    await this.#store().sessions.signIn(aSignIn(session), 1_000);
    return session.id;
  }

  /** What there is of the conversation. */
  async rest(conversationId: string) {
    const { conversations, interactions } = this.#store();
    return {
      conversation: (await conversations.get(conversationId)) !== null,
      entries: (await conversations.read(conversationId, 0, MANY)).length,
      context: (await conversations.context(conversationId)).length,
      decision: (await conversations.decision(conversationId)) !== null,
      interaction: (await interactions.ofConversation(conversationId)) !== null,
    };
  }
}

/** Collects what stores say they have removed. */
export function countingAudit(action: AuditEntry['action']) {
  const seen: RemovedCounts[] = [];
  const audit = (removed: RemovedCounts) => {
    seen.push(removed);
    return anAuditEntry({ action, details: { ...removed } });
  };
  return { seen, audit };
}
