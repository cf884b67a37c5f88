import { EventEmitter } from 'node:events';
import type { SocketLike } from '@throughline/chat-client';

/** Time that a test moves; timers run when their moment is reached, in order. */
export class VirtualTime {
  #now = Date.UTC(2026, 2, 2, 9);
  #timers: { readonly at: number; readonly callback: () => void }[] = [];

  readonly now = (): number => this.#now;

  readonly setTimer = (callback: () => void, ms: number): (() => void) => {
    const timer = { at: this.#now + ms, callback };
    this.#timers.push(timer);
    return () => {
      this.#timers = this.#timers.filter((other) => other !== timer);
    };
  };

  async advance(ms: number): Promise<void> {
    const end = this.#now + ms;
    for (;;) {
      const next = Math.min(...this.#timers.map(({ at }) => at));
      if (next > end) break;
      this.#now = Math.max(this.#now, next);
      const due = this.#timers.filter(({ at }) => at <= this.#now);
      for (const timer of due) {
        // One that ran before it may have canceled it.
        if (!this.#timers.includes(timer)) continue;
        this.#timers = this.#timers.filter((other) => other !== timer);
        timer.callback();
      }
      await settle();
    }
    this.#now = end;
  }
}

/** Lets everything that is ready to run, run. */
export function settle(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}

type Direction = 'up' | 'down';

/** A connection between a client and a node: nothing arrives before the script says so. */
export class Wire {
  readonly client: SocketLike;
  readonly server: ServerEnd;
  readonly #queues: Record<Direction, string[]> = { up: [], down: [] };
  #isOpen = true;

  constructor() {
    this.client = {
      onopen: null,
      onmessage: null,
      onclose: null,
      onerror: null,
      send: (data) => this.#queues.up.push(data),
      close: () => this.#end(1005),
    };
    this.server = new ServerEnd(
      (data) => this.#queues.down.push(data),
      (code) => this.#end(code),
    );
  }

  get isOpen(): boolean {
    return this.#isOpen;
  }

  /** The handshake has come through. */
  open(): void {
    if (this.#isOpen) this.client.onopen?.({} as never);
  }

  /** Brings up to `count` frames of one direction to the other end. */
  deliver(direction: Direction, count: number): void {
    for (const data of this.#queues[direction].splice(0, count)) {
      if (!this.#isOpen) return;
      if (direction === 'up') this.server.emit('message', Buffer.from(data), false);
      else this.client.onmessage?.({ data } as never);
    }
  }

  get isBusy(): boolean {
    return this.#isOpen && this.#queues.up.length + this.#queues.down.length > 0;
  }

  /** Both ends lose what is on its way. */
  cut(): void {
    this.#end(1006);
  }

  #end(code: number): void {
    if (!this.#isOpen) return;
    this.#isOpen = false;
    this.server.readyState = 3;
    this.client.onclose?.({ code } as never);
    this.server.emit('close', code, Buffer.alloc(0));
  }
}

/** What the server uses of a WebSocket of `ws`. */
class ServerEnd extends EventEmitter {
  readonly OPEN = 1;
  readyState = 1;
  bufferedAmount = 0;
  readonly #send: (data: string) => void;
  readonly #end: (code: number) => void;

  constructor(send: (data: string) => void, end: (code: number) => void) {
    super();
    this.#send = send;
    this.#end = end;
  }

  send(data: string, sent?: () => void): void {
    if (this.readyState === this.OPEN) this.#send(data);
    sent?.();
  }

  close(code: number): void {
    this.#end(code);
  }

  terminate(): void {
    this.#end(1006);
  }

  ping(): void {
    this.emit('pong');
  }

  pause(): void {}

  resume(): void {}
}
