import type { ErrorCode, ErrorEvent, NewContent, SendCommand } from '@throughline/protocol';
import type { PendingMessage } from './chat-snapshot.js';
import { Alarm, type Environment } from './environment.js';
import type { KeptMessage } from './kept.js';

export interface OutboxHandler {
  /** False when the connection cannot take it now. */
  send(command: SendCommand): boolean;
  onChange(): void;
  /** A hold is over: call `pump` again. */
  onDue(): void;
}

/** Most messages sent and not yet answered. */
const MAX_IN_FLIGHT = 32;
/** Pause after a passing refusal that names none, in milliseconds. */
const HOLD_MS = 1_000;
/** A message that is refused this often for a reason that may be its own has failed, so that it holds up no others. */
const MAX_REFUSALS = 5;
/** Refusals that are never about the message itself. */
const PASSING: ReadonlySet<ErrorCode> = new Set(['rate_limited', 'unavailable']);

interface Item {
  message: PendingMessage;
  /** Where it was sent to: a message id counts within its conversation, so a repeat must go to the same one. */
  conversationId: string | null;
  acknowledged: boolean;
  refusals: number;
}

/**
 * This client's own messages until the transcript shows them, sent in the order in which they were written.
 *
 * Order: the gateway takes the frames of one connection in order, and so numbers what it accepts in order. After a
 * passing refusal nothing more is sent until the pause is over and what was in flight behind it is answered; then
 * the refused message goes first and alone, and the rest follow once one has been acknowledged. What the gateway had
 * accepted behind a refused message stays before it: the order of `seq` is the one that everybody sees.
 */
export class Outbox {
  readonly #environment: Environment;
  readonly #handler: OutboxHandler;
  readonly #hold: Alarm;
  #items: Item[] = [];
  #maxInFlight = MAX_IN_FLIGHT;
  #pending: readonly PendingMessage[] | null = null;

  constructor(environment: Environment, handler: OutboxHandler) {
    this.#environment = environment;
    this.#handler = handler;
    this.#hold = new Alarm(environment);
  }

  get pending(): readonly PendingMessage[] {
    this.#pending ??= this.#items.map(({ message }) => message);
    return this.#pending;
  }

  /** What would be lost with this page. */
  get kept(): readonly KeptMessage[] {
    return this.#items
      .filter(({ acknowledged }) => !acknowledged)
      .map(({ message, conversationId }) => ({ ...message, conversationId }));
  }

  /** Puts in front what an earlier page had: it goes out first, under the same ids and to the same conversation. */
  restore(kept: readonly KeptMessage[]): void {
    const items = kept.map(({ conversationId, ...message }): Item => {
      const status = message.status === 'failed' ? 'failed' : 'waiting';
      return { message: { ...message, status }, conversationId, acknowledged: false, refusals: 0 };
    });
    this.#items.unshift(...items);
    this.#changed();
  }

  /** True when the next message to send has no conversation to go to. */
  get needsConversation(): boolean {
    const next = this.#items.find(({ message }) => message.status === 'waiting');
    return !this.#hold.isSet && next?.conversationId === null;
  }

  /**
   * Puts a message at the end; returns its id. `conversationId`: the only one in which it has a meaning; without, it goes
   * to the one that is live then.
   */
  add(text: string, content?: NewContent, conversationId: string | null = null): string {
    const id = this.#environment.newId();
    const more = content ? { content } : {};
    const createdAt = this.#environment.now();
    this.#append({ id, text, ...more, createdAt, status: 'waiting', error: null }, conversationId);
    return id;
  }

  /** Puts a failed message at the end under the same id, to go to the conversation that is live then; an answer, to its own. */
  retry(id: string): void {
    const item = this.#takeFailed(id);
    if (!item) return;
    const { message, conversationId } = item;
    const own = message.content?.kind === 'answer' ? conversationId : null;
    this.#append({ ...message, status: 'waiting', error: null }, own);
  }

  /** Drops a failed message. */
  discard(id: string): void {
    this.#takeFailed(id);
  }

  /** Sends what may be sent now; messages without a conversation go to this one, or wait while it is null. */
  pump(conversationId: string | null): void {
    if (this.#hold.isSet) return;
    let inFlight = this.#items.filter(isInFlight).length;
    for (const item of this.#items) {
      if (item.message.status !== 'waiting') continue;
      const target = item.conversationId ?? conversationId;
      if (inFlight >= this.#maxInFlight || target === null) return;
      const { id, text, content } = item.message;
      const more = content ? { content } : {};
      if (!this.#handler.send({ type: 'send', id, conversationId: target, text, ...more })) return;
      item.conversationId = target;
      this.#update(item, { status: 'sending' });
      inFlight += 1;
    }
  }

  /** The gateway has stored it. It stays pending until {@link settle}, so that it is on screen at every moment. */
  acknowledge(id: string): void {
    const item = this.#find(id);
    if (item) item.acknowledged = true;
    if (!this.#hold.isSet) this.#maxInFlight = MAX_IN_FLIGHT;
  }

  /** The message is in the transcript, or in that of a conversation that is not on screen any more. */
  settle(id: string): void {
    const item = this.#find(id);
    if (item) this.#remove(item);
  }

  /** The gateway has refused a message; false when `ref` is not the id of one. */
  refuse(refusal: ErrorEvent): boolean {
    const item = refusal.ref === undefined ? undefined : this.#find(refusal.ref);
    if (!item || !isInFlight(item)) return false;
    this.#refuse([item], refusal);
    return true;
  }

  /** The conversation that these messages wait for is not to be had: it was refused, or has ended. */
  refuseUnaddressed(refusal: ErrorEvent): void {
    const waiting = this.#items.filter(
      ({ message, conversationId }) => message.status === 'waiting' && conversationId === null,
    );
    if (waiting.length > 0) this.#refuse(waiting, refusal);
  }

  /** The connection is gone: what it did not acknowledge will be sent again, to the same conversation. */
  interrupt(): void {
    this.#hold.clear();
    this.#maxInFlight = MAX_IN_FLIGHT;
    for (const item of this.#items) {
      if (isInFlight(item)) this.#update(item, { status: 'waiting' });
    }
  }

  /** Drops what is acknowledged but will not be shown here, because another conversation is on screen now. */
  dropAcknowledged(): void {
    for (const item of this.#items) {
      if (item.acknowledged) this.#remove(item);
    }
  }

  #refuse(items: readonly Item[], { code, retryable, retryAfterMs = HOLD_MS }: ErrorEvent): void {
    for (const item of items) {
      item.refusals += 1;
      const goesOn = retryable && (PASSING.has(code) || item.refusals < MAX_REFUSALS);
      this.#update(item, goesOn ? { status: 'waiting' } : { status: 'failed', error: code });
    }
    if (!retryable) return;
    this.#maxInFlight = 1;
    this.#hold.set(retryAfterMs, () => this.#handler.onDue());
  }

  #find(id: string): Item | undefined {
    return this.#items.find(({ message }) => message.id === id);
  }

  #takeFailed(id: string): Item | undefined {
    const item = this.#find(id);
    if (item?.message.status !== 'failed') return undefined;
    this.#remove(item);
    return item;
  }

  #append(message: PendingMessage, conversationId: string | null = null): void {
    this.#items.push({ message, conversationId, acknowledged: false, refusals: 0 });
    this.#changed();
  }

  #remove(item: Item): void {
    this.#items = this.#items.filter((other) => other !== item);
    this.#changed();
  }

  #update(item: Item, change: Partial<PendingMessage>): void {
    item.message = { ...item.message, ...change };
    this.#changed();
  }

  #changed(): void {
    this.#pending = null;
    this.#handler.onChange();
  }
}

function isInFlight({ message, acknowledged }: Item): boolean {
  return message.status === 'sending' && !acknowledged;
}
