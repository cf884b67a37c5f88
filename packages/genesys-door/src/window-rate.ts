import type { Clock } from '@throughline/core';

/** At most so many uses of a key in any window of time. */
export class WindowRate {
  readonly #clock: Clock;
  readonly #limit: number;
  readonly #windowMs: number;
  readonly #uses = new Map<string, number[]>();

  constructor(clock: Clock, limit: number, windowMs: number) {
    this.#clock = clock;
    this.#limit = limit;
    this.#windowMs = windowMs;
  }

  /** Uses the key once; the seconds to wait, at least 1, when it is used up, else null. */
  take(key: string): number | null {
    const now = this.#clock.now().getTime();
    const recent = (this.#uses.get(key) ?? []).filter((at) => at > now - this.#windowMs);
    const [oldest] = recent;
    if (recent.length >= this.#limit) {
      this.#uses.set(key, recent);
      return Math.max(1, Math.ceil(((oldest ?? now) + this.#windowMs - now) / 1000));
    }
    this.#uses.delete(key);
    this.#uses.set(key, [...recent, now]);
    if (this.#uses.size > 50_000) this.#uses.delete(this.#uses.keys().next().value ?? '');
    return null;
  }
}
