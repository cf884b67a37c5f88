/** How often something may be done. */
export interface RateRule {
  /** Tells rules apart; each has counts of its own. */
  readonly name: string;
  readonly uses: number;
  readonly perSeconds: number;
}

/** Counts uses, for all nodes together where they share something to count in. */
export interface RateLimiter {
  /**
   * Counts one use. Null when the rule allows it, else in how many milliseconds it allows the next one. Never rejects
   * and never waits for long: what cannot be counted together is counted by this node alone.
   */
  take(rule: RateRule, key: string): Promise<number | null>;
  close(): Promise<void>;
}
