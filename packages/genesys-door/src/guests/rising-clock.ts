import type { Clock } from '@throughline/core';

/** Times that are unique and rise, because clients sort and compare messages by them. */
export class RisingClock {
  readonly #clock: Clock;
  #last = 0;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  next(): Date {
    this.#last = Math.max(this.#last + 1, this.#clock.now().getTime());
    return new Date(this.#last);
  }
}
