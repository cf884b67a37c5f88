import type { Timers } from './timers.js';

/** A store that has not answered for this long is as good as away, in milliseconds. */
const PATIENCE_MS = 3_000;

/** Takes small calls as the sign of whether the store is there, and tells when that changes. */
export class StoreWatch {
  readonly #timers: Timers;
  readonly #tell: (isAway: boolean) => void;
  #isAway = false;

  constructor(timers: Timers, tell: (isAway: boolean) => void) {
    this.#timers = timers;
    this.#tell = tell;
  }

  /** Rejects as the call does. */
  async over<Result>(call: Promise<Result>): Promise<Result> {
    const cancelAlarm = this.#timers.once(PATIENCE_MS, () => this.#found(true));
    try {
      const result = await call;
      this.#found(false);
      return result;
    } catch (error) {
      this.#found(true);
      throw error;
    } finally {
      cancelAlarm();
    }
  }

  #found(isAway: boolean): void {
    if (this.#isAway === isAway) return;
    this.#isAway = isAway;
    this.#tell(isAway);
  }
}
