import type { ChatClient, PendingMessage } from '@throughline/chat-client';
import type { DeskClient } from '@throughline/chat-client/desk';
import type { Entry } from '@throughline/protocol';
import type { Deeds } from './deeds.js';
import { type VirtualTime, Wire } from './scripted-network.js';

/** What a person sees of one conversation. */
export interface Shown {
  readonly conversationId: string;
  readonly entries: readonly Entry[];
  /** The other side is typing. */
  readonly typing: boolean;
}

/** What all clients of a world share. */
export interface PeerSurroundings {
  readonly time: VirtualTime;
  readonly deeds: Deeds;
  readonly newId: () => string;
}

/** Who is connected: a tab or a desk. */
export abstract class Peer {
  /** Ids of what was written here, in order. */
  readonly sent: string[] = [];
  wire: Wire | null = null;
  protected dials = 0;
  readonly #surroundings: PeerSurroundings;

  constructor(surroundings: PeerSurroundings) {
    this.#surroundings = surroundings;
  }

  abstract readonly client: ChatClient | DeskClient;
  /** The role that it writes as. */
  abstract readonly role: 'customer' | 'agent';
  /** Own messages that are neither acknowledged nor given up, and those that are given up. */
  abstract pending(): readonly PendingMessage[];
  /** What is on screen of conversations. */
  abstract shown(): readonly Shown[];

  /** A key is pressed. */
  type(): void {
    this.#surroundings.deeds.typed(this);
  }

  deliver(direction: 'up' | 'down', count: number, _backwards = false): void {
    this.wire?.deliver(direction, count);
  }

  cut(): void {
    this.wire?.cut();
  }

  acknowledged(): string[] {
    const pending = new Set(this.pending().map(({ id }) => id));
    return this.sent.filter((id) => !pending.has(id));
  }

  /** What was refused for good, as the person sees. */
  failed(): readonly PendingMessage[] {
    return this.pending().filter(({ status }) => status === 'failed');
  }

  protected environment() {
    const { time, newId } = this.#surroundings;
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

  protected hasSent(id: string): void {
    this.sent.push(id);
    this.#surroundings.deeds.wrote(this, id);
  }
}

/** Refusals and lost connections are what schedules are about. */
export const ignore = (): undefined => undefined;
