import type { SocketLike } from '@throughline/chat-client';

type Frame = { readonly type: string; readonly [property: string]: unknown };
export type RecordedStep =
  /** A connection was made; the one before it was cut. */
  { readonly from: 'network' } | { readonly from: 'client' | 'gateway'; readonly frame: Frame };

/** Frames that may come at another moment than when they were recorded, and are not answered. */
const UNANSWERED = new Set(['receipt', 'typing']);

/**
 * A gateway that says what an earlier build said when it was recorded: each command is taken for the next one of its
 * type, and answered with what followed then, under the ids that this client made.
 */
export class ReplayedGateway {
  readonly #steps: readonly RecordedStep[];
  readonly #ids = new Map<string, string>();
  #next = 0;

  constructor(steps: readonly RecordedStep[]) {
    this.#steps = steps;
  }

  /** Everything that was recorded has happened. */
  get isOver(): boolean {
    return this.#next >= this.#steps.length;
  }

  readonly connect = (): SocketLike => {
    if (this.#steps[this.#next]?.from !== 'network') throw new Error('No connection was made here.');
    this.#next += 1;
    let isOpen = true;
    const socket: SocketLike = {
      onopen: null,
      onmessage: null,
      onclose: null,
      onerror: null,
      send: (data) => {
        const frame = JSON.parse(data) as Frame;
        if (isOpen && !UNANSWERED.has(frame.type))
          queueMicrotask(() => isOpen && this.#answer(frame, socket));
      },
      close: () => {
        isOpen = false;
      },
    };
    queueMicrotask(() => socket.onopen?.({} as never));
    return socket;
  };

  #answer(frame: Frame, socket: SocketLike): void {
    const recorded = this.#steps[this.#next];
    if (recorded?.from !== 'client' || recorded.frame.type !== frame.type) {
      throw new Error(`The client sent ${frame.type}, where ${JSON.stringify(recorded)} was recorded.`);
    }
    for (const name of ['id', 'ref']) {
      if (typeof frame[name] === 'string') this.#ids.set(String(recorded.frame[name]), frame[name]);
    }
    for (this.#next += 1; this.#steps[this.#next]?.from === 'gateway'; this.#next += 1) {
      const step = this.#steps[this.#next];
      if (step && 'frame' in step) socket.onmessage?.({ data: this.#translate(step.frame) } as never);
    }
    if (this.#steps[this.#next]?.from === 'network') socket.onclose?.({ code: 1006 } as never);
  }

  #translate(frame: Frame): string {
    return [...this.#ids].reduce((text, [then, now]) => text.replaceAll(then, now), JSON.stringify(frame));
  }
}
