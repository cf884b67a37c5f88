/** Failures in a row after which nothing is tried for a while. */
const MOST_FAILURES = 5;
/** How long, in milliseconds; then one try shows whether it works again. */
const PAUSE_MS = 30_000;

/** Keeps callers from waiting for what has failed again and again. */
export class CircuitBreaker {
  #failures = 0;
  #closedAgainAt = 0;

  /** Whether to try now. While it is open, one try is let through after each pause. */
  admits(now: Date): boolean {
    if (this.#failures < MOST_FAILURES) return true;
    if (now.getTime() < this.#closedAgainAt) return false;
    this.#closedAgainAt = now.getTime() + PAUSE_MS;
    return true;
  }

  succeeded(): void {
    this.#failures = 0;
  }

  failed(now: Date): void {
    this.#failures += 1;
    if (this.#failures >= MOST_FAILURES) this.#closedAgainAt = now.getTime() + PAUSE_MS;
  }
}
