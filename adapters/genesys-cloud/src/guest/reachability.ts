import { setTimeout as pause } from 'node:timers/promises';
import { CoreError } from '@throughline/core';
import { GuestRefusal, SessionOver } from './errors.js';

/** Failures in a row, over all sessions of this node, after which the other side counts as unreachable. */
const MOST_FAILURES = 3;
/** While it does, one session tries this often, in milliseconds; the others wait for what it finds. */
const PROBE_MS = 2_000;

/** Whether the other side can be reached, as this node sees it: a circuit breaker over the connections of all sessions. */
export class Reachability {
  #failures = 0;
  #probeAt = 0;
  #back = new AbortController();

  get isLost(): boolean {
    return this.#failures >= MOST_FAILURES;
  }

  /** Waits for the caller's turn to try. Rejects when the signal is aborted. */
  async admit(signal: AbortSignal): Promise<void> {
    while (this.isLost) {
      const waitMs = this.#probeAt - performance.now();
      if (waitMs <= 0) {
        this.#probeAt = performance.now() + PROBE_MS;
        return;
      }
      const wake = AbortSignal.any([signal, this.#back.signal]);
      await pause(waitMs, undefined, { signal: wake }).catch(() => undefined);
      signal.throwIfAborted();
    }
  }

  /** Makes a connection, and learns from what becomes of it. */
  async learn<T>(signal: AbortSignal, connect: () => Promise<T>): Promise<T> {
    try {
      const connected = await connect();
      this.#reached();
      return connected;
    } catch (error) {
      if (isAnswer(error)) this.#reached();
      else if (!signal.aborted && !(error instanceof CoreError)) this.#missed();
      throw error;
    }
  }

  #reached(): void {
    this.#failures = 0;
    this.#back.abort();
    this.#back = new AbortController();
  }

  #missed(): void {
    this.#failures += 1;
    if (this.#failures === MOST_FAILURES) this.#probeAt = performance.now() + PROBE_MS;
  }
}

/** It refused this session, and so it is there. */
function isAnswer(error: unknown): boolean {
  return error instanceof SessionOver || (error instanceof GuestRefusal && error.code < 500);
}
