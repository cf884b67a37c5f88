import type { RateLimiter, RateRule } from '@throughline/core';
import { RateLimiterMemory, type RateLimiterRes } from 'rate-limiter-flexible';

/** Counts for this node alone. */
export class MemoryRateLimiter implements RateLimiter {
  readonly #rules = new Map<string, RateLimiterMemory>();

  async take(rule: RateRule, key: string): Promise<number | null> {
    return this.#limiterOf(rule)
      .consume(key)
      .then(
        () => null,
        (over: RateLimiterRes) => over.msBeforeNext,
      );
  }

  async close(): Promise<void> {
    this.#rules.clear();
  }

  #limiterOf({ name, uses, perSeconds }: RateRule): RateLimiterMemory {
    const known = this.#rules.get(name);
    if (known) return known;
    const made = new RateLimiterMemory({ keyPrefix: name, points: uses, duration: perSeconds });
    this.#rules.set(name, made);
    return made;
  }
}
