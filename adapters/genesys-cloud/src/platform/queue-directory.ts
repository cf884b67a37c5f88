import type { Clock } from '@throughline/core';
import { listQueues } from './operations/queues.js';
import type { PlatformClient } from './platform-client.js';

const KNOWN_MS = 10 * 60_000;
const UNKNOWN_MS = 30_000;
const UUID = /^[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}$/i;

interface Entry {
  readonly id: Promise<string | null>;
  readonly until: number;
}

/** Ids of Genesys's queues by the names that flows use; a name that is a UUID is the id itself. */
export class QueueDirectory {
  readonly #client: PlatformClient;
  readonly #clock: Clock;
  readonly #entries = new Map<string, Entry>();

  constructor(client: PlatformClient, clock: Clock) {
    this.#client = client;
    this.#clock = clock;
  }

  /** Null when Genesys has no queue of this name. @throws GenesysError when it cannot be asked */
  async idOf(name: string): Promise<string | null> {
    if (UUID.test(name)) return name;
    const now = this.#clock.now().getTime();
    const known = this.#entries.get(name);
    if (known && known.until > now) return known.id;
    const id = this.#ask(name);
    this.#entries.set(name, { id, until: now + KNOWN_MS });
    try {
      if ((await id) === null) this.#entries.set(name, { id, until: now + UNKNOWN_MS });
    } catch (error) {
      this.#entries.delete(name);
      throw error;
    }
    return id;
  }

  async #ask(name: string): Promise<string | null> {
    const { entities = [] } = await listQueues(this.#client, name);
    return entities.find((queue) => queue.name?.toLowerCase() === name.toLowerCase())?.id ?? null;
  }
}
