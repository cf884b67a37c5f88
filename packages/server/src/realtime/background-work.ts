import type { Logger } from '../observability/logger.js';
import type { Timers } from './timers.js';

/** What goes on beside answering clients: a failure is logged, and the work comes round again. */
export class BackgroundWork {
  readonly #timers: Timers;
  readonly #logger: Logger;
  readonly #repeated: (() => void)[] = [];
  readonly #inFlight = new Set<Promise<void>>();
  #closing = false;

  constructor(timers: Timers, logger: Logger) {
    this.#timers = timers;
    this.#logger = logger;
  }

  /** Repeats a task; a run that takes longer than its period delays the next one instead of overlapping it. */
  every(periodMs: number, task: () => Promise<void>): void {
    let busy = false;
    const end = this.#timers.every(periodMs, () => {
      if (busy || this.#closing) return;
      busy = true;
      this.run(
        'due work',
        task().finally(() => {
          busy = false;
        }),
      );
    });
    this.#repeated.push(end);
  }

  /** `what`: for the log, should it fail. */
  run(what: string, work: Promise<void>): void {
    const settled = work
      .catch((err: unknown) => {
        if (!this.#closing) this.#logger.warn({ err, what }, 'background work failed');
      })
      .finally(() => this.#inFlight.delete(settled));
    this.#inFlight.add(settled);
  }

  /** A task for news that come in bursts: it runs once, `periodMs` after the first of them. */
  once(what: string, periodMs: number, task: () => Promise<void>): { schedule(): void; cancel(): void } {
    let cancel: (() => void) | null = null;
    return {
      schedule: () => {
        cancel ??= this.#timers.once(periodMs, () => {
          cancel = null;
          this.run(what, task());
        });
      },
      cancel: () => cancel?.(),
    };
  }

  /** Nothing is repeated any more, and failures are no news. */
  stop(): void {
    this.#closing = true;
    for (const end of this.#repeated) end();
  }

  /** Waits for what is under way. */
  async settled(): Promise<void> {
    await Promise.allSettled(this.#inFlight);
  }
}
