import type { Environment } from './environment.js';
import type { SocketLike } from './socket-like.js';

export interface EitherOptions {
  readonly openSocket: () => SocketLike;
  readonly openHttp: () => SocketLike & { readonly isBusy: boolean };
  /** How long the WebSocket goes ahead before HTTP is tried beside it, in milliseconds. */
  readonly headStartMs: number;
  /** Which of them an answer came through. */
  readonly onAnswer: (way: Way) => void;
  readonly setTimer: Environment['setTimer'];
}

export type Way = 'socket' | 'http';

/** A socket that was cut or could not be opened (RFC 6455 §7.1.5). Every other code is the gateway's word. */
const CUT = 1006;
/** How often a client that goes over HTTP tries whether a WebSocket works by now, in milliseconds. */
const PROBE_MS = 60_000;

/**
 * A WebSocket, or HTTP where it is blocked: whichever brings the first answer carries everything. While that is HTTP, a
 * WebSocket is tried now and then; once one is answered while no command is under way, this socket counts as cut, and
 * the next one is a WebSocket.
 */
export class EitherSocket implements SocketLike {
  onopen: SocketLike['onopen'] = null;
  onmessage: SocketLike['onmessage'] = null;
  onclose: SocketLike['onclose'] = null;
  onerror: SocketLike['onerror'] = null;
  readonly #options: EitherOptions;
  readonly #open = new Map<Way, SocketLike>();
  #hello = '';
  #chosen: SocketLike | null = null;
  /** HTTP has commands that would be lost with it. */
  #isHttpBusy: () => boolean = () => false;
  #triedHttp = false;
  #isClosed = false;
  #cancelTimer: () => void = () => undefined;

  constructor(options: EitherOptions) {
    this.#options = options;
    queueMicrotask(() => this.onopen?.({} as never));
  }

  /** The first frame is the `hello`, which goes either way. */
  send(data: string): void {
    if (this.#hello) {
      this.#chosen?.send(data);
      return;
    }
    this.#hello = data;
    const { headStartMs, setTimer } = this.#options;
    if (headStartMs > 0) this.#cancelTimer = setTimer(() => this.#tryHttp(), headStartMs);
    else this.#tryHttp();
    this.#trySocket();
  }

  close(): void {
    this.#isClosed = true;
    this.#cancelTimer();
    for (const way of [...this.#open.keys()]) this.#drop(way);
  }

  #tryHttp(): void {
    if (this.#triedHttp || this.#isClosed) return;
    this.#triedHttp = true;
    this.#try('http', () => {
      const http = this.#options.openHttp();
      this.#isHttpBusy = () => http.isBusy;
      return http;
    });
  }

  #trySocket(): void {
    this.#drop('socket');
    this.#try('socket', this.#options.openSocket);
  }

  #try(way: Way, open: () => SocketLike): void {
    let socket: SocketLike;
    try {
      socket = open();
    } catch {
      this.#onClose(way, { code: CUT });
      return;
    }
    this.#open.set(way, socket);
    socket.onopen = () => socket.send(this.#hello);
    socket.onmessage = (event) => this.#onMessage(way, socket, event);
    socket.onclose = (event: { readonly code: number }) => this.#onClose(way, event);
    // A close event follows every error.
    socket.onerror = () => undefined;
  }

  #onMessage(way: Way, socket: SocketLike, event: never): void {
    const hasMoved = this.#chosen !== null && this.#chosen !== socket;
    if (!this.#chosen) this.#choose(way, socket);
    if (!hasMoved) this.onmessage?.(event);
    else if (this.#isHttpBusy()) this.#drop('socket');
    else {
      this.#options.onAnswer('socket');
      this.#end({ code: CUT });
    }
  }

  #choose(way: Way, socket: SocketLike): void {
    this.#chosen = socket;
    this.#cancelTimer();
    this.#drop(way === 'http' ? 'socket' : 'http');
    this.#options.onAnswer(way);
    if (way === 'http') this.#probeLater();
  }

  #probeLater(): void {
    this.#cancelTimer = this.#options.setTimer(() => {
      this.#probeLater();
      this.#trySocket();
    }, PROBE_MS);
  }

  #onClose(way: Way, event: { readonly code: number }): void {
    const socket = this.#open.get(way);
    this.#open.delete(way);
    if (this.#chosen) {
      if (this.#chosen === socket) this.#end(event);
      return;
    }
    if (event.code === CUT) this.#tryHttp();
    if (event.code !== CUT || this.#open.size === 0) this.#end(event);
  }

  #end(event: { readonly code: number }): void {
    if (this.#isClosed) return;
    this.close();
    this.onclose?.(event as never);
  }

  /** `onerror` stays: see `Connection`. */
  #drop(way: Way): void {
    const socket = this.#open.get(way);
    this.#open.delete(way);
    if (!socket) return;
    socket.onopen = null;
    socket.onmessage = null;
    socket.onclose = null;
    socket.close();
  }
}
