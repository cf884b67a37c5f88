import type { Clock, RemoteWork, RemoteWorkStore, RemoteWrapUp } from '@throughline/core';
import { getConversation } from './operations/conversations.js';
import type { PlatformClient } from './platform-client.js';

export interface WrapUpsOptions {
  readonly client: PlatformClient;
  readonly store: RemoteWorkStore;
  readonly clock: Clock;
  /** Told about what is tried again; never with content. */
  readonly onFailure: (error: unknown, what: string) => void;
}

export interface WrapUpsStart {
  /** The conversation's id at Genesys; null while no flow has reported it. */
  readonly remoteIdOf: (conversationId: string) => Promise<string | null>;
  readonly record: (conversationId: string, wrapUp: RemoteWrapUp) => Promise<void>;
}

/** Agents choose their code after the conversation: looked for so long after its end, in milliseconds. */
const LOOKS_MS: readonly number[] = [2 * 60_000, 10 * 60_000, 30 * 60_000];
/** A look and what follows from it take less, in milliseconds. */
const LOOKING_MS = 30_000;
const PAGE = 20;

/**
 * Reads how agents summed conversations up, once these are over: one request of the Platform API a look, three looks
 * at most, after everything that somebody waits for.
 */
export class WrapUps {
  readonly #options: WrapUpsOptions;

  constructor(options: WrapUpsOptions) {
    this.#options = options;
  }

  /** Safe to repeat. */
  async ended(conversationId: string): Promise<void> {
    const now = this.#options.clock.now();
    await this.#options.store.begin(conversationId, now, nextLook(now, now) ?? now);
  }

  /** Safe to run on many nodes and to repeat. */
  async look(start: WrapUpsStart): Promise<void> {
    const { store, clock, onFailure } = this.#options;
    const now = clock.now();
    for (const ended of await store.take(now, new Date(now.getTime() + LOOKING_MS), PAGE)) {
      const isDone = await this.#lookAt(ended, start).catch((error: unknown) => {
        onFailure(error, 'the wrap-up of a conversation');
        return false;
      });
      const next = isDone ? null : nextLook(ended.begunAt, clock.now());
      if (next) await store.lookAt(ended.workId, next);
      else await store.forget(ended.workId);
    }
  }

  /** True when nothing more is to come. */
  async #lookAt({ workId }: RemoteWork, { remoteIdOf, record }: WrapUpsStart): Promise<boolean> {
    const remoteId = await remoteIdOf(workId);
    if (remoteId === null) return true;
    const { participants = [] } = await getConversation(this.#options.client, remoteId, 'background');
    const agent = participants.findLast(({ purpose }) => purpose === 'agent');
    const wrapUp = agent?.wrapup?.name ?? agent?.wrapup?.code;
    if (!agent || wrapUp === undefined) return !agent;
    await record(workId, {
      remoteId,
      wrapUp,
      agent: agent.name ?? agent.user?.name ?? agent.user?.id ?? null,
    });
    return true;
  }
}

/** Null after the last one. */
function nextLook(endedAt: Date, now: Date): Date | null {
  const next = LOOKS_MS.find((ms) => endedAt.getTime() + ms > now.getTime());
  return next === undefined ? null : new Date(endedAt.getTime() + next);
}
