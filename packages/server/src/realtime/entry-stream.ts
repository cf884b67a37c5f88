import { CoalescedTask, type Entry, type SendLane, type StoredEntry } from '@throughline/core';
import { type EntriesEvent, LIMITS, type Entry as WireEntry } from '@throughline/protocol';
import { toWireEntry } from './to-wire.js';

/** Entries kept in memory for one connection. */
const MAX_ARRIVED = 200;

/** Where the entries of one conversation come from. */
export interface EntrySource {
  /** Opens an entry that the bus brought. */
  open(stored: StoredEntry): Promise<Entry>;
  /** Entries after `afterSeq`, ascending. */
  read(afterSeq: number, limit: number): Promise<readonly Entry[]>;
}

/**
 * Sends the entries of one conversation down one connection: each once, in order, without gaps (T3). What the bus
 * brings in order goes straight through; a gap, a lost last entry and a resume are filled from the store.
 */
export class EntryStream {
  readonly #source: EntrySource;
  readonly #send: (event: EntriesEvent) => Promise<void>;
  readonly #lane: SendLane | null;
  readonly #toWire: (entry: Entry) => WireEntry;
  readonly #pump = new CoalescedTask(() => this.#sendDue());
  readonly #arrived = new Map<number, StoredEntry>();
  #sentSeq: number;
  /** Highest `seq` known to exist. */
  #headSeq: number;

  constructor(
    source: EntrySource,
    readonly conversationId: string,
    afterSeq: number,
    /** Fulfils when the next frame may follow. */
    send: (event: EntriesEvent) => Promise<void>,
    /** Where the peer's own messages come from, if it sends any. */
    lane: SendLane | null = null,
    toWire: (entry: Entry) => WireEntry = toWireEntry,
  ) {
    this.#source = source;
    this.#sentSeq = afterSeq;
    this.#headSeq = afterSeq;
    this.#send = send;
    this.#lane = lane;
    this.#toWire = toWire;
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
      const before = this.#sentSeq;
      const entries =
        due.length > 0
          ? await Promise.all(due.map((entry) => this.#source.open(entry)))
          : await this.#source.read(before, LIMITS.entriesPerFrame);
      // A rewind meanwhile starts over from its own place.
      if (this.#sentSeq !== before) continue;
      if (entries.length === 0) return;
      this.#sentSeq = entries.at(-1)?.seq ?? before;
      for (const { id } of entries) this.#lane?.stored(id);
      await this.#send({
        type: 'entries',
        conversationId: this.conversationId,
        entries: entries.map(this.#toWire),
      });
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
}
