import { CoalescedTask, type Core, openEntry, type SendLane, type StoredEntry } from '@throughline/core';
import { type EntriesEvent, LIMITS } from '@throughline/protocol';
import { toWireEntry } from './to-wire.js';

/** Entries kept in memory for one connection. */
const MAX_ARRIVED = 200;

/**
 * Sends the entries of one conversation down one connection: each once, in order, without gaps (T3). What the bus
 * brings in order goes straight through; a gap, a lost last entry and a resume are filled from the store.
 */
export class EntryStream {
  readonly #core: Core;
  readonly #customerId: string;
  readonly #send: (event: EntriesEvent) => Promise<void>;
  readonly #lane: SendLane | null;
  readonly #pump = new CoalescedTask(() => this.#sendDue());
  readonly #arrived = new Map<number, StoredEntry>();
  #sentSeq: number;
  /** Highest `seq` known to exist. */
  #headSeq: number;

  constructor(
    core: Core,
    readonly conversationId: string,
    customerId: string,
    afterSeq: number,
    /** Fulfils when the next frame may follow. */
    send: (event: EntriesEvent) => Promise<void>,
    /** Where the peer's own messages come from, if it sends any. */
    lane: SendLane | null = null,
  ) {
    this.#core = core;
    this.#customerId = customerId;
    this.#sentSeq = afterSeq;
    this.#headSeq = afterSeq;
    this.#send = send;
    this.#lane = lane;
  }

  get sentSeq(): number {
    return this.#sentSeq;
  }

  /** Entries that were just committed. */
  push(entries: readonly StoredEntry[]): Promise<void> {
    for (const entry of entries) {
      if (entry.seq <= this.#sentSeq) continue;
      // The rest waits in the store for a reader that is slow.
      if (this.#arrived.size < MAX_ARRIVED) this.#arrived.set(entry.seq, entry);
      this.#headSeq = Math.max(this.#headSeq, entry.seq);
    }
    return this.#pump.run();
  }

  /** The conversation is known to reach this far. */
  catchUp(headSeq: number): Promise<void> {
    this.#headSeq = Math.max(this.#headSeq, headSeq);
    return this.#pump.run();
  }

  /** The peer asks again for what came after `afterSeq`. */
  rewind(afterSeq: number): Promise<void> {
    this.#headSeq = Math.max(this.#headSeq, this.#sentSeq);
    this.#sentSeq = Math.min(this.#sentSeq, afterSeq);
    return this.#pump.run();
  }

  async #sendDue(): Promise<void> {
    while (this.#sentSeq < this.#headSeq) {
      const due = this.#takeArrived();
      const stored = due.length > 0 ? due : await this.#readAfterSent();
      if (stored.length === 0) return;
      await this.#sendEntries(stored);
    }
    this.#arrived.clear();
  }

  #takeArrived(): StoredEntry[] {
    const due: StoredEntry[] = [];
    for (let seq = this.#sentSeq + 1; due.length < LIMITS.entriesPerFrame; seq += 1) {
      const entry = this.#arrived.get(seq);
      if (!entry) break;
      this.#arrived.delete(seq);
      due.push(entry);
    }
    return due;
  }

  #readAfterSent(): Promise<readonly StoredEntry[]> {
    return this.#core.conversations.read(this.conversationId, this.#sentSeq, LIMITS.entriesPerFrame);
  }

  async #sendEntries(stored: readonly StoredEntry[]): Promise<void> {
    const before = this.#sentSeq;
    const entries = await Promise.all(
      stored.map(async (entry) => toWireEntry(await openEntry(this.#core.sealer, this.#customerId, entry))),
    );
    // A rewind while the entries were being opened starts over from its own place.
    if (this.#sentSeq !== before) return;
    this.#sentSeq = stored.at(-1)?.seq ?? before;
    for (const { id } of entries) this.#lane?.stored(id);
    await this.#send({ type: 'entries', conversationId: this.conversationId, entries });
  }
}
