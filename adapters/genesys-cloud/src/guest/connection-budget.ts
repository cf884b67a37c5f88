import { setTimeout as pause } from 'node:timers/promises';
import type { RateLimiter, RateRule } from '@throughline/core';

/** Who wants to connect first: higher is served before. */
export type Urgency = number;

interface Waiting {
  readonly urgency: () => Urgency;
  readonly go: () => void;
}

/** Longest wait between two looks at the shared count, in milliseconds: waiters that gave up are noticed by then. */
const LOOK_MS = 1_000;

/**
 * New connections of all nodes to one deployment. Counted by the second, so that no minute, wherever it begins, sees
 * more than its share and a second.
 */
export class ConnectionBudget {
  readonly #limiter: RateLimiter;
  readonly #rule: RateRule;
  readonly #key: string;
  readonly #waiting = new Set<Waiting>();
  #serving = false;

  constructor(limiter: RateLimiter, perMinute: number, deploymentId: string) {
    this.#limiter = limiter;
    this.#rule = { name: 'relay-connect', uses: Math.max(1, Math.floor(perMinute / 60)), perSeconds: 1 };
    this.#key = deploymentId;
  }

  /** Fulfils when the caller may connect. @throws AbortError */
  async turn(urgency: () => Urgency, signal: AbortSignal): Promise<void> {
    signal.throwIfAborted();
    await new Promise<void>((resolve, reject) => {
      const waiting = { urgency, go: resolve };
      this.#waiting.add(waiting);
      signal.addEventListener('abort', () => {
        this.#waiting.delete(waiting);
        reject(signal.reason);
      });
      if (!this.#serving) void this.#serve();
    });
  }

  async #serve(): Promise<void> {
    this.#serving = true;
    while (this.#waiting.size > 0) {
      const waitMs = await this.#limiter.take(this.#rule, this.#key);
      if (waitMs === null) this.#letGo();
      else await pause(Math.min(LOOK_MS, Math.max(1, waitMs)));
    }
    this.#serving = false;
  }

  #letGo(): void {
    let first: Waiting | null = null;
    for (const waiting of this.#waiting) {
      if (!first || waiting.urgency() > first.urgency()) first = waiting;
    }
    if (!first) return;
    this.#waiting.delete(first);
    first.go();
  }
}
