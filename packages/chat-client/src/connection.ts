import { LIMITS } from '@throughline/protocol';
import { type Effect, type LinkEvent, type LinkState, limitMs, transition } from './connection-state.js';
import { Alarm, type Environment } from './environment.js';
import { SignInError } from './sign-in-error.js';
import type { SocketLike } from './socket-like.js';

interface Frame {
  readonly type: string;
}

export interface ConnectionHandler<Command, Event> {
  /** First frame of every connection. */
  hello(): Command;
  /** A frame came over a welcomed connection; the first one is the welcome itself. Its type may be unknown. */
  onEvent(event: Event): void;
  /** A welcomed connection is gone, or the client was stopped. */
  onLost(): void;
  onStateChange(): void;
}

export interface ConnectionOptions {
  /**
   * Opens a WebSocket to the gateway, naming `SUBPROTOCOL`; see `openSocket`. What it throws counts as a socket
   * that could not be opened.
   */
  connect(): SocketLike;
  /**
   * Makes sure that the session cookie is there, and fulfils with how long the session lasts, in ms, where that is known.
   * Rejects with `SignInError`.
   */
  signIn(): Promise<unknown>;
}

/** `closed` events of our own making, for what never became a socket (RFC 6455 §7.4.1: 1006 is never sent). */
const NO_SOCKET = 1006;

/** Carries out what `connection-state.ts` decides: owns the socket, the sign-in under way and the time limits. */
export class Connection<Command extends Frame, Event extends Frame> {
  readonly #options: ConnectionOptions;
  readonly #environment: Environment;
  readonly #handler: ConnectionHandler<Command, Event>;
  readonly #limit: Alarm;
  #state: LinkState = { kind: 'idle' };
  #socket: SocketLike | null = null;
  /** When the last frame came, or the socket was asked for, in ms since the epoch. */
  #heardAt = 0;
  /** The sign-in whose outcome counts. */
  #signIn: Promise<unknown> | null = null;

  constructor(
    options: ConnectionOptions,
    environment: Environment,
    handler: ConnectionHandler<Command, Event>,
  ) {
    this.#options = options;
    this.#environment = environment;
    this.#handler = handler;
    this.#limit = new Alarm(environment);
  }

  get state(): LinkState {
    return this.#state;
  }

  get isReady(): boolean {
    return this.#state.kind === 'ready';
  }

  /** Sends a frame when the connection is welcomed; otherwise does nothing and returns false. */
  send(command: Command): boolean {
    if (this.isReady) this.#socket?.send(JSON.stringify(command));
    return this.isReady;
  }

  /** Tries now instead of later, and does not trust a connection that has been silent for long. */
  wake(silentMs = this.#environment.now() - this.#heardAt): void {
    this.dispatch({ kind: 'wake', silentMs });
  }

  dispatch(event: LinkEvent): void {
    const { now, random } = this.#environment;
    const before = this.#state;
    const { state, effects } = transition(before, event, { now: now(), random: random() });
    if (state === before) return;
    this.#state = state;
    this.#restartLimit();
    for (const effect of effects) this.#carryOut(effect);
    if (before.kind === 'ready' || state.kind === 'idle') this.#handler.onLost();
    this.#handler.onStateChange();
  }

  #carryOut(effect: Effect): void {
    if (effect === 'sign-in') this.#startSignIn();
    else if (effect === 'connect') this.#open();
    else this.#hangUp();
  }

  #startSignIn(): void {
    const signIn = this.#options.signIn();
    this.#signIn = signIn;
    const settle = (event: LinkEvent): void => {
      if (signIn === this.#signIn) this.dispatch(event);
    };
    signIn.then(
      () => settle({ kind: 'signed-in' }),
      (error: unknown) =>
        settle({
          kind: 'sign-in-failed',
          error: error instanceof SignInError ? error : new SignInError('unreachable'),
        }),
    );
  }

  #open(): void {
    this.#heardAt = this.#environment.now();
    let socket: SocketLike;
    try {
      socket = this.#options.connect();
    } catch {
      this.dispatch({ kind: 'closed', code: NO_SOCKET });
      return;
    }
    this.#socket = socket;
    socket.onopen = () => socket.send(JSON.stringify(this.#handler.hello()));
    socket.onmessage = ({ data }: { readonly data: unknown }) => this.#receive(data);
    socket.onclose = ({ code }: { readonly code: number }) => this.dispatch({ kind: 'closed', code });
    // A close event follows every error.
    socket.onerror = () => undefined;
  }

  /** `onerror` stays: `ws` throws when an error meets no listener, also after `close`. */
  #hangUp(): void {
    const socket = this.#socket;
    this.#socket = null;
    if (!socket) return;
    socket.onopen = null;
    socket.onmessage = null;
    socket.onclose = null;
    socket.close();
  }

  #receive(data: unknown): void {
    const event = parseFrame<Event>(data);
    if (!event) return;
    if (event.type === 'welcome') this.dispatch({ kind: 'welcomed' });
    if (!this.isReady) return;
    this.#heardAt = this.#environment.now();
    this.#restartLimit();
    this.#handler.onEvent(event);
  }

  #restartLimit(): void {
    const ms = limitMs(this.#state, this.#environment.now(), LIMITS.silenceMs);
    if (ms === null) this.#limit.clear();
    else this.#limit.set(ms, () => this.dispatch({ kind: 'timeout' }));
  }
}

/** What is not a JSON object with a type is ignored: it may come from a newer gateway. */
function parseFrame<Event extends Frame>(data: unknown): Event | null {
  try {
    const frame = JSON.parse(String(data)) as Partial<Frame> | null;
    return typeof frame?.type === 'string' ? (frame as Event) : null;
  } catch {
    return null;
  }
}
