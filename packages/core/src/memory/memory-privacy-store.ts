import type { AuditEntry } from '../model/audit.js';
import type { Callback } from '../model/callback.js';
import type { Conversation } from '../model/conversation.js';
import type { CustomerIdentity } from '../model/customer.js';
import type {
  ContactCenterOutcome,
  DataClass,
  LegalHold,
  PrivacyRequest,
  RemovedCounts,
} from '../model/privacy.js';
import type { NewPrivacyRequest, PrivacyStore } from '../ports/privacy-store.js';
import type { MemoryBlobStore } from './memory-blob-store.js';
import type { MemoryCallbackStore } from './memory-callback-store.js';
import type { MemoryCarryOverStore } from './memory-carry-over-store.js';
import type { MemoryConversationStore } from './memory-conversation-store.js';
import type { MemoryInteractionStore } from './memory-interaction-store.js';
import type { MemoryIssuedTokenStore } from './memory-issued-token-store.js';
import type { MemoryOutgoingMailStore } from './memory-outgoing-mail-store.js';
import type { MemoryRelayStore } from './memory-relay-store.js';
import type { MemoryRemoteCustomerStore } from './memory-remote-customer-store.js';
import type { MemorySessionStore } from './memory-session-store.js';

export interface MemoryStores {
  readonly conversations: MemoryConversationStore;
  readonly interactions: MemoryInteractionStore;
  readonly sessions: MemorySessionStore;
  readonly issuedTokens: MemoryIssuedTokenStore;
  readonly callbacks: MemoryCallbackStore;
  readonly carryOvers: MemoryCarryOverStore;
  readonly mails: MemoryOutgoingMailStore;
  readonly remoteCustomers: MemoryRemoteCustomerStore;
  readonly relays: MemoryRelayStore;
  readonly blobs: MemoryBlobStore;
  readonly record: (entry: AuditEntry) => void;
}

const OVER: ReadonlySet<Callback['state']> = new Set(['done', 'failed', 'cancelled']);

/** What happens to customers' data as a whole, over the other stores of this process. */
export class MemoryPrivacyStore implements PrivacyStore {
  readonly #stores: MemoryStores;
  readonly #holds = new Map<string, LegalHold>();
  readonly #requests = new Map<string, PrivacyRequest>();

  constructor(stores: MemoryStores) {
    this.#stores = stores;
  }

  async customersNamed(
    externalId: string,
  ): Promise<readonly { readonly id: string; readonly customer: CustomerIdentity }[]> {
    const known = [...this.#stores.sessions.customers()].map(([id, customer]) => ({ id, customer }));
    return known.filter(({ customer }) => customer.externalId === externalId);
  }

  async customerOf(customerId: string): Promise<CustomerIdentity | null> {
    return this.#stores.sessions.customers().get(customerId) ?? null;
  }

  async purge(
    dataClass: DataClass,
    before: Date,
    limit: number,
    audit: (removed: RemovedCounts) => AuditEntry,
  ): Promise<RemovedCounts> {
    const counts = await this.#purge(dataClass, before, limit);
    const removed = Object.fromEntries(Object.entries(counts).filter(([, count]) => count > 0));
    if (Object.keys(removed).length > 0) this.#stores.record(audit(removed));
    return removed;
  }

  async placeHold(hold: LegalHold, audit: AuditEntry): Promise<boolean> {
    const isKnown = this.#stores.sessions.customers().has(hold.customerId);
    if (!isKnown || this.#holds.has(hold.customerId)) return false;
    this.#holds.set(hold.customerId, hold);
    this.#stores.record(audit);
    return true;
  }

  async liftHold(customerId: string, audit: AuditEntry): Promise<boolean> {
    if (!this.#holds.delete(customerId)) return false;
    this.#stores.record(audit);
    return true;
  }

  async isHeld(customerId: string): Promise<boolean> {
    return this.#holds.has(customerId);
  }

  async holds(): Promise<readonly (LegalHold & { readonly customer: CustomerIdentity })[]> {
    const customers = this.#stores.sessions.customers();
    return [...this.#holds.values()].flatMap((hold) => {
      const customer = customers.get(hold.customerId);
      return customer ? [{ ...hold, customer }] : [];
    });
  }

  async conversationsOf(customerId: string): Promise<readonly Conversation[]> {
    return this.#stores.conversations.all().filter((conversation) => conversation.customerId === customerId);
  }

  async callbacksOf(customerId: string): Promise<readonly Callback[]> {
    return this.#stores.callbacks.all().filter((callback) => callback.customerId === customerId);
  }

  async request(request: NewPrivacyRequest, audit: AuditEntry): Promise<PrivacyRequest | 'held' | 'unknown'> {
    const { customerId, kind } = request;
    const open = [...this.#requests.values()].find(
      (known) => known.customerId === customerId && known.kind === kind && isOpen(known),
    );
    if (open) return open;
    const customer = this.#stores.sessions.customers().get(customerId);
    if (!customer) return 'unknown';
    if (kind === 'erasure' && this.#holds.has(customerId)) return 'held';
    this.#stores.record(audit);
    return this.#put({ ...request, customer, conversationIds: this.#workOf(customerId), ...NOT_YET });
  }

  async getRequest(id: string): Promise<PrivacyRequest | null> {
    return this.#requests.get(id) ?? null;
  }

  async openRequests(limit: number): Promise<readonly PrivacyRequest[]> {
    return this.#sorted().filter(isOpen).slice(0, limit);
  }

  async erasuresSince(since: Date, limit: number): Promise<readonly PrivacyRequest[]> {
    const removedAt = ({ removed }: PrivacyRequest) => removed?.at.getTime() ?? 0;
    return this.#sorted()
      .filter(({ removed }) => removed && removed.at >= since)
      .toSorted((a, b) => removedAt(a) - removedAt(b))
      .slice(0, limit);
  }

  async removeCustomer(
    requestId: string,
    at: Date,
    audit: (removed: RemovedCounts) => AuditEntry,
  ): Promise<RemovedCounts | 'held' | null> {
    const request = this.#requests.get(requestId);
    if (request?.kind !== 'erasure' || request.removed) return null;
    const { customerId } = request;
    if (this.#holds.has(customerId)) return 'held';
    const conversationIds = this.#workOf(customerId);
    const counts = await this.#removeAllOf(customerId, conversationIds);
    this.#put({ ...request, conversationIds, removed: { at, counts } });
    this.#stores.record(audit(counts));
    return counts;
  }

  async keyDestroyed(requestId: string, at: Date): Promise<void> {
    const request = this.#requests.get(requestId);
    if (request && !request.keyDestroyedAt) this.#put({ ...request, keyDestroyedAt: at });
  }

  async contactCenterPending(requestId: string, reference: string): Promise<void> {
    const request = this.#requests.get(requestId);
    if (request && !request.contactCenter) this.#put({ ...request, reference });
  }

  async contactCenterDone(
    requestId: string,
    outcome: ContactCenterOutcome,
    audit: AuditEntry,
  ): Promise<boolean> {
    const request = this.#requests.get(requestId);
    if (!request || request.contactCenter) return false;
    this.#put({ ...request, contactCenter: outcome });
    this.#stores.record(audit);
    return true;
  }

  async reopenErasure(erasure: Omit<NewPrivacyRequest, 'kind'>, audit: AuditEntry): Promise<boolean> {
    const { customerId } = erasure;
    const customer = this.#stores.sessions.customers().get(customerId);
    if (!customer) return false;
    this.#removeRequestsOf(customerId);
    this.#holds.delete(customerId);
    const conversationIds = this.#workOf(customerId);
    this.#put({ ...erasure, kind: 'erasure', customer, conversationIds, ...NOT_YET });
    this.#stores.record(audit);
    return true;
  }

  async purgeExports(before: Date, limit: number): Promise<number> {
    const over = this.#sorted()
      .filter(({ kind, contactCenter }) => kind === 'export' && contactCenter && contactCenter.at < before)
      .slice(0, limit);
    for (const { id } of over) this.#requests.delete(id);
    return over.length;
  }

  async #purge(dataClass: DataClass, before: Date, limit: number): Promise<RemovedCounts> {
    const { conversations, callbacks, interactions, relays, blobs } = this.#stores;
    const isFree = ({ customerId }: { readonly customerId: string }) => !this.#holds.has(customerId);
    const ended = (settled: boolean) =>
      conversations
        .all({ settled })
        .filter((conversation) => isFree(conversation) && (conversation.endedAt ?? before) < before)
        .map(({ id }) => id);
    if (dataClass === 'callbacks') {
      const over = callbacks
        .all()
        .filter((callback) => isFree(callback) && OVER.has(callback.state) && callback.changedAt < before);
      return callbacks.remove(over.slice(0, limit).map(({ id }) => id));
    }
    if (dataClass !== 'conversations')
      return { [dataClass]: conversations.removeParts(dataClass, ended(false), before, limit) };
    const ids = ended(true).slice(0, limit);
    const removed = { interactions: await interactions.forget(ids), ...conversations.remove(ids) };
    blobs.forget(ids);
    const left = new Set(conversations.all().map(({ id }) => id));
    const orphans = interactions.closedBefore(before).filter((id) => !left.has(id));
    const alone = await interactions.forget(orphans.slice(0, limit));
    const relaySessions = await relays.forget(ids);
    return { ...removed, interactions: removed.interactions + alone, relaySessions };
  }

  async #removeAllOf(customerId: string, workIds: readonly string[]): Promise<RemovedCounts> {
    const { conversations, callbacks, interactions, sessions, issuedTokens } = this.#stores;
    const own = (await this.conversationsOf(customerId)).map(({ id }) => id);
    this.#stores.blobs.forgetCustomer(customerId);
    return {
      interactions: await interactions.forget(workIds),
      ...(own.length > 0 ? conversations.remove(own) : {}),
      ...callbacks.remove((await this.callbacksOf(customerId)).map(({ id }) => id)),
      carryOvers: this.#stores.carryOvers.removeOf(customerId),
      mails: this.#stores.mails.removeOf(customerId),
      remoteCustomers: this.#stores.remoteCustomers.removeOf(customerId),
      issuedTokens: issuedTokens.removeOf(customerId),
      exports: this.#removeRequestsOf(customerId, 'export'),
      ...sessions.remove(customerId),
    };
  }

  #removeRequestsOf(customerId: string, kind: PrivacyRequest['kind'] | null = null): number {
    const theirs = [...this.#requests.values()].filter(
      (request) => request.customerId === customerId && (kind === null || request.kind === kind),
    );
    for (const { id } of theirs) this.#requests.delete(id);
    return theirs.length;
  }

  #workOf(customerId: string): string[] {
    const { conversations, callbacks } = this.#stores;
    const isTheirs = (record: { readonly customerId: string }) => record.customerId === customerId;
    return [
      ...conversations
        .all()
        .filter(isTheirs)
        .map(({ id }) => id),
      ...callbacks
        .all()
        .filter(isTheirs)
        .flatMap(({ workId }) => workId ?? []),
    ];
  }

  #sorted(): PrivacyRequest[] {
    return [...this.#requests.values()].toSorted((a, b) => (a.id < b.id ? -1 : 1));
  }

  #put(request: PrivacyRequest): PrivacyRequest {
    const kept = isOpen(request) ? request : { ...request, customer: null, conversationIds: [] };
    this.#requests.set(request.id, kept);
    return kept;
  }
}

const NOT_YET = { removed: null, keyDestroyedAt: null, reference: null, contactCenter: null };

/** Steps are still to be carried out. */
function isOpen({ kind, removed, keyDestroyedAt, contactCenter }: PrivacyRequest): boolean {
  return contactCenter === null || (kind === 'erasure' && !(removed && keyDestroyedAt));
}
