import { LIMITS, type NewContent } from '@throughline/protocol';
import type { ConnectionOptions } from './connection.js';
import type { Environment } from './environment.js';
import type { TabStorage } from './kept.js';
import { uuid7 } from './uuid7.js';

/** How a client reaches the gateway; the rest has defaults that tests replace. */
export interface ClientOptions extends ConnectionOptions, Partial<Environment> {}

/** What a customer's client takes on top. */
export interface CustomerClientOptions extends ClientOptions {
  /** Where this tab keeps, encrypted, what was written over a navigation; without it nothing outlives the page. */
  readonly storage?: TabStorage | null;
}

export function toEnvironment(options: ClientOptions): Environment {
  return {
    setTimer: options.setTimer ?? setTimer,
    now: options.now ?? Date.now,
    random: options.random ?? Math.random,
    newId: options.newId ?? (() => uuid7(Date.now())),
  };
}

/** @throws TypeError when `text` is blank without content, or longer than `LIMITS.textLength` */
export function requireText(text: string, content?: NewContent): void {
  const isBlank = !content && !text.trim();
  if (isBlank || text.length > LIMITS.textLength) throw new TypeError(isBlank ? 'no text' : 'long text');
}

function setTimer(callback: () => void, ms: number): () => void {
  const timer = setTimeout(callback, ms);
  return () => clearTimeout(timer);
}
