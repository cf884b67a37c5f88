import type { Tabs } from '@throughline/chat-client';

const NAME = 'throughline';

/** Longest wait for another tab to finish, in milliseconds. */
const TURN_MS = 10_000;

/** The tabs of this browser, as far as it lets them know of each other. What they tell is a number, and no secret. */
export function createBrowserTabs(): Tabs {
  const channel = typeof BroadcastChannel === 'undefined' ? null : new BroadcastChannel(NAME);
  return {
    alone: inTurn,
    tell: (lifetimeMs) => channel?.postMessage(lifetimeMs),
    listen(listener) {
      if (channel)
        channel.onmessage = ({ data }) => {
          if (data > 0) listener(Number(data));
        };
    },
  };
}

async function inTurn(task: () => Promise<void>): Promise<void> {
  let begun = false;
  const begin = () => {
    begun = true;
    return task();
  };
  try {
    // Not there on plain HTTP.
    await navigator.locks.request(NAME, { signal: AbortSignal.timeout(TURN_MS) }, begin);
  } catch (error) {
    if (begun) throw error;
    await task();
  }
}
