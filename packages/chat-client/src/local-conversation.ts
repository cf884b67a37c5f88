import type { AckEvent, Entry, FillCommand, Party } from '@throughline/protocol';
import { Alarm, type Environment } from './environment.js';
import type { SignalHandler, Signals } from './signals.js';
import { Transcript } from './transcript.js';

export interface LocalConversationHandler extends SignalHandler {
  /** False when the connection cannot take it now. */
  send(command: FillCommand | Parameters<SignalHandler['send']>[0]): boolean;
  /** A message of this side has taken its place in the transcript. */
  onOwnMessage(id: string): void;
}

/** How long entries that should be on their way are awaited before the gateway is asked (again), in milliseconds. */
const FILL_MS = 3_000;

/** This client's copy of one conversation: its transcript, who is typing, what has been delivered and read. */
export class LocalConversation {
  readonly id: string;
  /** Null until {@link complete}. */
  signals: Signals | null = null;
  readonly #environment: Environment;
  readonly #ownRole: Party['role'];
  readonly #handler: LocalConversationHandler;
  readonly #transcript = new Transcript();
  readonly #fill: Alarm;
  /** Highest `seq` known to exist. */
  #headSeq = 0;
  /** Up to where entries of the other side are here, and were read. */
  #deliveredSeq = 0;
  #readSeq = 0;
  /** The gateway was asked for what is missing. */
  #asked = false;

  constructor(
    id: string,
    ownRole: Party['role'],
    environment: Environment,
    handler: LocalConversationHandler,
  ) {
    this.id = id;
    this.#ownRole = ownRole;
    this.#handler = handler;
    this.#environment = environment;
    this.#fill = new Alarm(environment);
  }

  /** From now on both sides tell each other who is typing, and what was delivered and read. */
  complete(signals: typeof Signals): void {
    this.signals = new signals(this.id, this.#environment, this.#handler);
    this.signals.receipts.delivered(this.#deliveredSeq);
    this.signals.receipts.read(this.#readSeq);
  }

  get entries(): readonly Entry[] {
    return this.#transcript.entries;
  }

  get lastSeq(): number {
    return this.#transcript.lastSeq;
  }

  /** Entries came; those behind a gap are asked for at once. */
  add(entries: readonly Entry[]): void {
    this.#place(entries);
    this.#await('now');
  }

  /** A message of this side is committed: an acknowledgement says as much as its entry does. */
  addOwn(ack: AckEvent, displayName: string | undefined): void {
    const { type: _, conversationId: __, ...message } = ack;
    const party: Party = { role: this.#ownRole, ...(displayName === undefined ? {} : { displayName }) };
    this.#place([{ ...message, kind: 'message', party }]);
    // The acknowledgement may overtake what others wrote just before; that is on its way.
    this.#await('soon');
  }

  /**
   * The conversation is known to reach this far. What is missing is asked for `now`, or only when it has not come
   * by itself `soon`.
   */
  learnHead(headSeq: number, when: 'now' | 'soon'): void {
    this.#headSeq = Math.max(this.#headSeq, headSeq);
    this.#await(when);
  }

  markRead(seq: number): void {
    this.#readSeq = Math.min(seq, this.lastSeq);
    this.signals?.receipts.read(this.#readSeq);
  }

  /** The connection is back. */
  resume(): void {
    this.signals?.receipts.schedule();
  }

  /** The connection is gone, or this conversation is no longer on screen: no timer is left. */
  suspend(): void {
    this.#fill.clear();
    this.#asked = false;
    this.signals?.reset();
  }

  #place(entries: readonly Entry[]): void {
    this.#headSeq = Math.max(this.#headSeq, ...entries.map(({ seq }) => seq));
    const placed = this.#transcript.add(entries);
    if (placed.length === 0) return;
    // Progress: the rest of an answer may still be coming.
    this.#fill.clear();
    this.#handler.onChange();
    for (const { kind, id, seq, party } of placed) {
      if (party.role !== this.#ownRole) {
        this.#deliveredSeq = seq;
        this.signals?.arrived(seq);
      } else if (kind === 'message') this.#handler.onOwnMessage(id);
    }
  }

  #await(when: 'now' | 'soon'): void {
    if (this.lastSeq >= this.#headSeq) {
      this.#fill.clear();
      this.#asked = false;
    } else if (when === 'now' && !this.#asked) {
      this.#ask();
    } else if (!this.#fill.isSet) {
      this.#fill.set(FILL_MS, () => this.#ask());
    }
  }

  #ask(): void {
    this.#asked = this.#handler.send({ type: 'fill', conversationId: this.id, afterSeq: this.lastSeq });
    if (this.#asked) this.#fill.set(FILL_MS, () => this.#ask());
  }
}
