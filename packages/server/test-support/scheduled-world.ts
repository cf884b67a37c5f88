import { type ChatClient, createChatClient } from '@throughline/chat-client';
import { createDeskClient, type DeskClient } from '@throughline/chat-client/desk';
import { EitherSocket, HttpSocket } from '@throughline/chat-client/later';
import type { StoredEntry } from '@throughline/core';
import type { DeskConversation } from '@throughline/protocol';
import type { Timers } from '../src/realtime/timers.js';
import { ModelCluster } from './model-cluster.js';
import type { StoreMood } from './model-store.js';
import { ScriptedHttp } from './scripted-http.js';
import { settle, VirtualTime, Wire } from './scripted-network.js';

export type Step =
  | { readonly kind: 'send' | 'twice'; readonly tab: number }
  | { readonly kind: 'cut' | 'wake'; readonly peer: number }
  | {
      readonly kind: 'deliver';
      readonly peer: number;
      readonly up: boolean;
      readonly count: number;
      /** Over HTTP: the last one first. */
      readonly backwards: boolean;
    }
  /** From now on no WebSocket of this tab comes through, or every one. */
  | { readonly kind: 'block' | 'unblock'; readonly tab: number }
  /** The WebSockets of this tab come through again, and time goes on until that has been noticed. */
  | { readonly kind: 'probe'; readonly tab: number }
  /** Over HTTP: a proxy asks again what is not answered yet, or the answers under way are lost. */
  | { readonly kind: 'again' | 'lose'; readonly tab: number }
  /** The network works for everybody, for a moment. */
  | { readonly kind: 'flow' }
  | { readonly kind: 'open'; readonly tab: number; readonly intent: number }
  /** The customer ends the conversation, or takes a way out of the queue: leaves a message, which ends it too. */
  | { readonly kind: 'end' | 'leave'; readonly tab: number }
  /** A key is pressed. */
  | { readonly kind: 'type'; readonly peer: number }
  | { readonly kind: AgentAct; readonly agent: number }
  | { readonly kind: 'restart'; readonly node: number }
  | { readonly kind: 'store'; readonly mood: StoreMood }
  | { readonly kind: 'bus'; readonly works: boolean }
  | { readonly kind: 'wait'; readonly ms: number };

type AgentAct = 'available' | 'away' | 'accept' | 'decline' | 'say' | 'finish';

/** Refusals and lost connections are what this is about. */
const ignore = () => undefined;

/** Longest that healing may take once nothing goes wrong any more, in steps of a second. */
const HEALING_STEPS = 180;

/** How long a WebSocket goes ahead of HTTP, in milliseconds. */
const HEAD_START_MS = 1_200;
/** More than a node waits for what goes with an answer over HTTP, in milliseconds. */
const GATHER_MS = 25;
/** A client over HTTP tries a WebSocket within this many steps of so many milliseconds. */
const PROBE = { steps: 13, ms: 5_000 };

/** Who is connected: a tab or a desk. */
abstract class Peer {
  readonly sent: string[] = [];
  wire: Wire | null = null;
  protected dials = 0;

  protected environment(time: VirtualTime, newId: () => string) {
    return {
      setTimer: time.setTimer,
      now: time.now,
      random: () => 0.5,
      newId,
      signIn: async () => undefined,
    };
  }

  protected dial(accept: (wire: Wire, dial: number) => void): Wire['client'] {
    const wire = new Wire();
    this.wire = wire;
    this.dials += 1;
    accept(wire, this.dials);
    return wire.client;
  }

  deliver(direction: 'up' | 'down', count: number, _backwards = false): void {
    this.wire?.deliver(direction, count);
  }

  cut(): void {
    this.wire?.cut();
  }

  abstract readonly client: ChatClient | DeskClient;
  abstract type(): void;
  abstract seesTyping(): boolean;
  /** Own messages that are neither acknowledged nor given up, and those that are given up. */
  abstract pending(): readonly { readonly id: string; readonly status: string }[];

  acknowledged(): string[] {
    const pending = new Set(this.pending().map(({ id }) => id));
    return this.sent.filter((id) => !pending.has(id));
  }

  /** What was refused for good, as the person sees. */
  failed(): string[] {
    return this.pending()
      .filter(({ status }) => status === 'failed')
      .map(({ id }) => id);
  }
}

class Tab extends Peer {
  readonly client: ChatClient;
  readonly http: ScriptedHttp;
  #isBlocked = false;
  #way: 'socket' | 'http' = 'socket';
  movedBack = 0;
  overHttp = 0;
  /** The conversations for which this tab was told that a message is left. */
  readonly left = new Set<string>();

  constructor(cluster: ModelCluster, time: VirtualTime, index: number, newId: () => string) {
    super();
    this.http = new ScriptedHttp(toTimers(time), (exchange) => {
      this.dials += 1;
      cluster.accept(exchange, index + this.dials);
    });
    const openSocket = () =>
      this.dial((wire, dial) => {
        if (!this.#isBlocked) cluster.accept(wire, index + dial);
        queueMicrotask(() => (this.#isBlocked ? wire.cut() : wire.open()));
      });
    this.client = createChatClient({
      ...this.environment(time, newId),
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

  #onAnswer(way: 'socket' | 'http'): void {
    if (way === 'http') this.overHttp += 1;
    else if (this.#way === 'http') this.movedBack += 1;
    this.#way = way;
  }

  pending() {
    return this.client.snapshot.pending;
  }

  say(): void {
    this.sent.push(this.client.send(`text ${this.sent.length}`));
  }

  end(): void {
    this.client.end().catch(ignore);
  }

  /** Takes the way of leaving a message, where it is offered. */
  leave(): void {
    const { conversation } = this.client.snapshot;
    const way = conversation?.ways?.ways.find(({ kind }) => kind === 'message');
    if (!conversation || !way) return;
    const taken = this.client.choose({ choice: way.choice, message: 'call me' });
    taken.then(() => this.left.add(conversation.id), ignore);
  }

  type(): void {
    this.client.typing();
  }

  seesTyping(): boolean {
    return this.client.snapshot.agentTyping;
  }

  /** A frame that the network or an impatient proxy has sent again. */
  sendTwice(): void {
    const { pending, conversation } = this.client.snapshot;
    const [last] = pending;
    if (last?.status !== 'sending' || !conversation) return;
    const { id, text } = last;
    this.wire?.client.send(JSON.stringify({ type: 'send', id, conversationId: conversation.id, text }));
  }
}

class Desk extends Peer {
  readonly client: DeskClient;

  constructor(cluster: ModelCluster, time: VirtualTime, index: number, newId: () => string) {
    super();
    this.client = createDeskClient({
      ...this.environment(time, newId),
      connect: () => this.dial((wire, dial) => cluster.acceptDesk(wire, agentId(index), index + dial)),
    });
    this.client.start();
  }

  pending() {
    return [...this.client.snapshot.transcripts.values()].flatMap((transcript) => transcript.pending);
  }

  act(kind: AgentAct): void {
    const { desk } = this.client.snapshot;
    const [offer] = desk?.offers ?? [];
    const [held] = this.#held();
    const [message] = (desk?.conversations ?? []).filter(isMessage);
    if (kind === 'available') this.client.setAvailable(true).catch(ignore);
    if (kind === 'away') this.client.setAvailable(false).catch(ignore);
    if (kind === 'accept' && offer) this.client.accept(offer.interactionId).catch(ignore);
    if (kind === 'decline' && offer) this.client.decline(offer.interactionId).catch(ignore);
    if (kind === 'say' && held) this.sent.push(this.client.send(held.conversationId, 'reply'));
    if (kind === 'finish' && held) this.client.end(held.conversationId).catch(ignore);
    if (kind === 'finish' && message) this.client.callEnded(message.conversationId, 'reached').catch(ignore);
  }

  type(): void {
    const [held] = this.#held();
    if (held) this.client.typing(held.conversationId);
  }

  seesTyping(): boolean {
    return [...this.client.snapshot.transcripts.values()].some(({ customerTyping }) => customerTyping);
  }

  /** Of the conversations that the agent has. */
  shown(): { conversationId: string; ids: readonly string[] }[] {
    const { transcripts } = this.client.snapshot;
    return this.#held().map(({ conversationId }) => ({
      conversationId,
      ids: (transcripts.get(conversationId)?.entries ?? []).map(({ id }) => id),
    }));
  }

  #held(): readonly DeskConversation[] {
    return (this.client.snapshot.desk?.conversations ?? []).filter((work) => !isMessage(work));
  }
}

/** A customer's tabs, agents' desks, and the cluster that they talk to. */
export class ScheduledWorld {
  readonly #time = new VirtualTime();
  readonly #cluster: ModelCluster;
  readonly #tabs: Tab[];
  readonly #desks: Desk[];
  #ids = 0;

  constructor({ tabs, agents, nodes }: { tabs: number; agents: number; nodes: number }) {
    const newId = () => {
      this.#ids += 1;
      return `00000000-0000-7000-8000-${String(this.#ids).padStart(12, '0')}`;
    };
    const time = this.#time;
    const ids = Array.from({ length: agents }, (_, index) => agentId(index));
    const cluster = new ModelCluster(time, newId, nodes, ids);
    this.#cluster = cluster;
    this.#tabs = Array.from({ length: tabs }, (_, index) => new Tab(cluster, time, index, newId));
    this.#desks = Array.from({ length: agents }, (_, index) => new Desk(cluster, time, index, newId));
  }

  /** The ids of all conversations there ever were, in the order in which they were opened. */
  get opened(): readonly string[] {
    return this.#cluster.store.conversations.opened;
  }

  /** The one that is not over; null when none is. */
  async liveId(): Promise<string | null> {
    return (await this.#live())?.id ?? null;
  }

  get senders(): readonly Peer[] {
    return [...this.#tabs, ...this.#desks];
  }

  /** Everybody is connected and the agents are there; `isTalking`: one of them has the customer already. */
  async begin(isTalking: boolean): Promise<void> {
    await settle();
    await this.#flow();
    for (const desk of this.#desks) desk.act('available');
    await this.#flow();
    if (!isTalking) return;
    this.#tabs[0]?.say();
    await this.#flow();
    for (const desk of this.#desks) desk.act('accept');
    await this.#flow();
  }

  async run(next: Step): Promise<void> {
    this.#carryOut(next);
    if (next.kind === 'wait') await this.#time.advance(next.ms);
    if (next.kind === 'flow') await this.#flow();
    if (next.kind === 'probe') await this.#probe(next.tab);
    await settle();
  }

  acknowledged(): string[] {
    return this.senders.flatMap((peer) => peer.acknowledged());
  }

  /** What everybody wrote, without what its writer sees as not sent. */
  sent(): string[] {
    const failed = new Set(this.senders.flatMap((peer) => peer.failed()));
    return this.senders.flatMap(({ sent }) => sent).filter((id) => !failed.has(id));
  }

  /** The entries of each conversation there ever was, in the order in which they were opened. */
  stored(): Promise<readonly (readonly StoredEntry[])[]> {
    const { conversations } = this.#cluster.store;
    return Promise.all(this.opened.map((id) => conversations.read(id, 0, 100_000)));
  }

  /**
   * Which conversation each tab shows, and each desk that has one, with the ids of the entries that it shows. A tab that
   * was away while a conversation began and ended shows the one before, or none.
   */
  shown(): { readonly conversationId: string; readonly ids: readonly string[] }[] {
    const tabs = this.#tabs.flatMap(({ client }) => {
      const { conversation, entries } = client.snapshot;
      return conversation ? [{ conversationId: conversation.id, ids: entries.map(({ id }) => id) }] : [];
    });
    return [...tabs, ...this.#desks.flatMap((desk) => desk.shown())];
  }

  /** Whether anybody is shown that somebody else is typing. */
  isTypingShown(): boolean {
    return this.senders.some((peer) => peer.seesTyping());
  }

  /** The conversations for which somebody was told that a message is left. */
  told(): readonly string[] {
    return this.#tabs.flatMap(({ left }) => [...left]);
  }

  /** The conversations from which a message is left. */
  left(): readonly (string | null)[] {
    return this.#cluster.store.callbacks.all().map(({ conversationId }) => conversationId);
  }

  /** How often a tab went over HTTP, and back. */
  ways(): { readonly overHttp: number; readonly movedBack: number } {
    const sum = (key: 'overHttp' | 'movedBack') => this.#tabs.reduce((total, tab) => total + tab[key], 0);
    return { overHttp: sum('overHttp'), movedBack: sum('movedBack') };
  }

  /** The agent who has the conversation. */
  async holder(): Promise<string | null> {
    return (await this.#live())?.agentId ?? null;
  }

  /** The agent to whom the contact center gave it. */
  async assignedTo(): Promise<string | null> {
    const live = await this.#live();
    const interaction = live && (await this.#cluster.store.interactions.ofConversation(live.id));
    return interaction?.state === 'assigned' ? interaction.agentId : null;
  }

  /** From now on nothing goes wrong. */
  async heal(): Promise<void> {
    this.#cluster.store.mood = 'well';
    this.#cluster.busWorks = true;
    for (let count = 0; count < HEALING_STEPS; count += 1) {
      await this.#flow();
      if (await this.#isQuiet()) return;
      await this.#time.advance(1_000);
    }
  }

  stop(): void {
    for (const peer of this.senders) {
      peer.client.stop();
      peer.cut();
    }
  }

  async #flow(): Promise<void> {
    for (let round = 0; round < 4; round += 1) {
      for (const peer of this.senders) {
        peer.deliver('up', 1_000);
        await settle();
        if (peer instanceof Tab && peer.http.isServed) await this.#time.advance(GATHER_MS);
        peer.deliver('down', 1_000);
      }
      await settle();
    }
  }

  /** The first frames of the WebSocket that is tried are still under way afterwards. */
  async #probe(index: number): Promise<void> {
    const tab = this.#tabs[index];
    tab?.block(false);
    for (let step = 0; step < PROBE.steps; step += 1) {
      tab?.http.deliver('up', 1_000);
      await this.#time.advance(PROBE.ms);
      tab?.http.deliver('down', 1_000);
      await settle();
    }
  }

  async #isQuiet(): Promise<boolean> {
    const lengths = new Map(
      (await this.stored()).map((entries, index) => [this.opened[index], entries.length]),
    );
    const open = this.senders.flatMap((peer) => peer.pending()).filter(({ status }) => status !== 'failed');
    const shown = this.shown();
    const live = await this.#live();
    const everyoneIsThere =
      !live || this.#tabs.every((tab) => tab.client.snapshot.conversation?.id === live.id);
    const isShown = shown.every(({ conversationId, ids }) => ids.length === lengths.get(conversationId));
    return (
      open.length === 0 &&
      everyoneIsThere &&
      isShown &&
      !this.isTypingShown() &&
      (await this.holder()) === (await this.assignedTo())
    );
  }

  #live() {
    return this.#cluster.store.conversations.findLive('customer');
  }

  #carryOut(next: Step): void {
    if (next.kind === 'restart') this.#cluster.restart(next.node);
    if (next.kind === 'store') this.#cluster.store.mood = next.mood;
    if (next.kind === 'bus') this.#cluster.busWorks = next.works;
    if ('agent' in next) this.#desks[next.agent]?.act(next.kind);
    if (next.kind === 'send') this.#tabs[next.tab]?.say();
    if (next.kind === 'twice') this.#tabs[next.tab]?.sendTwice();
    if (next.kind === 'open') this.#tabs[next.tab]?.client.setContext({ intent: `intent-${next.intent}` });
    const tab = 'tab' in next ? this.#tabs[next.tab] : undefined;
    if (next.kind === 'block') tab?.block(true);
    if (next.kind === 'unblock') tab?.block(false);
    if (next.kind === 'again') tab?.http.askAgain();
    if (next.kind === 'lose') tab?.http.loseAnswers();
    if (next.kind === 'end') tab?.end();
    if (next.kind === 'leave') tab?.leave();
    if (!('peer' in next)) return;
    const peer = this.senders[next.peer];
    if (next.kind === 'type') peer?.type();
    if (next.kind === 'cut') peer?.cut();
    if (next.kind === 'wake') peer?.client.wake();
    if (next.kind === 'deliver') peer?.deliver(next.up ? 'up' : 'down', next.count, next.backwards);
  }
}

/** A message that was left is work like a conversation. */
function isMessage({ customer }: DeskConversation): boolean {
  return customer.callback !== undefined;
}

function toTimers(time: VirtualTime): Timers {
  return { once: (ms, run) => time.setTimer(run, ms), every: () => () => undefined };
}

function agentId(index: number): string {
  return `agent-${index}`;
}
