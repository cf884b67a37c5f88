import type { ConversationView, CustomerCommand, CustomerEvent } from '@throughline/protocol';
import { v7 as uuidv7 } from 'uuid';
import type WebSocket from 'ws';
import { openDrillSocket } from './drill-socket.js';

/** Names a customer of the drill to the portal that it stands in for. */
export const CUSTOMER_HEADER = 'x-drill-customer';

/** One customer at the gateway, who writes and keeps count. */
export class DrillCustomer {
  readonly #name: string;
  #socket: WebSocket | null = null;
  #view: ConversationView | null = null;
  readonly #unopened: string[] = [];
  readonly #pending = new Map<string, string>();
  /** Texts that the gateway has said it keeps. */
  readonly acknowledged: string[] = [];
  /** Texts of agents, as they came. */
  readonly heard: string[] = [];
  #clickedAt = 0;
  /** From the click to other ways being offered, in milliseconds; null when none were. */
  fallbackMs: number | null = null;
  /** When agents were last reachable again, by the monotonic clock; null unless they were lost before. */
  backAt: number | null = null;

  constructor(name: string) {
    this.#name = name;
  }

  get isInterrupted(): boolean {
    return this.#view?.interrupted === true;
  }

  /** Presses "Chat with us" and writes the first message. */
  async click(url: string, text: string): Promise<void> {
    this.#socket = await openDrillSocket(
      {
        url,
        signInPaths: ['/support/v1/assertion/challenge', '/support/v1/session'],
        body: {},
        socketPath: '/support/v1/socket',
        headers: { [CUSTOMER_HEADER]: this.#name },
      },
      (event) => this.#onEvent(event as CustomerEvent),
    );
    this.#clickedAt = performance.now();
    this.#send({ type: 'open', ref: 'open', context: {} });
    this.#unopened.push(text);
  }

  write(text: string): void {
    if (!this.#view) throw new Error('A conversation is written to once it is open.');
    const id = uuidv7();
    this.#pending.set(id, text);
    this.#send({ type: 'send', id, conversationId: this.#view.id, text });
  }

  leave(): void {
    this.#socket?.terminate();
  }

  #onEvent(event: CustomerEvent): void {
    if (event.type === 'opened' || event.type === 'conversation') this.#show(event.conversation);
    if (event.type === 'ack') this.#acknowledge(event.id);
    if (event.type !== 'entries') return;
    for (const entry of event.entries) {
      if (entry.kind === 'message' && entry.party.role === 'agent') this.heard.push(entry.text);
    }
  }

  #show(view: ConversationView): void {
    const wasInterrupted = this.isInterrupted;
    this.#view = view;
    const offers = view.interrupted && (view.ways?.ways.length ?? 0) > 0;
    if (offers) this.fallbackMs ??= performance.now() - this.#clickedAt;
    if (wasInterrupted && !view.interrupted) this.backAt = performance.now();
    for (const text of this.#unopened.splice(0)) this.write(text);
  }

  #acknowledge(id: string): void {
    const text = this.#pending.get(id);
    if (text === undefined) return;
    this.#pending.delete(id);
    this.acknowledged.push(text);
  }

  #send(command: CustomerCommand): void {
    this.#socket?.send(JSON.stringify(command));
  }
}
