import type { DeskEvent, Entry } from '@throughline/protocol';
import { Frames } from './frames.js';
import { signInAgent } from './http-browser.js';

/** An agent at the wire of the desk who reads everything and, when available, takes every offer. */
export class DeskAgent {
  readonly #frames: Frames;
  readonly #transcripts = new Map<string, Map<number, Entry>>();

  private constructor(frames: Frames) {
    this.#frames = frames;
    frames.socket.on('message', (data) => this.#onEvent(JSON.parse(data.toString()) as DeskEvent));
  }

  /** How many customers wait in this agent's queues. */
  waiting = 0;

  static async arrive(deskUrl: string, id: string, available = true): Promise<DeskAgent> {
    const browser = await signInAgent(deskUrl, id);
    const agent = new DeskAgent(await Frames.greet(browser.socket('/api/v1/socket')));
    if (available) agent.#frames.send({ type: 'presence', ref: 'here', available });
    return agent;
  }

  /** Conversations that this agent has had, in the order in which they began. */
  get conversationIds(): readonly string[] {
    return [...this.#transcripts.keys()];
  }

  /** Texts of the customer's messages over all conversations, in order. */
  get read(): readonly string[] {
    return [...this.#transcripts.values()].flatMap((entries) =>
      [...entries]
        .sort(([a], [b]) => a - b)
        .flatMap(([, entry]) =>
          entry.kind === 'message' && entry.party.role === 'customer' ? [entry.text] : [],
        ),
    );
  }

  leave(): void {
    this.#frames.close();
  }

  #onEvent(event: DeskEvent): void {
    if (event.type === 'desk') {
      this.waiting = event.waiting.length;
      for (const { interactionId } of event.offers) {
        this.#frames.send({ type: 'accept', ref: interactionId, interactionId });
      }
      for (const { conversationId } of event.conversations) this.#follow(conversationId);
    } else if (event.type === 'entries') {
      for (const entry of event.entries) this.#transcripts.get(event.conversationId)?.set(entry.seq, entry);
    }
  }

  /** The gateway tells from the head on; what was before comes only when asked for. */
  #follow(conversationId: string): void {
    if (this.#transcripts.has(conversationId)) return;
    this.#transcripts.set(conversationId, new Map());
    this.#frames.send({ type: 'fill', conversationId, afterSeq: 0 });
  }
}
