import type { Entry } from '@throughline/protocol';
import type { DeskTranscript } from './desk-snapshot.js';
import type { Environment } from './environment.js';
import { LocalConversation, type LocalConversationHandler } from './local-conversation.js';
import { Outbox, type OutboxHandler } from './outbox.js';
import { Signals } from './signals.js';
import { Transcript } from './transcript.js';

type Handler = OutboxHandler & Omit<LocalConversationHandler, 'onOwnMessage'>;

/** The desk's copy of one conversation, with this agent's messages to it. */
export class DeskConversationCopy {
  readonly conversation: LocalConversation;
  readonly outbox: Outbox;
  readonly #onChange: () => void;
  readonly #earlier = new Transcript();
  #transcript: DeskTranscript | null = null;
  /** The conversation that this one continues, once its entries were asked for. */
  earlierId: string | null = null;

  constructor(id: string, environment: Environment, handler: Handler) {
    const onChange = (): void => {
      this.#transcript = null;
      handler.onChange();
    };
    this.#onChange = onChange;
    this.outbox = new Outbox(environment, {
      send: handler.send,
      onChange,
      onDue: handler.onDue,
    });
    this.conversation = new LocalConversation(id, 'agent', environment, {
      send: handler.send,
      onChange,
      onOwnMessage: (messageId) => this.outbox.settle(messageId),
    });
    this.conversation.complete(Signals);
  }

  get hasEnded(): boolean {
    return this.conversation.entries.at(-1)?.kind === 'ended';
  }

  get earlierSeq(): number {
    return this.#earlier.lastSeq;
  }

  /** Entries of the conversation that this one continues. */
  addEarlier(entries: readonly Entry[]): void {
    if (this.#earlier.add(entries).length > 0) this.#onChange();
  }

  /** The same object until something changes. */
  get transcript(): DeskTranscript {
    this.#transcript ??= {
      entries: this.conversation.entries,
      earlier: this.#earlier.entries,
      pending: this.outbox.pending,
      customerTyping: this.conversation.signals?.otherTyping.on ?? false,
    };
    return this.#transcript;
  }
}
