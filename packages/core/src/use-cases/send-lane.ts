import { CoreError } from '../model/errors.js';

/** Refused messages that are remembered: far more than a client has in flight. */
const MAX_REFUSED = 256;
/** Twice what a client has in flight. */
const MAX_TOLD = 64;

/**
 * Keeps the order of one sender over one connection (T3) when the store goes away in the middle: once a message could
 * not be stored, those behind it are refused the same way, and are taken again only in that order.
 */
export class SendLane {
  /** In the order of writing. */
  #refused: string[] = [];
  /** What the sender was told last about being stored, oldest first. */
  readonly #told = new Set<string>();

  /** False while an earlier message is missing. */
  admits(id: string): boolean {
    if (this.#refused.length === 0 || this.#told.has(id)) return true;
    if (this.#refused[0] === id) {
      this.#refused.shift();
      return true;
    }
    if (!this.#refused.includes(id) && this.#refused.length < MAX_REFUSED) this.#refused.push(id);
    return false;
  }

  /**
   * Runs what the message needs before it can take its place in the order of commits. While the store is away, what
   * comes behind waits for it.
   */
  async prepare<T>(id: string, work: () => Promise<T>): Promise<T> {
    try {
      return await work();
    } catch (error) {
      const storeIsGone = error instanceof CoreError && error.code === 'unavailable';
      if (storeIsGone && this.admits(id)) this.refuse([id]);
      throw error;
    }
  }

  /** The store could not take these messages, which were admitted in this order. */
  refuse(ids: readonly string[]): void {
    // Not those that were sent twice and that the sender has been told of meanwhile: they do not come again.
    const missing = ids.filter((id) => !this.#told.has(id));
    this.#refused = [...new Set([...missing, ...this.#refused])].slice(0, MAX_REFUSED);
  }

  /** The sender is told that this message is stored, and so will not send it again. */
  stored(id: string): void {
    this.#told.add(id);
    if (this.#told.size > MAX_TOLD) this.#told.delete(this.#told.values().next().value ?? '');
    if (this.#refused.length > 0) this.#refused = this.#refused.filter((other) => other !== id);
  }
}

/** The answer to a message that must wait for an earlier one. */
export function earlierMessageMissing(): CoreError {
  return new CoreError('unavailable', 'An earlier message could not be stored. Send that one again first.');
}
