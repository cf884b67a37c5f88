import type { Availability, Clock, InteractionStore, QueueLoad, QueuePlace } from '@throughline/core';
import { estimateWait } from './estimate-wait.js';

/** Waits that ended longer ago than this say nothing about how fast a queue moves now, in milliseconds. */
const RECENT_MS = 30 * 60_000;
const PAGE = 500;

/** What customers are told of their wait, from how fast the queues have moved lately. */
export class WaitForecast {
  readonly #store: InteractionStore;
  readonly #clock: Clock;

  constructor(store: InteractionStore, clock: Clock) {
    this.#store = store;
    this.#clock = clock;
  }

  async places(conversationIds: readonly string[]): Promise<ReadonlyMap<string, QueuePlace>> {
    const places = await this.#store.places(conversationIds);
    const queueIds = [...new Set([...places.values()].map(({ queueId }) => queueId))];
    const loads = new Map(
      await Promise.all(queueIds.map(async (id) => [id, await this.#load(id, [])] as const)),
    );
    const now = this.#clock.now();
    return new Map(
      [...places].map(([id, { queueId, ahead }]) => {
        const load = loads.get(queueId);
        return [id, { ahead, estimate: load ? estimateWait(load, ahead, now) : null }];
      }),
    );
  }

  async availability(queueId: string, skills: readonly string[]): Promise<Availability> {
    const load = await this.#load(queueId, skills);
    const { agentsAvailable, agentsFree, waiting } = load;
    return { agentsAvailable, agentsFree, waiting, estimate: estimateWait(load, waiting, this.#clock.now()) };
  }

  /** Forgets waits that nothing is told from any more, a page at a time. */
  async purge(): Promise<void> {
    await this.#store.purgeWaits(new Date(this.#clock.now().getTime() - RECENT_MS), PAGE);
  }

  #load(queueId: string, skills: readonly string[]): Promise<QueueLoad> {
    const now = this.#clock.now();
    const recentSince = new Date(now.getTime() - RECENT_MS);
    return this.#store.queueLoad({ queueId, skills, now, recentSince });
  }
}
