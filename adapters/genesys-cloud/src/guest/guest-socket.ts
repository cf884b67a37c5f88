import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { setTimeout as pause } from 'node:timers/promises';
import {
  CODE,
  type GuestRequest,
  type GuestResponse,
  readResponse,
  type StructuredMessage,
  writeRequest,
} from '@throughline/guest-api';
import WebSocket from 'ws';
import { isAnswerTo } from './answers.js';
import { GuestRefusal } from './errors.js';
import type { GuestEndpoint, RelayLimits } from './options.js';
import { Pace } from './pace.js';

/** What became of a request. `unknown`: it may have been carried out or not. */
export type Answer =
  | { readonly kind: 'answered'; readonly frame: GuestResponse }
  | { readonly kind: 'refused'; readonly code: number; readonly text: string }
  | { readonly kind: 'unknown' };

export interface GuestSocketEvents {
  /** A frame that answers nothing. */
  frame(frame: GuestResponse): void;
  /** Something came that could not be read: a message may be missing. */
  unreadable(): void;
}

/** `too-many`: it was not carried out. */
type RawAnswer = Answer | { readonly kind: 'too-many'; readonly retryMs: number };
type TracedRequest = GuestRequest & { readonly tracingId: string };

interface Pending {
  readonly request: TracedRequest;
  readonly settle: (answer: RawAnswer) => void;
}

/** What the other side's support sees of this client: name and version. */
const APPLICATION = `throughline-${JSON.parse(readFileSync(new URL('../../package.json', import.meta.url), 'utf8')).version}`;
const CONNECT_MS = 5_000;
const PING_MS = 15_000;
/** A refusal without `tracingId` this soon after something untracked may be meant for that, in milliseconds. */
const UNTRACKED_MS = 5_000;
/** Requests of a minute that are left to messages: what may be left out is left out. */
const RESERVED = 10;

/**
 * One connection. Requests go one at a time, so that an answer without `tracingId` has its request. One that came too
 * early for a limit is sent again when the other side says.
 */
export class GuestSocket {
  readonly #socket: WebSocket;
  readonly #events: GuestSocketEvents;
  readonly #limits: RelayLimits;
  readonly #requests: Pace;
  readonly #gone = new AbortController();
  #lane: Promise<unknown> = Promise.resolve();
  #pending: Pending | null = null;
  #untrackedAt = Number.NEGATIVE_INFINITY;
  #alive = true;
  #told: string | null = null;
  #isForbidden = false;

  private constructor(socket: WebSocket, limits: RelayLimits, events: GuestSocketEvents) {
    this.#socket = socket;
    this.#events = events;
    this.#limits = limits;
    this.#requests = new Pace(limits.requestsPerMinute, 60_000);
    socket.on('message', (data) => this.#receive(data.toString()));
    socket.on('pong', () => {
      this.#alive = true;
    });
    const ping = setInterval(() => this.#ping(), PING_MS);
    socket.on('close', () => {
      clearInterval(ping);
      this.#gone.abort();
      this.#pending?.settle({ kind: 'unknown' });
    });
  }

  /** @throws GuestRefusal when the handshake is refused, Error when nobody answers */
  static async open(
    { socketUrl, deploymentId, origin }: GuestEndpoint,
    limits: RelayLimits,
    events: GuestSocketEvents,
    signal: AbortSignal,
  ): Promise<GuestSocket> {
    const url = new URL(socketUrl);
    url.searchParams.set('deploymentId', deploymentId);
    url.searchParams.set('application', APPLICATION);
    const socket = new WebSocket(url, {
      handshakeTimeout: CONNECT_MS,
      perMessageDeflate: false,
      ...(origin === null ? {} : { origin }),
    });
    const abort = () => socket.terminate();
    signal.addEventListener('abort', abort, { once: true });
    socket.on('unexpected-response', (_request, { statusCode = 0 }) => {
      socket.emit('error', new GuestRefusal(statusCode, 'The handshake was refused.'));
      socket.terminate();
    });
    socket.on('error', () => undefined);
    try {
      await once(socket, 'open');
    } catch (error) {
      socket.terminate();
      throw error;
    } finally {
      signal.removeEventListener('abort', abort);
    }
    return new GuestSocket(socket, limits, events);
  }

  get isOpen(): boolean {
    return !this.#gone.signal.aborted;
  }

  /** Aborted when the connection is gone. */
  get gone(): AbortSignal {
    return this.#gone.signal;
  }

  /** Sends when it is this request's turn; {@link beforeSend} can still call it off by throwing. */
  request(request: TracedRequest, beforeSend?: () => void): Promise<Answer> {
    const turn = this.#lane.then(() => this.#carryOut(request, beforeSend));
    this.#lane = turn.catch(() => undefined);
    return turn;
  }

  /**
   * Sends what nobody waits for, unless messages need the room, or the other side has forbidden it before: a setting
   * there, which does not change while the connection lasts.
   */
  tell(request: TracedRequest): void {
    if (!this.isOpen || this.#isForbidden || this.#requests.free <= RESERVED) return;
    this.#told = request.tracingId;
    void this.#requests.turn(this.#gone.signal);
    this.#untrackedAt = performance.now();
    this.#socket.send(writeRequest(request));
  }

  close(): void {
    this.#socket.close(1000);
    // A peer that does not answer the close must not keep the connection.
    setTimeout(() => this.#socket.terminate(), 1_000).unref();
  }

  async #carryOut(request: TracedRequest, beforeSend?: () => void): Promise<Answer> {
    const { signal } = this.#gone;
    while (this.isOpen) {
      await this.#requests.turn(signal).catch(() => undefined);
      beforeSend?.();
      if (!this.isOpen) break;
      const answer = await this.#exchange(request);
      if (answer.kind !== 'too-many') return answer;
      await pause(answer.retryMs, undefined, { signal }).catch(() => undefined);
    }
    return { kind: 'unknown' };
  }

  #exchange(request: TracedRequest): Promise<RawAnswer> {
    return new Promise((resolve) => {
      const settle = (answer: RawAnswer) => {
        clearTimeout(alarm);
        this.#pending = null;
        resolve(answer);
      };
      const alarm = setTimeout(() => settle({ kind: 'unknown' }), this.#limits.answerMs);
      this.#pending = { request, settle };
      this.#socket.send(writeRequest(request));
    });
  }

  #receive(text: string): void {
    let frame: GuestResponse;
    try {
      frame = readResponse(text);
    } catch {
      // It may have been the answer: whoever waits for one looks it up.
      this.#pending?.settle({ kind: 'unknown' });
      this.#events.unreadable();
      return;
    }
    if (frame.tracingId === this.#told && frame.class === 'string') {
      this.#isForbidden = frame.code === CODE.forbidden;
      return;
    }
    const answer = this.#pending && this.#answerIn(frame, this.#pending);
    if (answer) this.#pending?.settle(answer);
    else this.#events.frame(frame);
  }

  #answerIn(frame: GuestResponse, { request }: Pending): RawAnswer | null {
    const isTraced = frame.tracingId === request.tracingId;
    if (!isTraced && frame.tracingId !== undefined) return null;
    if (frame.class === 'TooManyRequestsErrorMessage') {
      return isTraced || !this.#mayBeUntracked()
        ? { kind: 'too-many', retryMs: Math.max(0, frame.body.retryAfter * 1000) }
        : { kind: 'unknown' };
    }
    if (frame.class === 'string' && frame.code >= 300) {
      return isTraced || !this.#mayBeUntracked()
        ? { kind: 'refused', code: frame.code, text: frame.body }
        : { kind: 'unknown' };
    }
    return isTraced || isAnswerTo(frame, request) ? { kind: 'answered', frame } : null;
  }

  #mayBeUntracked(): boolean {
    return performance.now() - this.#untrackedAt < UNTRACKED_MS;
  }

  #ping(): void {
    if (this.#alive) this.#socket.ping();
    else this.#socket.terminate();
    this.#alive = false;
  }
}

/** The message of a frame, if it is one. */
export function messageIn(frame: GuestResponse): StructuredMessage | null {
  return frame.class === 'StructuredMessage' ? frame.body : null;
}
