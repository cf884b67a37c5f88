import type { Bus, BusMessage, BusReach } from '../ports/bus.js';

/** The bus inside one node: listeners are called in a later microtask, in order of publishing. */
export class MemoryBus implements Bus {
  readonly reach: BusReach;
  readonly #listeners = new Set<(message: BusMessage) => void>();

  /** @param reach `this-node` when there are, or may be, other nodes, which hear nothing. */
  constructor(reach: BusReach = 'all-nodes') {
    this.reach = reach;
  }

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
