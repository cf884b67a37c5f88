import type { Clock, RateLimiter, RateRule } from '@throughline/core';

/** Counts like the limiters of the product: windows that begin with their first use, on a clock that tests move. */
export class WindowedLimiter implements RateLimiter {
  readonly #clock: Clock;
  readonly #windows = new Map<string, { readonly endsAt: number; uses: number }>();

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  async take({ name, uses, perSeconds }: RateRule, key: string): Promise<number | null> {
    const now = this.#clock.now().getTime();
    const kept = this.#windows.get(`${name} ${key}`);
    const window = kept && kept.endsAt > now ? kept : { endsAt: now + perSeconds * 1000, uses: 0 };
    this.#windows.set(`${name} ${key}`, window);
    window.uses += 1;
    return window.uses <= uses ? null : window.endsAt - now;
  }

  async close(): Promise<void> {}
}
