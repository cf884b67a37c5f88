import { setTimeout as pause } from 'node:timers/promises';
import { CLOSE, type CustomerEvent, type DeskEvent, LIMITS } from '@throughline/protocol';
import type { RawData } from 'ws';
import type { ZodType } from 'zod';
import type { RealtimeLimits } from '../config/options.js';
import { toWireError, WireError } from '../errors.js';
import type { Logger } from '../observability/logger.js';
import type { Metrics } from '../observability/metrics.js';
import {
  CONNECTION_LIFE,
  type ConnectionAct,
  type ConnectionEvent,
  type ConnectionState,
} from './connection-life.js';
import type { FrameCarrier } from './frame-carrier.js';
import { MessageRate } from './message-rate.js';
import { forPeer } from './older-peers.js';

export interface FrameHandler<Command> {
  /**
   * Frames are handed over one at a time, in the order of arrival: the next one when this promise settles. A
   * rejection is answered with an error frame.
   */
  onCommand(command: Command): Promise<void>;
  onClose(): void;
}

/** A frame to the peer: any of the protocol's events. */
export type OutgoingEvent = CustomerEvent | DeskEvent;

export interface FrameSocketOptions<Command> {
  readonly socket: FrameCarrier;
  readonly schema: ZodType<Command>;
  readonly limits: Pick<RealtimeLimits, 'sendBufferBytes' | 'frameBurst' | 'framesPerSecond'>;
  readonly logger: Logger;
  readonly metrics: Metrics;
}

/** Frames that may wait to be carried out before reading stops. */
const MAX_WAITING = 64;
/** Frames refused in a row before the peer is taken for broken. */
const MAX_BAD_FRAMES = 20;
/** A slow reader that does not take its close frame either is cut off after this, in milliseconds. */
const CLOSE_PATIENCE_MS = 2_000;

/**
 * One WebSocket, or what stands in for it, that carries JSON frames: checks what comes in, answers what is wrong with a typed error, and lets a
 * slow reader go instead of keeping its data in memory. What happens here ends at most this connection.
 */
export class FrameSocket<Command extends { readonly type: string }> {
  readonly #options: FrameSocketOptions<Command>;
  #handler: FrameHandler<Command> | null = null;
  readonly #rate: MessageRate;
  #lane: Promise<void> = Promise.resolve();
  /** Frames read and not carried out yet. */
  #waiting = 0;
  #badFrames = 0;
  #state: ConnectionState = 'connected';
  #alive = true;

  constructor(options: FrameSocketOptions<Command>) {
    this.#options = options;
    const { frameBurst, framesPerSecond } = options.limits;
    this.#rate = new MessageRate(frameBurst, framesPerSecond, performance.now());
  }

  /** `welcome` is sent and the connection is not on its way out. */
  get isServing(): boolean {
    return this.#state === 'serving';
  }

  /** Starts reading. The first command must be `hello` and come in time. */
  start(handler: FrameHandler<Command>): void {
    const { socket } = this.#options;
    this.#handler = handler;
    const helloTimer = setTimeout(() => {
      this.#end('hello-overdue', CLOSE.helloTimeout, 'hello did not come in time');
    }, LIMITS.helloMs);
    socket.on('message', (data, isBinary) => {
      this.#waiting += 1;
      // What the peer sends from here on waits in its own buffers, in order: memory here stays bounded.
      if (this.#waiting >= MAX_WAITING) socket.pause();
      this.#lane = this.#lane.then(() => this.#receive(data, isBinary));
    });
    socket.on('pong', () => {
      this.#alive = true;
    });
    // Protocol errors, such as an oversized frame, end in `close` with their own code; nothing more to do here.
    socket.on('error', () => undefined);
    socket.on('close', () => {
      clearTimeout(helloTimer);
      this.#on('gone');
      handler.onClose();
    });
  }

  /** Sends, if it is time for it: nothing but errors comes before `welcome`. */
  send(event: OutgoingEvent): void {
    const { socket, limits } = this.#options;
    if (event.type === 'welcome') this.#on('welcomed');
    if (!this.#mayCarry(event)) return;
    socket.send(this.#toText(event));
    if (socket.bufferedAmount > limits.sendBufferBytes) this.#letGo();
  }

  /** Sends and fulfils when the network has taken everything, so that what follows can stay in the store till then. */
  async sendPaced(event: OutgoingEvent): Promise<void> {
    const { socket } = this.#options;
    if (!this.#mayCarry(event)) return;
    await new Promise<void>((resolve) => socket.send(this.#toText(event), () => resolve()));
  }

  refuse(error: unknown, ref?: string): void {
    const refusal = toWireError(error, ref);
    const { code, message, meaning } = refusal;
    this.#options.metrics.refusals.inc({ code });
    if (code === 'internal') this.#options.logger.error({ err: error }, 'a frame failed');
    const answersTo = refusal.ref ?? ref;
    this.send({
      type: 'error',
      code,
      message,
      retryable: meaning.retryable,
      ...(answersTo === undefined ? {} : { ref: answersTo }),
    });
    if (meaning.closeCode !== undefined) this.close(meaning.closeCode, code);
  }

  /** Ends a connection whose peer has not answered the last ping; pings it otherwise. */
  checkAlive(): void {
    const { socket } = this.#options;
    if (!this.#alive) {
      this.#cut('silent');
      return;
    }
    this.#alive = false;
    if (socket.readyState === socket.OPEN) socket.ping();
  }

  close(code: number, reason: string): void {
    this.#end('dismissed', code, reason);
  }

  #toText(event: OutgoingEvent): string {
    return JSON.stringify(forPeer(event, this.#options.socket.protocol));
  }

  #on(event: ConnectionEvent): ConnectionAct {
    const { to, act } = CONNECTION_LIFE[this.#state][event];
    this.#state = to;
    return act;
  }

  #mayCarry({ type }: OutgoingEvent): boolean {
    const { socket } = this.#options;
    return (this.isServing || type === 'error') && socket.readyState === socket.OPEN;
  }

  #end(event: ConnectionEvent, code: number, reason: string): void {
    if (this.#on(event) === 'close') this.#options.socket.close(code, reason);
  }

  #cut(event: ConnectionEvent): void {
    if (this.#on(event) === 'cut') this.#options.socket.terminate();
  }

  #letGo(): void {
    this.#end('too-slow', CLOSE.tryAgainLater, 'reading too slowly');
    setTimeout(() => this.#cut('patience-over'), CLOSE_PATIENCE_MS).unref();
  }

  async #receive(data: RawData, isBinary: boolean): Promise<void> {
    const frame = this.#read(data, isBinary);
    if (frame) await this.#answer(frame.command, frame.ref);
    const holdUpMs = this.#rate.take(performance.now());
    if (holdUpMs > 0) await pause(holdUpMs);
    this.#waiting -= 1;
    if (this.#waiting < MAX_WAITING) this.#options.socket.resume();
  }

  /** Null for what does not fit the protocol, which is answered here. */
  #read(
    data: RawData,
    isBinary: boolean,
  ): { readonly command: Command; readonly ref: string | undefined } | null {
    let ref: string | undefined;
    try {
      const frame = parseJson(data, isBinary);
      ref = referenceOf(frame);
      const parsed = this.#options.schema.safeParse(frame);
      if (!parsed.success) throw toBadFrame(frame, parsed.error.issues[0]?.path ?? [], ref);
      return { command: parsed.data, ref };
    } catch (error) {
      if (this.#on('bad-frame') === 'refuse') this.#refuseFrame(error, ref);
      return null;
    }
  }

  async #answer(command: Command, ref: string | undefined): Promise<void> {
    const isHello = command.type === 'hello';
    const act = this.#on(isHello ? 'hello' : 'command');
    if (act === 'refuse') {
      this.#refuseFrame(new WireError('bad_frame', 'A connection has one `hello`, its first frame.'), ref);
    } else if (act === 'ask-for-hello') {
      this.refuse(new WireError('hello_required', 'The first frame of a connection must be `hello`.'), ref);
    } else if (act === 'carry-out') {
      this.#badFrames = 0;
      await this.#carryOut(command, ref, isHello);
    }
  }

  async #carryOut(command: Command, ref: string | undefined, isHello: boolean): Promise<void> {
    try {
      await this.#handler?.onCommand(command);
    } catch (error) {
      this.refuse(error, ref);
      // Without an answer to its `hello` a connection is of no use: the client comes back, perhaps to another node.
      if (isHello) this.#end('hello-failed', CLOSE.tryAgainLater, 'not now');
    }
  }

  #refuseFrame(error: unknown, ref: string | undefined): void {
    this.refuse(error, ref);
    if (!(error instanceof WireError) || error.code !== 'bad_frame') return;
    this.#badFrames += 1;
    if (this.#badFrames >= MAX_BAD_FRAMES) this.close(CLOSE.badClient, 'too many malformed frames');
  }
}

function parseJson(data: RawData, isBinary: boolean): unknown {
  if (isBinary) throw new WireError('bad_frame', 'Frames are JSON in text; this one is binary.');
  try {
    return JSON.parse(data.toString()) as unknown;
  } catch {
    throw new WireError('bad_frame', 'The frame is not valid JSON.');
  }
}

/** The id by which the sender will recognize the answer, if it sent a usable one. */
function referenceOf(frame: unknown): string | undefined {
  const { ref, id } = (frame ?? {}) as { ref?: unknown; id?: unknown };
  const reference = ref ?? id;
  return typeof reference === 'string' && reference.length <= LIMITS.idLength ? reference : undefined;
}

/** Names the property at fault, never its value. */
function toBadFrame(frame: unknown, path: readonly PropertyKey[], ref: string | undefined): WireError {
  const type = (frame as { type?: unknown } | null)?.type;
  if (typeof type === 'string' && path[0] === 'text') {
    return new WireError('too_long', `A message needs 1 to ${LIMITS.textLength} characters.`, ref);
  }
  const where = path.length > 0 ? `property "${path.map(String).join('.')}"` : 'its type or its properties';
  return new WireError('bad_frame', `The frame does not fit the protocol: see ${where}.`, ref);
}
