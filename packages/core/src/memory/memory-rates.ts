import type { RateLimiter, RateRule } from '../ports/rate-limiter.js';

/** Windows that begin with their first use; for limits with few keys. */
export class MemoryRates implements RateLimiter {
  readonly #windows = new Map<string, { readonly endsAt: number; uses: number }>();

  async take({ name, uses, perSeconds }: RateRule, key: string): Promise<number | null> {
    const id = JSON.stringify([name, key]);
    const now = Date.now();
    const known = this.#windows.get(id);
    const window = known && known.endsAt > now ? known : { endsAt: now + perSeconds * 1000, uses: 0 };
    this.#windows.set(id, window);
    window.uses += 1;
    return window.uses <= uses ? null : window.endsAt - now;
  }

  async close(): Promise<void> {}
}
