import type { ConnectionState } from '@throughline/chat-client';
import type { LoadPhase } from '@throughline/protocol';
import { loadsOf, SCRIPT_FILES, triesOf } from './loads.js';
import { isSocketOpen } from './reach.js';

/** As the loader's own: to share it would make the first part of the chat larger. In milliseconds. */
const LOAD_LIMIT_MS = 2_500;

/** When the page shows what the portal has put into the element, as docs/embedding.md has it, in milliseconds. */
const SCRIPT_LIMIT_MS = 2_000;

/** How long the loader took where the portal's own words stood there meanwhile; else null. */
export function lateScriptMs(host: HTMLElement, folder: string): number | null {
  const cameAt = loadsOf(folder, SCRIPT_FILES)[0]?.responseEnd ?? 0;
  return host.firstElementChild && cameAt > SCRIPT_LIMIT_MS ? cameAt : null;
}

/**
 * How long after the click, at `openedAt` in ms since the epoch, the loader showed other ways because the chat's files had
 * not come; null when it did not. It does so when a try fails, or at its limit.
 */
export function withoutFilesMs(folder: string, openedAt: number): number | null {
  const opened = openedAt - performance.timeOrigin;
  const tries = triesOf(folder);
  const cameAt = tries.pop()?.responseEnd ?? 0;
  const failedAfter = tries.map(({ responseEnd }) => Math.max(0, responseEnd - opened));
  const shownAfter = Math.min(LOAD_LIMIT_MS, ...failedAfter);
  return cameAt > opened + shownAfter ? shownAfter : null;
}

/** Follows a client, and says what a customer waits for who is shown other ways. */
export function createPhaseWatch() {
  // Until something else has been seen: only what fails this early gets here without having been seen before.
  let tried: LoadPhase = 'session';
  return {
    see({ kind }: ConnectionState): void {
      if (kind === 'signing-in') tried = 'session';
      else if (kind === 'connecting') tried = 'socket';
    },
    current: (): LoadPhase => (tried === 'socket' && isSocketOpen() ? 'state' : tried),
  };
}
