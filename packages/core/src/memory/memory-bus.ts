import type { Bus, BusMessage } from '../ports/bus.js';

/** The bus of a single node: listeners are called in a later microtask, in order of publishing. */
export class MemoryBus implements Bus {
  readonly #listeners = new Set<(message: BusMessage) => void>();

  publish(message: BusMessage): void {
    for (const listener of this.#listeners) void Promise.resolve(message).then(listener);
  }

  subscribe(listener: (message: BusMessage) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  async close(): Promise<void> {
    this.#listeners.clear();
  }
}
