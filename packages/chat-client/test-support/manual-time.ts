import type { Environment } from '../src/environment.js';

/** Timers that run when a test says so, and a clock that it may set wrongly. */
export class ManualTime implements Environment {
  #elapsedMs = 0;
  #ids = 0;
  #timers: { readonly at: number; readonly run: () => void }[] = [];
  /** How far the wall clock is off. */
  skewMs = 0;

  readonly now = () => 1_000_000_000_000 + this.#elapsedMs + this.skewMs;
  readonly random = () => 0.5;
  readonly newId = () => {
    this.#ids += 1;
    return String(this.#ids);
  };

  readonly setTimer = (run: () => void, ms: number) => {
    const timer = { at: this.#elapsedMs + ms, run };
    this.#timers.push(timer);
    return () => {
      this.#timers = this.#timers.filter((other) => other !== timer);
    };
  };

  /** Lets this much time pass, and everything that becomes due in it happen. */
  async pass(ms: number): Promise<void> {
    const end = this.#elapsedMs + ms;
    for (;;) {
      await settle();
      const [next] = this.#timers.filter(({ at }) => at <= end).sort((a, b) => a.at - b.at);
      if (!next) break;
      this.#timers = this.#timers.filter((timer) => timer !== next);
      this.#elapsedMs = Math.max(this.#elapsedMs, next.at);
      next.run();
    }
    this.#elapsedMs = end;
  }
}

/** Until every promise that does not wait for time has settled. */
export function settle(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}
