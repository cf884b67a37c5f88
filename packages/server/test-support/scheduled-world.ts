import type { Conversation, StoredEntry } from '@throughline/core';
import { Deeds } from './deeds.js';
import { ModelCluster } from './model-cluster.js';
import type { Step } from './schedule-step.js';
import { agentId, Desk } from './scheduled-desk.js';
import type { Peer } from './scheduled-peer.js';
import { Tab } from './scheduled-tab.js';
import { settle, VirtualTime } from './scripted-network.js';

/** Longest that healing may take once nothing goes wrong any more, in steps of a second. */
const HEALING_STEPS = 180;
/** More than a node waits for what goes with an answer over HTTP, in milliseconds. */
const GATHER_MS = 25;
/** A client over HTTP tries a WebSocket within this many steps of so many milliseconds. */
const PROBE = { steps: 13, ms: 5_000 };
/** Longer than "is typing" is shown after the last key. */
const TYPING_OVER_MS = 12_000;

/** One conversation as it is stored. */
export interface Kept {
  readonly conversation: Conversation;
  readonly entries: readonly StoredEntry[];
}

/** A customer's tabs, agents' desks, and the cluster that they talk to. */
export class ScheduledWorld {
  readonly #time = new VirtualTime();
  readonly #cluster: ModelCluster;
  readonly deeds = new Deeds();
  readonly tabs: readonly Tab[];
  readonly desks: readonly Desk[];
  #ids = 0;

  constructor({ tabs, agents, nodes }: { tabs: number; agents: number; nodes: number }) {
    const newId = () => {
      this.#ids += 1;
      return `00000000-0000-7000-8000-${String(this.#ids).padStart(12, '0')}`;
    };
    const surroundings = { time: this.#time, deeds: this.deeds, newId };
    const ids = Array.from({ length: agents }, (_, index) => agentId(index));
    const cluster = new ModelCluster(this.#time, newId, nodes, ids);
    this.#cluster = cluster;
    this.tabs = Array.from({ length: tabs }, (_, index) => new Tab(cluster, index, surroundings));
    this.desks = Array.from({ length: agents }, (_, index) => new Desk(cluster, index, surroundings));
  }

  get peers(): readonly Peer[] {
    return [...this.tabs, ...this.desks];
  }

  /** Everybody is connected and the agents are there; `isTalking`: one of them has the customer already. */
  async begin(isTalking: boolean): Promise<void> {
    await settle();
    await this.#flow();
    for (const desk of this.desks) desk.act('available');
    await this.#flow();
    if (!isTalking) return;
    this.tabs[0]?.act('send');
    await this.#flow();
    for (const desk of this.desks) desk.act('accept');
    await this.#flow();
  }

  async run(next: Step): Promise<void> {
    this.#carryOut(next);
    if (next.kind === 'wait') await this.#time.advance(next.ms);
    if (next.kind === 'flow') await this.#flow();
    if (next.kind === 'probe') await this.#probe(next.tab);
    await settle();
  }

  /** Every conversation of the customer, in the order of opening. */
  kept(): Promise<readonly Kept[]> {
    return this.#cluster.store.kept();
  }

  /** The agent to whom the contact center gave it. */
  async assignedTo(conversationId: string): Promise<string | null> {
    const interaction = await this.#cluster.store.interactions.ofConversation(conversationId);
    return interaction?.state === 'assigned' ? interaction.agentId : null;
  }

  /** The conversations from which a message is left. */
  left(): readonly (string | null)[] {
    return this.#cluster.store.callbacks.all().map(({ conversationId }) => conversationId);
  }

  /** From now on nothing goes wrong, and nobody does anything any more. */
  async heal(): Promise<void> {
    this.#cluster.store.mood = 'well';
    this.#cluster.busWorks = true;
    for (let count = 0; count < HEALING_STEPS; count += 1) {
      await this.#flow();
      if (await this.#isQuiet()) break;
      await this.#time.advance(1_000);
    }
    await this.#time.advance(TYPING_OVER_MS);
    await this.#flow();
  }

  stop(): void {
    for (const peer of this.peers) {
      peer.client.stop();
      peer.cut();
    }
  }

  async #flow(): Promise<void> {
    for (let round = 0; round < 4; round += 1) {
      for (const peer of this.peers) {
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
    const tab = this.tabs[index];
    tab?.block(false);
    for (let step = 0; step < PROBE.steps; step += 1) {
      tab?.http.deliver('up', 1_000);
      await this.#time.advance(PROBE.ms);
      tab?.http.deliver('down', 1_000);
      await settle();
    }
  }

  /** Everybody is connected, has sent what was written, and shows what is there now. */
  async #isQuiet(): Promise<boolean> {
    const kept = await this.kept();
    const open = this.peers.flatMap((peer) => peer.pending()).filter(({ status }) => status !== 'failed');
    const isConnected = this.peers.every(({ client }) => client.snapshot.connection.kind === 'ready');
    if (open.length > 0 || !isConnected) return false;
    const live = kept.find(({ conversation }) => conversation.state !== 'ended')?.conversation.id;
    if (live && !this.tabs.every((tab) => tab.client.snapshot.conversation?.id === live)) return false;
    if (this.desks.some((desk) => desk.shown().some(({ conversationId }) => conversationId !== live)))
      return false;
    const headOf = new Map(kept.map(({ conversation: { id, headSeq } }) => [id, headSeq]));
    const shown = this.peers.flatMap((peer) => peer.shown());
    if (shown.some(({ conversationId, entries }) => entries.length !== headOf.get(conversationId)))
      return false;
    for (const { conversation } of kept) {
      if (conversation.agentId !== (await this.assignedTo(conversation.id))) return false;
    }
    return true;
  }

  #carryOut(next: Step): void {
    if (next.kind === 'restart') this.#cluster.restart(next.node);
    if (next.kind === 'store') this.#cluster.store.mood = next.mood;
    if (next.kind === 'bus') this.#cluster.busWorks = next.works;
    if ('agent' in next) this.desks[next.agent]?.act(next.kind);
    if ('tab' in next) this.#carryOutAt(this.tabs[next.tab], next);
    if (!('peer' in next)) return;
    const peer = this.peers[next.peer];
    if (next.kind === 'type') peer?.type();
    if (next.kind === 'cut') peer?.cut();
    if (next.kind === 'wake') peer?.client.wake();
    if (next.kind === 'deliver') peer?.deliver(next.up ? 'up' : 'down', next.count, next.backwards);
  }

  #carryOutAt(tab: Tab | undefined, next: Extract<Step, { readonly tab: number }>): void {
    if (next.kind === 'open') tab?.client.setContext({ intent: `intent-${next.intent}` });
    else if (next.kind === 'block') tab?.block(true);
    else if (next.kind === 'unblock') tab?.block(false);
    else if (next.kind === 'again') tab?.http.askAgain();
    else if (next.kind === 'lose') tab?.http.loseAnswers();
    else if (next.kind !== 'probe') tab?.act(next.kind);
  }
}
