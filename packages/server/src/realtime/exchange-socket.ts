import { createHash } from 'node:crypto';
import { EventEmitter } from 'node:events';
import { CLOSE, LIMITS } from '@throughline/protocol';
import { EXCHANGE, type ExchangeAnswer, type ExchangeRequest } from '@throughline/protocol/exchange';
import type { FrameCarrier } from './frame-carrier.js';
import { systemTimers, type Timers } from './timers.js';

/** What comes together goes together: how long an answer waits for more, in milliseconds. */
const GATHER_MS = 20;

interface Sent {
  readonly type: string;
  readonly ref?: string;
  readonly id?: string;
}

/**
 * Carries the frames of one exchange over HTTP (WIRE-70). It closes when there is an answer: when every command is
 * answered; without commands, when there is something that the client has not seen.
 */
export class ExchangeSocket extends EventEmitter implements FrameCarrier {
  readonly protocol: string;
  readonly OPEN = 1;
  readonly answer: Promise<ExchangeAnswer>;
  readonly #request: ExchangeRequest;
  readonly #awaited: Set<string>;
  readonly #timers: Timers;
  readonly #cancelOverdue: () => void;
  #cancelGathering: (() => void) | undefined;
  #resolve: (answer: ExchangeAnswer) => void = () => undefined;
  #frames: string[] = [];
  #seen: string;
  #carriedOut = 0;
  #hasNews = false;
  #isOpen = true;

  constructor(request: ExchangeRequest, protocol: string, timers: Timers = systemTimers) {
    super();
    this.protocol = protocol;
    this.#request = request;
    this.#timers = timers;
    this.#seen = request.seen;
    this.#awaited = new Set(request.frames.flatMap(referenceIn));
    this.answer = new Promise((resolve) => {
      this.#resolve = resolve;
    });
    this.#cancelOverdue = timers.once(EXCHANGE.maxMs, () => this.#onOverdue());
  }

  get readyState(): number {
    return this.#isOpen ? this.OPEN : 3;
  }

  get bufferedAmount(): number {
    return this.#frames.reduce((bytes, frame) => bytes + frame.length, 0);
  }

  /** Hands the frames over. Whoever takes them must be listening. */
  start(): void {
    for (const frame of this.#request.frames) this.emit('message', Buffer.from(frame), false);
  }

  send(text: string, taken?: () => void): void {
    const { type, ref, id } = JSON.parse(text) as Sent;
    this.#frames.push(text);
    for (const reference of [ref, id]) if (reference !== undefined) this.#awaited.delete(reference);
    // The store is asked anew with every exchange; that a node is alive is no news.
    if (this.#carriedOut > 0 && type !== 'heartbeat') this.#hasNews = true;
    this.#answerWhenDone();
    taken?.();
  }

  resume(): void {
    this.#carriedOut += 1;
    if (this.#carriedOut === 1) this.#onGreeted();
    this.#answerWhenDone();
  }

  /** There is never much to read. */
  pause(): void {}

  ping(): void {
    this.emit('pong');
  }

  close(code: number): void {
    this.#end({ closed: code });
  }

  terminate(): void {
    this.#end({});
  }

  /** What is the same as at the last time is not said again. */
  #onGreeted(): void {
    const isEntries = (frame: string): boolean => (JSON.parse(frame) as Sent).type === 'entries';
    const entries = this.#frames.filter(isEntries);
    const greeting = this.#frames.filter((frame) => !isEntries(frame));
    this.#seen = digestOf(greeting);
    if (this.#seen === this.#request.seen) this.#frames = entries;
    this.#hasNews = this.#frames.length > 0;
  }

  #answerWhenDone(): void {
    const { frames } = this.#request;
    const isDone = this.#carriedOut >= frames.length && this.#awaited.size === 0;
    if (!isDone || (frames.length === 1 && !this.#hasNews)) return;
    this.#cancelGathering ??= this.#timers.once(GATHER_MS, () => this.#end({}));
  }

  /** Commands that are not answered by now are to be sent again. */
  #onOverdue(): void {
    this.#end(this.#awaited.size > 0 ? { closed: CLOSE.tryAgainLater } : {});
  }

  #end(how: { readonly closed?: number }): void {
    if (!this.#isOpen) return;
    this.#isOpen = false;
    this.#cancelOverdue();
    this.#cancelGathering?.();
    this.#resolve({ frames: this.#frames, seen: this.#seen, ...how });
    this.emit('close');
  }
}

/** The time that is left of a session differs each time. */
function digestOf(greeting: readonly string[]): string {
  const lasting = greeting.map((frame) => frame.replace(/"lifetimeMs":\d+/, ''));
  return createHash('sha256').update(lasting.join('\n')).digest('base64url');
}

/** What the answer to a frame names. A frame that cannot be read is answered without a name. */
function referenceIn(frame: string): string[] {
  try {
    const { ref, id } = (JSON.parse(frame) ?? {}) as { readonly ref?: unknown; readonly id?: unknown };
    const reference = ref ?? id;
    return typeof reference === 'string' && reference.length <= LIMITS.idLength ? [reference] : [];
  } catch {
    return [];
  }
}
