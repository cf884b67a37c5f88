import type { RateLimiter, RateRule } from '@throughline/core';
import { RateLimiterRedis, RateLimiterRes } from 'rate-limiter-flexible';
import { createClient } from 'redis';

export interface RedisRateLimiterOptions {
  /** `redis://` or `rediss://`; the number at the end keeps installations apart. */
  readonly url: string;
  /** Counts while Redis does not. */
  readonly fallback: RateLimiter;
  /** A request waits this long at most for its count, in milliseconds; 250 when absent. */
  readonly commandTimeoutMs?: number;
}

const COMMAND_TIMEOUT_MS = 250;
const PING_MS = 2_000;
const MAX_PAUSE_MS = 1_000;

/**
 * Counts in Redis, for all nodes together. While Redis is away or slow each node counts for itself, so that losing it
 * refuses nobody.
 */
export class RedisRateLimiter implements RateLimiter {
  readonly #client: ReturnType<typeof openClient>;
  readonly #fallback: RateLimiter;
  readonly #rules = new Map<string, RateLimiterRedis>();

  /** Connects in the background. */
  constructor({ url, fallback, commandTimeoutMs = COMMAND_TIMEOUT_MS }: RedisRateLimiterOptions) {
    this.#fallback = fallback;
    this.#client = openClient(url, commandTimeoutMs);
    // The client goes on trying; until then the fallback counts.
    this.#client.connect().catch(() => undefined);
  }

  async take(rule: RateRule, key: string): Promise<number | null> {
    try {
      await this.#limiterOf(rule).consume(key);
      return null;
    } catch (refusal) {
      if (refusal instanceof RateLimiterRes) return refusal.msBeforeNext;
      return this.#fallback.take(rule, key);
    }
  }

  async close(): Promise<void> {
    if (this.#client.isOpen) this.#client.destroy();
    await this.#fallback.close();
  }

  #limiterOf({ name, uses, perSeconds }: RateRule): RateLimiterRedis {
    const known = this.#rules.get(name);
    if (known) return known;
    const made = new RateLimiterRedis({
      storeClient: this.#client,
      useRedisPackage: true,
      rejectIfRedisNotReady: true,
      keyPrefix: `throughline:rate:${name}`,
      points: uses,
      duration: perSeconds,
    });
    this.#rules.set(name, made);
    return made;
  }
}

function openClient(url: string, timeout: number) {
  const client = createClient({
    url,
    name: 'throughline-rates',
    disableOfflineQueue: true,
    commandOptions: { timeout },
    pingInterval: PING_MS,
    socket: {
      reconnectStrategy: (retries) => Math.random() * Math.min(MAX_PAUSE_MS, 50 * 2 ** retries),
    },
  });
  // A lost connection is no error of anyone's; without a listener it would end the process.
  client.on('error', () => undefined);
  return client;
}
