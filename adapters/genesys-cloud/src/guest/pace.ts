import { setTimeout as pause } from 'node:timers/promises';

/** Spreads uses so that no window of time ever sees more than its limit. */
export class Pace {
  readonly #uses: number;
  readonly #perMs: number;
  /** Of the last uses, oldest first, by the monotonic clock. */
  readonly #used: number[] = [];

  constructor(uses: number, perMs: number) {
    this.#uses = uses;
    this.#perMs = perMs;
  }

  /** Uses that are free now. */
  get free(): number {
    const since = performance.now() - this.#perMs;
    while (this.#used[0] !== undefined && this.#used[0] <= since) this.#used.shift();
    return this.#uses - this.#used.length;
  }

  /** Fulfils when the use is within the limit, and counts it. @throws AbortError */
  async turn(signal: AbortSignal): Promise<void> {
    while (this.free <= 0) {
      const oldest = this.#used[0] ?? 0;
      await pause(Math.max(1, oldest + this.#perMs - performance.now()), undefined, { signal });
    }
    this.#used.push(performance.now());
  }
}
