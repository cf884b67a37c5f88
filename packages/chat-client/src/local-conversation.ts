import type {
  AckEvent,
  Entry,
  FillCommand,
  Party,
  ReceiptCommand,
  Receipts,
  TypingCommand,
} from '@throughline/protocol';
import { Alarm, type Environment } from './environment.js';
import { ReceiptSender } from './receipt-sender.js';
import { Transcript } from './transcript.js';
import { OtherTyping, OwnTyping } from './typing.js';

export interface LocalConversationHandler {
  /** False when the connection cannot take it now. */
  send(command: FillCommand | TypingCommand | ReceiptCommand): boolean;
  onChange(): void;
  /** A message of this side has taken its place in the transcript. */
  onOwnMessage(id: string): void;
}

/** How long entries that should be on their way are awaited before the gateway is asked (again), in milliseconds. */
const FILL_MS = 3_000;

/** This client's copy of one conversation: its transcript, who is typing, what has been delivered and read. */
export class LocalConversation {
  readonly id: string;
  readonly ownTyping: OwnTyping;
  readonly otherTyping: OtherTyping;
  readonly #ownRole: Party['role'];
  readonly #handler: LocalConversationHandler;
  readonly #transcript = new Transcript();
  readonly #receipts: ReceiptSender;
  readonly #fill: Alarm;
  /** Highest `seq` known to exist. */
  #headSeq = 0;
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
    const conversationId = id;
    this.ownTyping = new OwnTyping(environment, (on) => {
      handler.send({ type: 'typing', conversationId, on });
    });
    this.otherTyping = new OtherTyping(environment, () => handler.onChange());
    this.#receipts = new ReceiptSender(environment, (receipts: Receipts) =>
      handler.send({ type: 'receipt', conversationId, ...receipts }),
    );
    this.#fill = new Alarm(environment);
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
    this.#receipts.read(Math.min(seq, this.lastSeq));
  }

  /** The connection is back. */
  resume(): void {
    this.#receipts.schedule();
  }

  /** The connection is gone, or this conversation is no longer on screen: no timer is left. */
  suspend(): void {
    this.#fill.clear();
    this.#asked = false;
    this.#receipts.reset();
    this.ownTyping.reset();
    this.otherTyping.set(false);
  }

  #place(entries: readonly Entry[]): void {
    this.#headSeq = Math.max(this.#headSeq, ...entries.map(({ seq }) => seq));
    const placed = this.#transcript.add(entries);
    if (placed.length === 0) return;
    // Progress: the rest of an answer may still be coming.
    this.#fill.clear();
    this.#handler.onChange();
    for (const { kind, id, seq, party } of placed) {
      if (party.role !== this.#ownRole) this.#receipts.delivered(seq);
      else if (kind === 'message') this.#handler.onOwnMessage(id);
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
