/**
 * A snapshot that is built when somebody looks, so that it is never out of date; listeners hear of several changes
 * at once, after the code that made them has finished.
 */
export class LiveSnapshot<Snapshot> {
  readonly #build: () => Snapshot;
  readonly #listeners = new Set<() => void>();
  #current: Snapshot | null = null;
  #scheduled = false;

  constructor(build: () => Snapshot) {
    this.#build = build;
  }

  get current(): Snapshot {
    this.#current ??= this.#build();
    return this.#current;
  }

  subscribe(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** For changes that those who look know of already. */
  forget(): void {
    this.#current = null;
  }

  readonly changed = (): void => {
    this.forget();
    if (this.#scheduled) return;
    this.#scheduled = true;
    queueMicrotask(() => {
      this.#scheduled = false;
      for (const listener of [...this.#listeners]) listener();
    });
  };
}
