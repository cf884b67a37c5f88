import type { AuditEntry } from '../model/audit.js';
import type { Callback, CallbackRequest, CallOutcome, StoredCallbackNote } from '../model/callback.js';
import type { Conversation, Entry, EntryBody, Receipts } from '../model/conversation.js';
import type { CustomerCard } from '../model/customer-card.js';
import { CoreError } from '../model/errors.js';
import type { Interaction } from '../model/interaction.js';
import type { CallbackStore } from '../ports/callback-store.js';
import type { ContactCenter } from '../ports/contact-center.js';
import type { AgentMessage, GuestConversations } from '../ports/guest-conversations.js';
import type { Sealer } from '../ports/sealer.js';
import type { Core } from './core.js';
import { maskOrWithhold } from './mask-or-withhold.js';
import { readWrapUp } from './wrap-up-elsewhere.js';

export interface CallbackWish {
  readonly kind: Callback['kind'];
  readonly conversationId: string | null;
  readonly queueId: string;
  readonly priority: number;
  readonly dueAt: Date;
  readonly timeZone: string;
  /** The note is masked here; the phone number stays in clear, sealed, for the agent who calls. */
  readonly request: CallbackRequest;
}

export interface CallbackLimits {
  /** Pause after a call that reached nobody, in milliseconds. */
  readonly retryMs: number;
  /** Calls after which it is given up. */
  readonly attempts: number;
}

const DEFAULT_CALLBACK_LIMITS: CallbackLimits = { retryMs: 15 * 60_000, attempts: 3 };

/** A search for an agent that began longer ago than this may have been cut short, in milliseconds. */
const STARTED_MS = 10_000;
/** Small, so that background work never holds a single-connection store for long. */
const PAGE = 50;

const requestBinding = (callbackId: string) => `callback:${callbackId}`;
const noteBinding = (callbackId: string, noteId: string) => `callback-note:${callbackId}:${noteId}`;

/** `contactCenter`: whose agents call. */
export type CallbackParts = Pick<
  Core,
  'conversations' | 'sealer' | 'bus' | 'mask' | 'clock' | 'newId' | 'audit'
> & {
  readonly contactCenter: Pick<ContactCenter, 'request' | 'close'>;
};

/**
 * Promised calls: kept until their time, then offered to the agents of their queue like any other work, tried again
 * when nobody was reached. To a desk, a callback is a conversation whose first entry says whom to call and why, and
 * whose further entries are the agents' notes.
 */
export class Callbacks implements GuestConversations {
  readonly #core: CallbackParts;
  readonly #store: CallbackStore;
  readonly #limits: CallbackLimits;

  constructor(core: CallbackParts, store: CallbackStore, limits: CallbackLimits = DEFAULT_CALLBACK_LIMITS) {
    this.#core = core;
    this.#store = store;
    this.#limits = limits;
  }

  /**
   * Promises a call. A customer with an open callback keeps that one.
   * @throws CoreError `masking_failed`, `unavailable`
   */
  async schedule(customerId: string, wish: CallbackWish): Promise<Callback> {
    const { sealer, mask, clock, newId } = this.#core;
    const { request, ...rest } = wish;
    const id = newId();
    const note = request.note === null ? null : maskOrWithhold(mask, request.note).text;
    const createdAt = clock.now();
    const sealed = await sealer.seal(customerId, requestBinding(id), JSON.stringify({ ...request, note }));
    const { callback } = await this.#store.schedule(
      { ...rest, id, customerId, createdAt, sealedRequest: sealed },
      this.#audit('callback.scheduled', { kind: 'customer', id: customerId }, id, wish.conversationId, {
        dueAt: wish.dueAt.toISOString(),
        queueId: wish.queueId,
      }),
    );
    this.#announce(callback);
    if (callback.state === 'scheduled' && callback.dueAt <= createdAt) await this.#start(callback);
    return (await this.#store.latest(customerId, wish.kind)) ?? callback;
  }

  /** The customer's open call, else the last one; null when there never was one. */
  latestCall(customerId: string): Promise<Callback | null> {
    return this.#store.latest(customerId, 'call');
  }

  request(callback: Callback): Promise<CallbackRequest> {
    return openCallbackRequest(this.#core.sealer, callback);
  }

  /** @throws CoreError `not_found` when there is none of this customer, or an agent is calling already */
  async cancel(customerId: string, callbackId: string): Promise<void> {
    const at = this.#core.clock.now();
    const actor = { kind: 'customer', id: customerId } as const;
    const audit = this.#audit('callback.cancelled', actor, callbackId, null, {});
    const cancelled = await this.#store.cancel(callbackId, customerId, at, audit);
    if (!cancelled) {
      throw new CoreError('not_found', 'There is no callback to cancel: an agent is calling, or it is over.');
    }
    if (cancelled.workId) await this.#core.contactCenter.close(cancelled.workId, at);
    this.#announce(cancelled);
  }

  /** Has agents looked for whose calls are due. Safe to run on many nodes and to repeat. */
  async startDue(): Promise<void> {
    const now = this.#core.clock.now();
    for (const callback of await this.#store.due(now, new Date(now.getTime() - STARTED_MS), PAGE)) {
      await this.#start(callback);
    }
  }

  /** The attempt that this work is for, while it goes on; null when it is over or was taken back. */
  attempt(workId: string): Promise<Callback | null> {
    return this.#store.byWork(workId);
  }

  /** An agent has the call now. */
  async taken(workId: string, agentId: string | null): Promise<boolean> {
    const callback = await this.#store.assign(workId, agentId, this.#core.clock.now());
    if (callback) this.#announce(callback);
    return callback !== null;
  }

  /**
   * The agent, or the contact center, says how the call went. `given_up`: there is no other attempt.
   * @param details for the audit trail
   * @throws CoreError `not_found` unless that agent has it
   */
  async finish(
    workId: string,
    agentId: string,
    outcome: CallOutcome | 'given_up',
    details: NonNullable<AuditEntry['details']> = {},
  ): Promise<void> {
    const callback = await this.#store.byWork(workId);
    if (!callback) throw notYours();
    const at = this.#core.clock.now();
    const attempt = callback.attempts + 1;
    const result =
      outcome === 'reached'
        ? ({ state: 'done' } as const)
        : outcome === 'not_reached' && attempt < this.#limits.attempts
          ? ({ state: 'scheduled', dueAt: new Date(at.getTime() + this.#limits.retryMs) } as const)
          : ({ state: 'failed' } as const);
    const actor = { kind: 'agent', id: agentId } as const;
    const audit = this.#audit('callback.attempted', actor, callback.id, callback.conversationId, {
      outcome,
      attempt,
      ...details,
    });
    const finished = await this.#store.finish(workId, agentId, result, at, audit);
    if (!finished) throw notYours();
    await this.#core.contactCenter.close(workId, at);
    this.#announce(finished);
  }

  async follow(interaction: Interaction): Promise<boolean> {
    const holder = interaction.state === 'assigned' ? interaction.agentId : null;
    if (interaction.state === 'closed')
      return (await this.#store.byWork(interaction.conversationId)) !== null;
    return this.taken(interaction.conversationId, holder);
  }

  async get(workId: string): Promise<Conversation | null> {
    const callback = await this.#store.byWork(workId);
    return callback && this.#toConversation(callback, workId);
  }

  async card(workId: string): Promise<CustomerCard | null> {
    const callback = await this.#store.byWork(workId);
    if (!callback) return null;
    const { externalId, displayName, tier, phone, note } = await this.request(callback);
    const customer = { externalId, displayName, tier };
    const { conversationId } = callback;
    const wrapUp = conversationId === null ? null : await readWrapUp(this.#core, conversationId);
    return {
      context: [{ at: callback.createdAt, customer, intent: null, page: null }],
      previous: conversationId === null ? null : await this.#core.conversations.get(conversationId),
      ...(wrapUp ? { previousWrapUp: wrapUp } : {}),
      routingReasons: [],
      callback: {
        phone,
        note,
        dueAt: callback.dueAt,
        timeZone: callback.timeZone,
        attempt: callback.attempts + 1,
      },
    };
  }

  async read(workId: string, afterSeq: number, limit: number): Promise<readonly Entry[]> {
    const callback = await this.#store.byWork(workId);
    if (!callback) return [];
    const notes = await this.#store.notes(callback.id, afterSeq);
    return Promise.all(notes.slice(0, limit).map((note) => this.#toEntry(callback, workId, note)));
  }

  /** A note for whoever calls next: nobody reads along on the other end. */
  async send({ conversationId: workId, id, agent, text }: AgentMessage): Promise<Entry> {
    const callback = await this.#store.byWork(workId);
    if (callback?.agentId !== agent.id) throw notYours();
    const body = { displayName: agent.displayName, ...maskOrWithhold(this.#core.mask, text) };
    const binding = noteBinding(callback.id, id);
    const note = await this.#store.addNote(workId, {
      id,
      agentId: agent.id,
      at: this.#core.clock.now(),
      sealed: await this.#core.sealer.seal(callback.customerId, binding, JSON.stringify(body)),
    });
    if (!note) throw notYours();
    this.#core.bus.publish({ kind: 'head', conversationId: workId, headSeq: note.seq });
    return this.#toEntry(callback, workId, note);
  }

  /** Notes are read by agents alone; there is nobody to tell. */
  async raiseAgentReceipts(_workId: string, _receipts: Receipts): Promise<void> {}

  /** Ending the work without a word means that the customer was reached. */
  async end(workId: string, agent: AgentMessage['agent']): Promise<void> {
    await this.finish(workId, agent.id, 'reached');
  }

  async #start(callback: Callback): Promise<void> {
    const at = this.#core.clock.now();
    const workId = callback.workId ?? this.#core.newId();
    if (callback.state === 'scheduled' && !(await this.#store.start(callback.id, workId, at))) return;
    await this.#core.contactCenter.request({
      conversationId: workId,
      queueId: callback.queueId,
      priority: callback.priority,
      at: callback.dueAt,
      preferredAgentId: callback.conversationId
        ? await this.#core.conversations.lastAgent(callback.conversationId)
        : null,
    });
    this.#announce(callback);
  }

  async #toConversation(callback: Callback, workId: string): Promise<Conversation> {
    const notes = await this.#store.notes(callback.id, 0);
    const none = { deliveredSeq: 0, readSeq: 0 };
    return {
      id: workId,
      customerId: callback.customerId,
      state: callback.state === 'calling' ? 'active' : 'queued',
      openedAt: callback.dueAt,
      endedAt: null,
      headSeq: notes.length,
      agentId: callback.agentId,
      previousConversationId: callback.conversationId,
      customerReceipts: none,
      agentReceipts: none,
    };
  }

  async #toEntry(
    { id: callbackId, customerId }: Callback,
    workId: string,
    { id, seq, agentId, at, sealed }: Awaited<ReturnType<CallbackStore['notes']>>[number],
  ): Promise<Entry> {
    const callback = { id: callbackId, customerId };
    const body = await openCallbackNote(this.#core.sealer, callback, { id, sealed });
    return {
      conversationId: workId,
      id,
      seq,
      kind: 'message',
      party: { role: 'agent', id: agentId },
      at,
      body,
    };
  }

  #announce({ customerId, workId }: Callback): void {
    this.#core.bus.publish({ kind: 'callback', customerId });
    if (workId) this.#core.bus.publish({ kind: 'conversation', conversationId: workId, customerId });
  }

  #audit(
    action: Extract<AuditEntry['action'], `callback.${string}`>,
    actor: AuditEntry['actor'],
    callbackId: string,
    conversationId: string | null,
    details: NonNullable<AuditEntry['details']>,
  ): AuditEntry {
    return {
      at: this.#core.clock.now(),
      action,
      actor,
      ...(conversationId === null ? {} : { conversationId }),
      details: { callbackId, ...details },
    };
  }
}

/** What the customer asked for. */
export async function openCallbackRequest(
  sealer: Sealer,
  { id, customerId, sealedRequest }: Pick<Callback, 'id' | 'customerId' | 'sealedRequest'>,
): Promise<CallbackRequest> {
  return JSON.parse(await sealer.open(customerId, requestBinding(id), sealedRequest));
}

/** What an agent noted. */
export async function openCallbackNote(
  sealer: Sealer,
  { id: callbackId, customerId }: Pick<Callback, 'id' | 'customerId'>,
  { id, sealed }: Pick<StoredCallbackNote, 'id' | 'sealed'>,
): Promise<EntryBody> {
  return JSON.parse(await sealer.open(customerId, noteBinding(callbackId, id), sealed));
}

function notYours(): CoreError {
  return new CoreError('not_found', 'There is no such callback for you.');
}
