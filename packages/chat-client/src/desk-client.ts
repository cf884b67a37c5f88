import {
  type AckEvent,
  type DeskCommand,
  type DeskEvent,
  type DeskReceiptEvent,
  type DeskState,
  type DeskStateEvent,
  type DeskWelcomeEvent,
  type EntriesEvent,
  type ErrorEvent,
  type FileRules,
  type NewContent,
  PROTOCOL_VERSION,
} from '@throughline/protocol';
import { type ClientOptions, requireText, toEnvironment } from './client-options.js';
import { CommandError } from './command-error.js';
import { Commands } from './commands.js';
import { Connection } from './connection.js';
import { DeskConversationCopy } from './desk-conversation-copy.js';
import type { DeskClient, DeskSnapshot, Revealed, RevealRequest } from './desk-snapshot.js';
import type { Environment } from './environment.js';
import { LiveSnapshot } from './live-snapshot.js';

/** The headless client of one agent's desk. It does nothing until `start`. */
export function createDeskClient(options: ClientOptions): DeskClient {
  return new AgentClient(options);
}

class AgentClient implements DeskClient {
  readonly #environment: Environment;
  readonly #connection: Connection<DeskCommand, DeskEvent>;
  readonly #commands: Commands;
  readonly #live: LiveSnapshot<DeskSnapshot>;
  readonly #copies = new Map<string, DeskConversationCopy>();
  #agent: DeskSnapshot['agent'] = null;
  #desk: DeskState | null = null;
  #revealReasons: readonly string[] = [];
  /** The connection has had its first state: from then on the gateway knows which conversations are ours. */
  #isCurrent = false;
  #savingPaused = false;
  #files: FileRules | null = null;

  constructor(options: ClientOptions) {
    this.#environment = toEnvironment(options);
    this.#live = new LiveSnapshot(() => this.#toSnapshot());
    this.#commands = new Commands(this.#environment);
    this.#connection = new Connection(options, this.#environment, {
      hello: () => ({ type: 'hello', v: PROTOCOL_VERSION }),
      onEvent: (event) => this.#onEvent(event),
      onLost: () => this.#onLost(),
      onStateChange: this.#live.changed,
    });
  }

  get snapshot(): DeskSnapshot {
    return this.#live.current;
  }

  subscribe(listener: () => void): () => void {
    return this.#live.subscribe(listener);
  }

  start(): void {
    this.#connection.dispatch({ kind: 'start' });
  }

  stop(): void {
    this.#connection.dispatch({ kind: 'stop' });
  }

  wake(): void {
    this.#connection.wake();
  }

  setAvailable(available: boolean): Promise<void> {
    return this.#commands.run((ref) => this.#connection.send({ type: 'presence', ref, available }));
  }

  accept(interactionId: string): Promise<void> {
    return this.#commands.run((ref) => this.#connection.send({ type: 'accept', ref, interactionId }));
  }

  decline(interactionId: string): Promise<void> {
    return this.#commands.run((ref) => this.#connection.send({ type: 'decline', ref, interactionId }));
  }

  end(conversationId: string): Promise<void> {
    return this.#commands.run((ref) => this.#connection.send({ type: 'end', ref, conversationId }));
  }

  callEnded(conversationId: string, outcome: 'reached' | 'not_reached'): Promise<void> {
    return this.#commands.run((ref) =>
      this.#connection.send({ type: 'call-ended', ref, conversationId, outcome }),
    );
  }

  redact(conversationId: string, seq: number, value: string): Promise<void> {
    return this.#commands.run((ref) =>
      this.#connection.send({ type: 'redact', ref, conversationId, seq, value }),
    );
  }

  async reveal(request: RevealRequest): Promise<Revealed> {
    const answer = await this.#commands.ask((ref) =>
      this.#connection.send({ type: 'reveal', ref, ...request }),
    );
    if (!answer) throw new CommandError('internal');
    return { value: answer.value, seconds: answer.seconds };
  }

  send(conversationId: string, text: string, content?: NewContent): string {
    requireText(text, content);
    const copy = this.#copyOf(conversationId);
    const id = copy.outbox.add(text, content);
    copy.conversation.signals?.ownTyping.stop();
    this.#sendDue(copy);
    return id;
  }

  retry(conversationId: string, id: string): void {
    const copy = this.#copyOf(conversationId);
    copy.outbox.retry(id);
    this.#sendDue(copy);
  }

  discard(conversationId: string, id: string): void {
    this.#copies.get(conversationId)?.outbox.discard(id);
  }

  typing(conversationId: string): void {
    if (this.#isCurrent) this.#copies.get(conversationId)?.conversation.signals?.ownTyping.keystroke();
  }

  markRead(conversationId: string, seq: number): void {
    this.#copies.get(conversationId)?.conversation.markRead(seq);
  }

  #onEvent(event: DeskEvent): void {
    switch (event.type) {
      case 'welcome':
        this.#onWelcome(event);
        return;
      case 'desk':
        this.#onState(event);
        return;
      case 'receipt':
        this.#onReceipt(event);
        return;
      case 'saving':
        this.#savingPaused = event.paused;
        this.#live.changed();
        return;
      case 'ack':
        this.#savingPaused = false;
        this.#onAck(event);
        return;
      case 'entries':
        this.#onEntries(event);
        return;
      case 'typing':
        this.#copies.get(event.conversationId)?.conversation.signals?.otherTyping.set(event.on);
        return;
      case 'heartbeat':
        for (const [id, { conversation }] of this.#copies)
          conversation.learnHead(event.heads[id] ?? 0, 'now');
        return;
      case 'done':
        this.#commands.done(event.ref);
        return;
      case 'revealed':
        // Passed on and kept nowhere.
        this.#commands.done(event.ref, event);
        return;
      case 'error':
        this.#onRefusal(event);
        return;
    }
  }

  /** T4: what one agent saw and wrote does not pass to another who signs in at the same desk. */
  #onWelcome({ agent, reveal, files }: DeskWelcomeEvent): void {
    if (this.#agent && this.#agent.id !== agent.id) {
      for (const { conversation } of this.#copies.values()) conversation.suspend();
      this.#copies.clear();
      this.#desk = null;
    }
    this.#agent = agent;
    this.#revealReasons = reveal?.reasons ?? [];
    this.#files = files ?? null;
    this.#live.changed();
  }

  #onState({ type: _type, ...state }: DeskStateEvent): void {
    const isFirst = !this.#isCurrent;
    this.#isCurrent = true;
    this.#desk = state;
    const assigned = new Set(state.conversations.map(({ conversationId }) => conversationId));
    if (isFirst) this.#dropReassigned(assigned);
    for (const { conversationId, headSeq } of state.conversations) {
      const isNew = !this.#copies.has(conversationId);
      // The gateway follows a conversation from its head on; what was before comes only when asked for.
      this.#copyOf(conversationId).conversation.learnHead(headSeq, isNew || isFirst ? 'now' : 'soon');
    }
    this.#askForEarlier(state, isFirst);
    if (isFirst) {
      for (const copy of this.#copies.values()) {
        copy.conversation.resume();
        this.#sendDue(copy);
      }
    }
    this.#live.changed();
  }

  /** What went to somebody else while the desk was away; unsent messages keep theirs until they are answered. */
  #dropReassigned(assigned: ReadonlySet<string>): void {
    for (const [id, copy] of this.#copies) {
      if (!assigned.has(id) && !copy.hasEnded && copy.outbox.pending.length === 0) this.#copies.delete(id);
    }
  }

  /** What an assigned conversation continues: once, and for the rest on a new connection, which may have cut it. */
  #askForEarlier({ conversations }: DeskState, isFirst: boolean): void {
    for (const { conversationId, customer } of conversations) {
      const { previousConversation } = customer;
      const copy = this.#copyOf(conversationId);
      if (!previousConversation?.continued || (copy.earlierId !== null && !isFirst)) continue;
      copy.earlierId = previousConversation.id;
      this.#connection.send({ type: 'fill', conversationId: copy.earlierId, afterSeq: copy.earlierSeq });
    }
  }

  #onEntries({ conversationId, entries }: EntriesEvent): void {
    this.#copies.get(conversationId)?.conversation.add(entries);
    for (const copy of this.#copies.values()) {
      if (copy.earlierId === conversationId) copy.addEarlier(entries);
    }
  }

  #onReceipt({ conversationId, customerReceipts }: DeskReceiptEvent): void {
    if (!this.#desk) return;
    const conversations = this.#desk.conversations.map((conversation) =>
      conversation.conversationId === conversationId ? { ...conversation, customerReceipts } : conversation,
    );
    this.#desk = { ...this.#desk, conversations };
    this.#live.changed();
  }

  #onAck(event: AckEvent): void {
    const copy = this.#copies.get(event.conversationId);
    if (!copy) return;
    copy.outbox.acknowledge(event.id);
    copy.conversation.addOwn(event, this.#agent?.displayName);
    this.#sendDue(copy);
  }

  #onRefusal(refusal: ErrorEvent): void {
    this.#commands.refuse(refusal.ref, refusal.code);
    for (const copy of this.#copies.values()) {
      if (copy.outbox.refuse(refusal)) this.#savingPaused ||= refusal.code === 'unavailable';
      this.#sendDue(copy);
    }
  }

  #onLost(): void {
    this.#isCurrent = false;
    this.#savingPaused = false;
    this.#commands.connectionLost();
    for (const { conversation, outbox } of this.#copies.values()) {
      outbox.interrupt();
      conversation.suspend();
    }
  }

  #sendDue({ conversation, outbox }: DeskConversationCopy): void {
    if (this.#isCurrent) outbox.pump(conversation.id);
  }

  #copyOf(id: string): DeskConversationCopy {
    const known = this.#copies.get(id);
    if (known) return known;
    const copy: DeskConversationCopy = new DeskConversationCopy(id, this.#environment, {
      send: (command) => this.#connection.send(command),
      onChange: this.#live.changed,
      onDue: () => this.#sendDue(copy),
    });
    this.#copies.set(id, copy);
    return copy;
  }

  #toSnapshot(): DeskSnapshot {
    return {
      connection: this.#connection.state,
      savingPaused: this.#savingPaused,
      agent: this.#agent,
      revealReasons: this.#revealReasons,
      files: this.#files,
      desk: this.#desk,
      transcripts: new Map([...this.#copies].map(([id, copy]) => [id, copy.transcript])),
    };
  }
}
