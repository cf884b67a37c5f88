import type { DeskCommand, DeskEvent } from '@throughline/protocol';
import { v7 as uuidv7 } from 'uuid';
import type WebSocket from 'ws';
import { openDrillSocket } from './drill-socket.js';

/** An agent of the door, who takes every offer and answers every message once. */
export class DrillAgent {
  #socket: WebSocket | null = null;
  /** Entries that were read, by conversation and `seq`. */
  readonly #seen = new Map<string, Set<number>>();
  /** Texts of customers, as they came; a text twice is a message twice. */
  readonly read: string[] = [];

  async arrive(url: string, agentId: string): Promise<void> {
    this.#socket = await openDrillSocket(
      { url, signInPaths: ['/api/v1/demo-sign-in'], body: { agentId }, socketPath: '/api/v1/socket' },
      (event) => this.#onEvent(event as DeskEvent),
    );
    this.#send({ type: 'presence', ref: 'here', available: true });
  }

  leave(): void {
    this.#socket?.terminate();
  }

  #onEvent(event: DeskEvent): void {
    if (event.type === 'desk') {
      for (const { interactionId } of event.offers) {
        this.#send({ type: 'accept', ref: interactionId, interactionId });
      }
      for (const { conversationId } of event.conversations) this.#follow(conversationId);
    }
    if (event.type !== 'entries') return;
    const seen = this.#seen.get(event.conversationId);
    for (const entry of event.entries) {
      if (!seen || seen.has(entry.seq)) continue;
      seen.add(entry.seq);
      if (entry.kind !== 'message' || entry.party.role !== 'customer') continue;
      this.read.push(entry.text);
      const { conversationId } = event;
      this.#send({ type: 'send', id: uuidv7(), conversationId, text: answerTo(entry.text) });
    }
  }

  #follow(conversationId: string): void {
    if (this.#seen.has(conversationId)) return;
    this.#seen.set(conversationId, new Set());
    this.#send({ type: 'fill', conversationId, afterSeq: 0 });
  }

  #send(command: DeskCommand): void {
    this.#socket?.send(JSON.stringify(command));
  }
}

export function answerTo(text: string): string {
  return `Answer to: ${text}`;
}
