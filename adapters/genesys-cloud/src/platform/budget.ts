import { setTimeout as sleep } from 'node:timers/promises';
import type { Clock, RateLimiter, RateRule } from '@throughline/core';
import { GenesysError } from './genesys-error.js';

/**
 * Who comes first when a budget is short: conversations that an agent has, then those that wait for one, then what
 * nobody waits for.
 */
export const URGENCIES = ['active', 'waiting', 'background'] as const;
export type Urgency = (typeof URGENCIES)[number];

export interface BudgetLimit {
  /** Tells budgets apart in the shared counts; also the `operation` of errors. */
  readonly name: string;
  /** What all nodes together may use of a key in any minute; below the limit that Genesys sets. */
  readonly perMinute: number;
  /** Uses are spread over windows of so many seconds: short ones smooth, long ones let bursts through. */
  readonly windowSeconds: number;
  /** What each urgency may use of a window at most, from 0 to 1. What is not used by one is open to the more urgent. */
  readonly shares: Readonly<Record<Urgency, number>>;
}

/** Platform API: 300 requests a minute and token (community.genesys.com, "API limits"). Bursts of 38. */
export const PLATFORM_BUDGET: BudgetLimit = {
  name: 'genesys-platform',
  perMinute: 270,
  windowSeconds: 10,
  shares: { active: 1, waiting: 0.8, background: 0.4 },
};

/** New guest connections: 1,000 a minute and deployment. */
export const CONNECTION_BUDGET: BudgetLimit = {
  name: 'genesys-connections',
  perMinute: 900,
  windowSeconds: 1,
  shares: { active: 1, waiting: 0.8, background: 0.4 },
};

export interface TakeOptions {
  /** Longest wait for a place, in milliseconds; 10,000 when absent. */
  readonly maxWaitMs?: number;
  readonly signal?: AbortSignal;
}

const DEFAULT_WAIT_MS = 10_000;

interface Waiter {
  readonly urgency: Urgency;
  readonly until: number;
  readonly signal: AbortSignal | undefined;
  readonly admit: () => void;
  readonly refuse: (error: unknown) => void;
}

interface Line {
  readonly waiters: Waiter[];
  /** Genesys said that it takes nothing before this time. */
  pausedUntil: number;
  /** Ends the pause of whoever serves the line: someone more urgent has come, or someone has gone. */
  wake: () => void;
}

/**
 * Keeps the uses of one limit of Genesys below it, for all nodes together where the counts are shared. A key is what
 * Genesys counts by: a token's client, a deployment. Who has to wait waits in order of urgency, then of arrival.
 */
export class Budget {
  readonly #limiter: RateLimiter;
  readonly #clock: Clock;
  readonly #limit: BudgetLimit;
  readonly #sleep: (ms: number) => Promise<unknown>;
  readonly #lines = new Map<string, Line>();

  constructor(
    limiter: RateLimiter,
    clock: Clock,
    limit: BudgetLimit,
    wait: (ms: number) => Promise<unknown> = sleep,
  ) {
    this.#limiter = limiter;
    this.#clock = clock;
    this.#limit = limit;
    this.#sleep = wait;
  }

  /**
   * Resolves when one use may be made.
   * @throws GenesysError `limited` when there is no place within `maxWaitMs`; the signal's reason when it aborts
   */
  take(
    key: string,
    urgency: Urgency,
    { maxWaitMs = DEFAULT_WAIT_MS, signal }: TakeOptions = {},
  ): Promise<void> {
    return new Promise((admit, refuse) => {
      const until = this.#now() + maxWaitMs;
      const line = this.#lineOf(key);
      const rank = URGENCIES.indexOf(urgency);
      const behind = line.waiters.findIndex((other) => URGENCIES.indexOf(other.urgency) > rank);
      const waiter = { urgency, until, signal, admit, refuse };
      line.waiters.splice(behind < 0 ? line.waiters.length : behind, 0, waiter);
      signal?.addEventListener('abort', () => line.wake(), { once: true });
      if (line.waiters.length === 1) void this.#serve(key, line);
      else if (line.waiters[0] === waiter) line.wake();
    });
  }

  /** Genesys refused a use: nothing is used on this node for so long. */
  pause(key: string, ms: number): void {
    const line = this.#lineOf(key);
    line.pausedUntil = Math.max(line.pausedUntil, this.#now() + ms);
  }

  /** How many wait for a place now. */
  get waiting(): number {
    return [...this.#lines.values()].reduce((sum, { waiters }) => sum + waiters.length, 0);
  }

  async #serve(key: string, line: Line): Promise<void> {
    for (;;) {
      dropAborted(line);
      const [first] = line.waiters;
      if (!first) break;
      const waitMs = await this.#waitOf(key, first.urgency, line);
      if (waitMs === null) {
        // Someone more urgent may have come while it was counted: the use is theirs.
        line.waiters.shift()?.admit();
        continue;
      }
      this.#refuseLate(line, waitMs);
      if (line.waiters.length > 0) await this.#pauseOf(line, waitMs);
    }
    if (line.pausedUntil <= this.#now()) this.#lines.delete(key);
  }

  /** Null when a use was counted. */
  async #waitOf(key: string, urgency: Urgency, line: Line): Promise<number | null> {
    const paused = line.pausedUntil - this.#now();
    if (paused > 0) return paused;
    const share = this.#limit.shares[urgency];
    if (share < 1) {
      const over = await this.#limiter.take(this.#rule(`-${urgency}`, share), key);
      if (over !== null) return Math.max(1, over);
    }
    const over = await this.#limiter.take(this.#rule('', 1), key);
    return over === null ? null : Math.max(1, over);
  }

  /**
   * Windows do not overlap, so that a minute touches one more of them than it holds: with this many uses each, no
   * minute has more than the limit, however the windows lie in it.
   */
  #rule(suffix: string, share: number): RateRule {
    const { name, perMinute, windowSeconds } = this.#limit;
    const windows = Math.ceil(60 / windowSeconds) + 1;
    const uses = Math.max(1, Math.floor((perMinute / windows) * share));
    return { name: `${name}${suffix}`, uses, perSeconds: windowSeconds };
  }

  #refuseLate(line: Line, waitMs: number): void {
    const at = this.#now() + waitMs;
    const late = line.waiters.filter(({ until }) => until < at);
    line.waiters.splice(0, line.waiters.length, ...line.waiters.filter(({ until }) => until >= at));
    for (const { refuse } of late) {
      refuse(new GenesysError('limited', { operation: this.#limit.name, retryAfterMs: waitMs }));
    }
  }

  #pauseOf(line: Line, waitMs: number): Promise<unknown> {
    const woken = new Promise<void>((resolve) => {
      line.wake = resolve;
    });
    return Promise.race([this.#sleep(waitMs), woken]);
  }

  #lineOf(key: string): Line {
    const line = this.#lines.get(key) ?? { waiters: [], pausedUntil: 0, wake: () => undefined };
    this.#lines.set(key, line);
    return line;
  }

  #now(): number {
    return this.#clock.now().getTime();
  }
}

function dropAborted({ waiters }: Line): void {
  const aborted = waiters.filter(({ signal }) => signal?.aborted);
  if (aborted.length === 0) return;
  waiters.splice(0, waiters.length, ...waiters.filter(({ signal }) => !signal?.aborted));
  for (const { signal, refuse } of aborted) refuse(signal?.reason);
}
