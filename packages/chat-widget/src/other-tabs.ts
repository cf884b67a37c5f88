const NAME = 'throughline-open';

/** What tabs of one browser tell each other: that the chat is open there, or not any more. */
interface Word {
  readonly from: string;
  readonly isOpen: boolean;
  /** The others are to say so, too. */
  readonly asks: boolean;
}

export interface OtherTabs {
  /** The chat is open in another tab of this browser, as far as tabs can tell each other. */
  readonly haveItOpen: boolean;
  setOpen(isOpen: boolean): void;
  leave(): void;
}

/** @param onChange {@link OtherTabs.haveItOpen} may be another one now */
export function createOtherTabs(onChange: () => void): OtherTabs {
  const channel = typeof BroadcastChannel === 'undefined' ? null : new BroadcastChannel(NAME);
  const from = String(Math.random());
  const others = new Set<string>();
  const leaving = new AbortController();
  let isOpen = false;
  const say = (asks: boolean) => channel?.postMessage({ from, isOpen, asks } satisfies Word);
  const setOpen = (open: boolean) => {
    if (open === isOpen) return;
    isOpen = open;
    say(open);
  };
  if (channel)
    channel.onmessage = ({ data }: MessageEvent<Word>) => {
      if (data.isOpen) others.add(data.from);
      else others.delete(data.from);
      if (data.asks && isOpen) say(false);
      onChange();
    };
  // One that crashed has not said so.
  const onVisibility = () => {
    if (document.hidden || !isOpen) return;
    others.clear();
    say(true);
  };
  document.addEventListener('visibilitychange', onVisibility, { signal: leaving.signal });
  addEventListener('pagehide', () => setOpen(false), { signal: leaving.signal });
  return {
    get haveItOpen() {
      return others.size > 0;
    },
    setOpen,
    leave(): void {
      setOpen(false);
      leaving.abort();
      channel?.close();
    },
  };
}
