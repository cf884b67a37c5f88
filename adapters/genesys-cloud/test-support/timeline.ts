import { FakeClock } from '@throughline/test-kit';

/** Time that passes only when nothing is left to do before: whoever sleeps wakes in order, and the clock with them. */
export class Timeline {
  readonly clock = new FakeClock();
  #sleepers: { readonly at: number; readonly wake: () => void }[] = [];

  readonly sleep = (ms: number): Promise<void> =>
    new Promise((wake) => {
      this.#sleepers.push({ at: this.#now() + ms, wake });
    });

  /** Lets `ms` pass. */
  async pass(ms: number): Promise<void> {
    const until = this.#now() + ms;
    await settled();
    for (let next = this.#next(until); next; next = this.#next(until)) {
      this.clock.advance(Math.max(0, next.at - this.#now()));
      next.wake();
      await settled();
    }
    this.clock.advance(until - this.#now());
    await settled();
  }

  #next(until: number) {
    const [first] = this.#sleepers.sort((a, b) => a.at - b.at);
    if (!first || first.at > until) return undefined;
    this.#sleepers = this.#sleepers.filter((sleeper) => sleeper !== first);
    return first;
  }

  #now(): number {
    return this.clock.now().getTime();
  }
}

/** Everything that only waits for something done already. */
function settled(): Promise<void> {
  return new Promise((resolve) => {
    setImmediate(resolve);
  });
}
