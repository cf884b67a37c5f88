import type { Clock, Core } from '@throughline/core';
import { createMessageMasker, type MaskingPolicy, type MessageMasker } from '@throughline/masking';

/** Conversations whose last messages are remembered; the one that was quiet longest makes room. */
const MAX_CONVERSATIONS = 10_000;

/** Nothing is looked back at that is older, in milliseconds; what the masking package looks back at. */
const FORGET_MS = 120_000;

interface Window {
  readonly masker: MessageMasker;
  usedAt: number;
}

/**
 * Masks messages with what was said just before in the same conversation, over this node. Everything is in memory and
 * forgotten two minutes after the last message.
 */
export class MessageWindows {
  readonly #policy: MaskingPolicy;
  readonly #clock: Clock;
  /** In the order of use. */
  readonly #windows = new Map<string, Window>();

  constructor(policy: MaskingPolicy, clock: Clock) {
    this.#policy = policy;
    this.#clock = clock;
  }

  readonly mask: Core['maskMessage'] = ({ conversationId, ...message }) => {
    const now = this.#clock.now().getTime();
    const window = this.#take(conversationId, now);
    return window.masker.add({ ...message, at: now });
  };

  #take(conversationId: string, now: number): Window {
    const window = this.#windows.get(conversationId) ?? {
      masker: createMessageMasker(this.#policy),
      usedAt: now,
    };
    window.usedAt = now;
    this.#windows.delete(conversationId);
    this.#windows.set(conversationId, window);
    for (const [id, { usedAt }] of this.#windows) {
      if (this.#windows.size <= MAX_CONVERSATIONS && now - usedAt <= FORGET_MS) break;
      this.#windows.delete(id);
    }
    return window;
  }
}
