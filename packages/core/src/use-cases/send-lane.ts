import { CoreError } from '../model/errors.js';

/**
 * Keeps the order of one sender over one connection (T3) when the store goes away in the middle: once a message could
 * not be stored, those behind it are refused the same way until it is sent again.
 */
export class SendLane {
  #refusedId: string | null = null;

  /** False while an earlier message is missing; that message itself opens the lane again. */
  admits(id: string): boolean {
    if (this.#refusedId === id) this.#refusedId = null;
    return this.#refusedId === null;
  }

  /** The store could not take this message. Only the first one counts: it must come first again. */
  refuse(id: string): void {
    this.#refusedId ??= id;
  }
}

/** The answer to a message that must wait for an earlier one. */
export function earlierMessageMissing(): CoreError {
  return new CoreError('unavailable', 'An earlier message could not be stored. Send that one again first.');
}
