import type { GuestResponse } from '@throughline/guest-api';
import type { GuestSocketEvents } from './guest-socket.js';

export interface FrameWork {
  take(frame: GuestResponse): Promise<void>;
  /** Takes over what the history has and nobody was told. */
  sync(): Promise<void>;
  /** Something failed that what follows must not overtake. */
  fail(error: unknown): void;
}

/** Frames of one connection in their order. They wait until what was missed before them has been taken over. */
export class LiveFrames implements GuestSocketEvents {
  readonly #early: GuestResponse[] = [];
  #lane: Promise<void> = Promise.resolve();
  #work: FrameWork | null = null;

  begin(work: FrameWork): void {
    this.#work = work;
    for (const frame of this.#early.splice(0)) this.frame(frame);
  }

  frame(frame: GuestResponse): void {
    const work = this.#work;
    if (!work) this.#early.push(frame);
    else void this.#run(() => work.take(frame));
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

  #run(work: () => Promise<void>): Promise<void> {
    this.#lane = this.#lane.then(work).catch((error: unknown) => this.#work?.fail(error));
    return this.#lane;
  }
}
