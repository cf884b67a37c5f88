const FIRST_MS = 250;
const MOST_MS = 20_000;

/**
 * How long to wait before another try, in milliseconds: full jitter, so that clients that lost a server together do
 * not come back together.
 * @param attempt 0 for the first one that failed
 */
export function retryDelayMs(attempt: number, random: () => number = Math.random): number {
  return random() * Math.min(MOST_MS, FIRST_MS * 2 ** Math.min(attempt, 10));
}
