import { type ChatClient, createChatClient } from '@throughline/chat-client';
import { EitherSocket, HttpSocket } from '@throughline/chat-client/later';
import type { Timers } from '../src/realtime/timers.js';
import type { ModelCluster } from './model-cluster.js';
import type { TabAct } from './schedule-step.js';
import { ignore, Peer, type PeerSurroundings, type Shown } from './scheduled-peer.js';
import { ScriptedHttp } from './scripted-http.js';
import type { VirtualTime, Wire } from './scripted-network.js';

/** How long a WebSocket goes ahead of HTTP, in milliseconds. */
const HEAD_START_MS = 1_200;

/** A customer's tab, whose WebSockets may be blocked so that it goes over HTTP. */
export class Tab extends Peer {
  readonly role = 'customer';
  readonly client: ChatClient;
  readonly http: ScriptedHttp;
  #isBlocked = false;
  #way: 'socket' | 'http' = 'socket';
  #lastMessage: { readonly id: string; readonly frame: string } | null = null;
  movedBack = 0;
  overHttp = 0;
  /** By the id of an answer: the id of the message that it answers. */
  readonly answered = new Map<string, string>();
  /** The conversations for which this tab was told that a message is left. */
  readonly left = new Set<string>();

  constructor(cluster: ModelCluster, index: number, surroundings: PeerSurroundings) {
    super(surroundings);
    const { time } = surroundings;
    this.http = new ScriptedHttp(toTimers(time), (exchange) => {
      this.dials += 1;
      cluster.accept(exchange, index + this.dials);
    });
    const openSocket = () =>
      this.dial((wire, dial) => {
        this.#watch(wire);
        if (!this.#isBlocked) cluster.accept(wire, index + dial);
        queueMicrotask(() => (this.#isBlocked ? wire.cut() : wire.open()));
      });
    this.client = createChatClient({
      ...this.environment(),
      connect: () =>
        new EitherSocket({
          openSocket,
          openHttp: () => new HttpSocket('/frames', this.http.fetch),
          headStartMs: this.#way === 'socket' ? HEAD_START_MS : 0,
          onAnswer: (way) => this.#onAnswer(way),
          setTimer: time.setTimer,
        }),
    });
    this.client.start();
  }

  block(isBlocked: boolean): void {
    this.#isBlocked = isBlocked;
    if (isBlocked) this.wire?.cut();
  }

  override deliver(direction: 'up' | 'down', count: number, backwards = false): void {
    super.deliver(direction, count);
    this.http.deliver(direction, count, backwards);
  }

  override cut(): void {
    super.cut();
    this.http.cut();
  }

  pending() {
    return this.client.snapshot.pending;
  }

  shown(): readonly Shown[] {
    const { conversation, entries, agentTyping: typing } = this.client.snapshot;
    return conversation ? [{ conversationId: conversation.id, entries, typing }] : [];
  }

  override type(): void {
    super.type();
    this.client.typing();
  }

  act(kind: TabAct): void {
    if (kind === 'send') this.hasSent(this.client.send(`text ${this.sent.length}`));
    if (kind === 'twice') this.#sendTwice();
    if (kind === 'pick') this.#pick();
    if (kind === 'leave') this.#leave();
    if (kind === 'end') this.client.end().catch(ignore);
  }

  #leave(): void {
    const { conversation } = this.client.snapshot;
    const way = conversation?.ways?.ways.find(({ kind }) => kind === 'message');
    if (!conversation || !way) return;
    const taken = this.client.choose({ choice: way.choice, message: 'call me' });
    taken.then(() => this.left.add(conversation.id), ignore);
  }

  /** Picks an answer to the question that was asked last; there is nothing to pick in what has ended. */
  #pick(): void {
    const { entries, conversation } = this.client.snapshot;
    const asked = entries.findLast(
      (entry) => entry.kind === 'message' && entry.content?.kind === 'quick-replies',
    );
    if (!asked || conversation?.state === 'ended') return;
    const given = { kind: 'picked', ids: ['yes'] } as const;
    const id = this.client.send('Yes', { kind: 'answer', toSeq: asked.seq, given });
    this.answered.set(id, asked.id);
    this.hasSent(id);
  }

  /** A frame that the network or an impatient proxy has sent again. */
  #sendTwice(): void {
    const isUnanswered = this.pending().some(
      ({ id, status }) => id === this.#lastMessage?.id && status === 'sending',
    );
    if (isUnanswered && this.#lastMessage) this.wire?.client.send(this.#lastMessage.frame);
  }

  #watch({ client }: Wire): void {
    const send = client.send.bind(client);
    client.send = (frame) => {
      const { type, id } = JSON.parse(frame) as { readonly type: string; readonly id: string };
      if (type === 'send') this.#lastMessage = { id, frame };
      send(frame);
    };
  }

  #onAnswer(way: 'socket' | 'http'): void {
    if (way === 'http') this.overHttp += 1;
    else if (this.#way === 'http') this.movedBack += 1;
    this.#way = way;
  }
}

function toTimers(time: VirtualTime): Timers {
  return { once: (ms, run) => time.setTimer(run, ms), every: () => () => undefined };
}
