import { type ChatClient, createChatClient } from '@throughline/chat-client';
import { createDeskClient, type DeskClient } from '@throughline/chat-client/desk';
import type { Entry } from '@throughline/protocol';
import type WebSocket from 'ws';
import type { Cluster, SignedIn } from './cluster.js';

/** A network that a test can spoil: it chooses the node, cuts, stalls, and sends twice. */
export class BadNetwork {
  readonly #cluster: Cluster;
  readonly #person: SignedIn;
  #socket: WebSocket | null = null;
  /** Share of `send` frames that go out twice. */
  readonly #doubled: number;
  cuts = 0;
  stalls = 0;
  doubles = 0;

  constructor(cluster: Cluster, person: SignedIn, doubled: number) {
    this.#cluster = cluster;
    this.#person = person;
    this.#doubled = doubled;
  }

  /** A socket to any node, as a load balancer chooses one that it believes to be up. */
  readonly connect = (): WebSocket => {
    const { nodes } = this.#cluster;
    const up = nodes.filter(({ isUp }) => isUp);
    const candidates = up.length > 0 ? up : nodes;
    const node = candidates[Math.floor(Math.random() * candidates.length)] ?? this.#cluster.node(0);
    const socket = this.#person.socketAt(node);
    const send = socket.send.bind(socket) as (data: string) => void;
    socket.send = (data: unknown) => {
      send(String(data));
      if (Math.random() >= this.#doubled || !String(data).startsWith('{"type":"send"')) return;
      this.doubles += 1;
      send(String(data));
    };
    this.#socket = socket;
    return socket;
  };

  cut(): void {
    if (this.#socket?.readyState !== 1) return;
    this.cuts += 1;
    this.#socket.terminate();
  }

  /** Reads nothing for a while, as a phone that is asleep. */
  stall(ms: number): void {
    const socket = this.#socket;
    if (socket?.readyState !== 1) return;
    this.stalls += 1;
    socket.pause();
    setTimeout(() => socket.resume(), ms);
  }
}

const signIn = () => Promise.resolve();

/** How long a customer was without a connection, and how long after its loss the last try began. */
interface Outage {
  readonly from: number;
  ms: number;
  over: boolean;
  triedAfterMs: number;
}

/** One customer, with what was sent and what the screen showed. */
export class FaultCustomer {
  readonly sent: string[] = [];
  /** When the connection was gone, and for how long. */
  readonly outages: Outage[] = [];
  readonly client: ChatClient;

  constructor(
    readonly externalId: string,
    readonly network: BadNetwork,
  ) {
    this.client = createChatClient({ connect: network.connect, signIn });
    this.client.subscribe(() => this.#noteOutage());
  }

  #noteOutage(): void {
    const { kind } = this.client.snapshot.connection;
    const isReady = kind === 'ready';
    const last = this.outages.at(-1);
    if (kind === 'connecting' && last?.over === false) last.triedAfterMs = performance.now() - last.from;
    if (!isReady && last?.over !== false) {
      this.outages.push({ from: performance.now(), ms: 0, over: false, triedAfterMs: 0 });
    } else if (isReady && last?.over === false) {
      last.ms = performance.now() - last.from;
      last.over = true;
    }
  }

  say(text: string): void {
    this.sent.push(this.client.send(text));
  }

  get shown(): readonly Entry[] {
    return this.client.snapshot.entries;
  }

  /** Sent and not pending any more: the gateway has said that it is stored. */
  acknowledged(): string[] {
    const pending = new Set(this.client.snapshot.pending.map(({ id }) => id));
    return this.sent.filter((id) => !pending.has(id));
  }
}

/** One agent, who takes every offer, half of them only when they come for the second time. */
export class FaultAgent {
  readonly sent = new Map<string, string[]>();
  readonly client: DeskClient;
  readonly #answering = new Set<string>();
  /** Offers given back, by interaction: which one it was. */
  readonly #declined = new Map<string, string>();

  constructor(
    readonly agentId: string,
    readonly network: BadNetwork,
  ) {
    this.client = createDeskClient({ connect: network.connect, signIn });
    this.client.subscribe(() => this.#takeOffers());
  }

  say(conversationId: string, text: string): void {
    const ids = this.sent.get(conversationId) ?? [];
    ids.push(this.client.send(conversationId, text));
    this.sent.set(conversationId, ids);
  }

  get conversationIds(): string[] {
    return this.client.snapshot.desk?.conversations.map(({ conversationId }) => conversationId) ?? [];
  }

  shown(conversationId: string): readonly Entry[] {
    return this.client.snapshot.transcripts.get(conversationId)?.entries ?? [];
  }

  get pending(): number {
    return [...this.client.snapshot.transcripts.values()].reduce(
      (sum, { pending }) => sum + pending.length,
      0,
    );
  }

  acknowledged(): string[] {
    const pending = new Set(
      [...this.client.snapshot.transcripts.values()]
        .flatMap((transcript) => transcript.pending)
        .map(({ id }) => id),
    );
    return [...this.sent.values()].flat().filter((id) => !pending.has(id));
  }

  /** What the desk shows as open, without what this agent has given back. */
  openOffers(now: number): string[] {
    const { connection, desk } = this.client.snapshot;
    if (connection.kind !== 'ready') return [];
    return (desk?.offers ?? [])
      .filter(({ interactionId, expiresAt }) => {
        return Date.parse(expiresAt) > now && this.#declined.get(interactionId) !== expiresAt;
      })
      .map(({ interactionId }) => interactionId);
  }

  #takeOffers(): void {
    for (const { interactionId, expiresAt } of this.client.snapshot.desk?.offers ?? []) {
      if (this.#answering.has(interactionId)) continue;
      this.#answering.add(interactionId);
      const declines = !this.#declined.has(interactionId) && Math.random() < 0.5;
      if (declines) this.#declined.set(interactionId, expiresAt);
      const answer = declines ? this.client.decline(interactionId) : this.client.accept(interactionId);
      answer.catch(() => undefined).finally(() => this.#answering.delete(interactionId));
    }
  }
}
