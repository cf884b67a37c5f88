import { setTimeout as pause } from 'node:timers/promises';
import type { GuestResponse } from '@throughline/guest-api';
import { type GuestSocketEvents, messageIn } from './guest-socket.js';
import { timeOf } from './history.js';

export interface FrameWork {
  take(frame: GuestResponse): Promise<void>;
  /** Takes over what the history has and nobody was told. */
  sync(): Promise<void>;
  /** Something failed that what follows must not overtake. */
  fail(error: unknown): void;
}

/** Frames may overtake each other on their way. Of those that come within this time, in milliseconds, the order is mended. */
const ORDER_MS = 50;

/**
 * Frames of one connection, messages in the order of their time. They wait until what was missed before them has been
 * taken over.
 */
export class LiveFrames implements GuestSocketEvents {
  readonly #waiting: GuestResponse[] = [];
  #isAwaited = false;
  #lane: Promise<void> = Promise.resolve();
  #work: FrameWork | null = null;

  begin(work: FrameWork): void {
    this.#work = work;
    if (this.#waiting.length > 0) this.#await(work);
  }

  frame(frame: GuestResponse): void {
    this.#waiting.push(frame);
    if (this.#work && !this.#isAwaited) this.#await(this.#work);
  }

  unreadable(): void {
    const work = this.#work;
    if (work) void this.#run(() => work.sync());
  }

  /** Looks into the history behind what waits already. Fulfils also when that failed: the connection ends then. */
  async sync(): Promise<void> {
    await this.#run(async () => this.#work?.sync());
  }

  async idle(): Promise<void> {
    await this.#lane;
  }

  #await(work: FrameWork): void {
    this.#isAwaited = true;
    void this.#run(async () => {
      await pause(ORDER_MS);
      this.#isAwaited = false;
      for (const frame of inOrder(this.#waiting.splice(0))) await work.take(frame);
    });
  }

  #run(work: () => Promise<void>): Promise<void> {
    this.#lane = this.#lane.then(work).catch((error: unknown) => this.#work?.fail(error));
    return this.#lane;
  }
}

/** What is no message stays behind what came before it. */
function inOrder(frames: readonly GuestResponse[]): readonly GuestResponse[] {
  let latest = 0;
  const timed = frames.map((frame) => {
    const message = messageIn(frame);
    const time = (message && timeOf(message)) || latest;
    latest = Math.max(latest, time);
    return { frame, time };
  });
  return timed.toSorted((a, b) => a.time - b.time).map(({ frame }) => frame);
}
