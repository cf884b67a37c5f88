import type { NewEntry } from '../model/conversation.js';
import { CoreError } from '../model/errors.js';
import type { AppendResult, ConversationStore } from '../ports/conversation-store.js';
import { earlierMessageMissing, type SendLane } from './send-lane.js';

/** Most entries in one commit: bounds how long a commit can hold its rows. */
const MAX_BATCH = 500;

interface Waiting {
  readonly entry: NewEntry;
  /** Go into the same commit, behind it. */
  readonly followers: readonly NewEntry[];
  readonly lane: SendLane | null;
  readonly resolve: (results: Appended) => void;
  readonly reject: (reason: unknown) => void;
}

export interface Appended {
  readonly result: AppendResult;
  readonly followers: readonly AppendResult[];
}

/**
 * Collects entries while a commit is under way and commits them together next: one durable write serves many
 * senders. One commit is in flight at a time, so the order of calls is the order of numbering.
 */
export class GroupCommit {
  readonly #store: Pick<ConversationStore, 'append'>;
  #waiting: Waiting[] = [];
  #running: Promise<void> | null = null;

  constructor(store: Pick<ConversationStore, 'append'>) {
    this.#store = store;
  }

  /**
   * Fulfils after the commit that holds the entry. Rejects as `ConversationStore.append` does, and with `unavailable`
   * while an earlier entry of the lane is missing.
   */
  async append(entry: NewEntry, lane: SendLane | null = null): Promise<AppendResult> {
    return (await this.appendWith(entry, [], lane)).result;
  }

  /** The same with entries that go into the same commit, behind it. */
  appendWith(
    entry: NewEntry,
    followers: readonly NewEntry[],
    lane: SendLane | null = null,
  ): Promise<Appended> {
    if (lane && !lane.admits(entry.id)) return Promise.reject(earlierMessageMissing());
    return new Promise((resolve, reject) => {
      this.#waiting.push({ entry, followers, lane, resolve, reject });
      this.#running ??= this.#run();
    });
  }

  /** Fulfils when nothing is waiting or in flight. */
  async idle(): Promise<void> {
    while (this.#running) await this.#running;
  }

  async #run(): Promise<void> {
    // Lets the callers of the same turn join the first commit.
    await Promise.resolve();
    while (this.#waiting.length > 0) await this.#commit(this.#waiting.splice(0, MAX_BATCH));
    this.#running = null;
  }

  /** `behind` were admitted after the batch and come next. False when the store is gone; they are refused then too. */
  async #commit(batch: readonly Waiting[], behind: readonly Waiting[] = []): Promise<boolean> {
    try {
      const entries = batch.flatMap(({ entry, followers }) => [entry, ...followers]);
      const results = [...(await this.#store.append(entries))];
      if (results.length !== entries.length)
        throw new Error(`The store answered ${results.length} of ${entries.length} entries.`);
      for (const { entry, followers, lane, resolve } of batch) {
        const [result, ...others] = results.splice(0, 1 + followers.length);
        lane?.stored(entry.id);
        if (result) resolve({ result, followers: others });
      }
      return true;
    } catch (error) {
      const storeIsGone = error instanceof CoreError && error.code === 'unavailable';
      if (storeIsGone) {
        // In one go with those that wait behind: a store that comes back now must not take them first.
        refuseAll([...batch, ...behind, ...this.#waiting.splice(0)], error);
        return false;
      }
      if (batch.length === 1) {
        for (const { reject } of batch) reject(error);
        return true;
      }
      // One entry made the whole statement fail: on its own, each fails or succeeds for itself, in the same order.
      for (const [index, waiting] of batch.entries()) {
        if (!(await this.#commit([waiting], batch.slice(index + 1)))) return false;
      }
      return true;
    }
  }
}

function refuseAll(refused: readonly Waiting[], error: unknown): void {
  for (const lane of new Set(refused.map((waiting) => waiting.lane))) {
    lane?.refuse(refused.filter((waiting) => waiting.lane === lane).map(({ entry }) => entry.id));
  }
  for (const { reject } of refused) reject(error);
}
