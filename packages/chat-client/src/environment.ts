/** What a client takes from the world around it; all of it can be replaced in tests. */
export interface Environment {
  /** Runs `callback` once after `ms`; returns its canceller. */
  setTimer(callback: () => void, ms: number): () => void;
  /** ms since the epoch. */
  now(): number;
  /** At least 0, below 1. */
  random(): number;
  /** A UUIDv7 (RFC 9562 §5.7). */
  newId(): string;
}

/** One timer at most: setting it anew replaces the one before. */
export class Alarm {
  readonly #environment: Environment;
  #cancel: (() => void) | null = null;

  constructor(environment: Environment) {
    this.#environment = environment;
  }

  get isSet(): boolean {
    return this.#cancel !== null;
  }

  set(ms: number, callback: () => void): void {
    this.clear();
    this.#cancel = this.#environment.setTimer(() => {
      this.#cancel = null;
      callback();
    }, ms);
  }

  clear(): void {
    this.#cancel?.();
    this.#cancel = null;
  }
}
