import { setTimeout as pause } from 'node:timers/promises';
import type { Clock, Conversation } from '@throughline/core';
import type { FoundEntry, OtherConversation } from '../platform/entry-points.js';
import type { OtherConversationsOptions } from './options.js';
import type { SessionRecord } from './record.js';

type Answer = FoundEntry | 'late' | 'failed';

/** Looks for the customer's other conversation before the first connection. It never keeps the customer for long. */
export class OtherConversations {
  readonly #options: OtherConversationsOptions;
  readonly #clock: Clock;

  constructor(options: OtherConversationsOptions, clock: Clock) {
    this.#options = options;
    this.#clock = clock;
  }

  /** Once a session; what was found is kept with it. */
  async look(record: SessionRecord, signal: AbortSignal): Promise<void> {
    if (record.state.other !== undefined) return;
    const { rule, holdEachMs = 30_000, holdMs = 600_000 } = this.#options;
    const { conversation } = record;
    let answer = await this.#ask(conversation);
    if (isFound(answer) && rule === 'hold') {
      await this.#note(conversation, 'held', answer);
      for (let waited = 0; isFound(answer) && waited < holdMs && !record.isClosed; waited += holdEachMs) {
        await pause(holdEachMs, undefined, { signal });
        await record.reload();
        answer = await this.#ask(conversation);
      }
    }
    if (isFound(answer)) await this.#note(conversation, rule === 'hold' ? 'waited in vain' : rule, answer);
    if (typeof answer === 'string') await this.#note(conversation, answer, null);
    await record.saveState({ other: isFound(answer) ? { ...answer, rule } : null });
  }

  async #ask(conversation: Conversation): Promise<Answer> {
    const { find, answerMs = 1_000 } = this.#options;
    const late = new AbortController();
    const found = find(conversation).catch(() => 'failed' as const);
    const limit = pause(answerMs, 'late' as const, { signal: late.signal }).catch(() => 'late' as const);
    return Promise.race([found, limit]).finally(() => late.abort());
  }

  #note({ id }: Conversation, outcome: string, found: OtherConversation | null): Promise<void> {
    return this.#options.record({
      at: this.#clock.now(),
      action: 'conversation.other_looked_for',
      actor: { kind: 'system', id: 'contact-center' },
      conversationId: id,
      details: { outcome, remoteId: found?.remoteId ?? null, channel: found?.channel ?? null },
    });
  }
}

function isFound(answer: Answer): answer is OtherConversation {
  return answer !== null && typeof answer === 'object';
}
