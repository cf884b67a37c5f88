import type { ChatClient } from '@throughline/chat-client';
import { laterWords } from './later-words.js';
import { lastSeq } from './model/progress.js';
import { unreadCount, unreadSince } from './model/unread.js';
import { isMuted } from './preferences.js';

const FLASH_MS = 1_500;
/** As long as it takes that another tab or device has shown it, and said so. A visible page goes before hidden ones. */
const VISIBLE_WAIT_MS = 600;
const HIDDEN_WAIT_MS = 900;
/** So long the tab that calls keeps the others from it, and while its title flashes. In milliseconds. */
const TURN_MS = 2_000;
const TURN = 'throughline-call';
/** Hz and seconds: two soft notes. */
const NOTES = [
  [660, 0],
  [880, 0.12],
] as const;
const NOTE_SECONDS = 0.18;
const LOUDNESS = 0.06;

/**
 * Calls a customer back who looks elsewhere: the title of a hidden page changes to and fro, and a sound plays while the
 * panel is not looked at. Of several tabs one does, and none when the message has been seen on another tab or device.
 * Returns what ends it.
 */
export function callBack(client: ChatClient, isLookedAt: () => boolean): () => void {
  const stopping = new AbortController();
  let audio: AudioContext | undefined;
  let seen = lastSeq(client.snapshot);
  let pageTitle = '';
  let flashing: ReturnType<typeof setInterval> | undefined;
  let count = 0;
  /** Messages for which nobody has been called. */
  let due = 0;
  let hasTurn = false;
  let waiting: ReturnType<typeof setTimeout> | undefined;

  const stopFlashing = () => {
    clearInterval(flashing);
    flashing = undefined;
    // The page may have said something else meanwhile.
    if (isOurs(document.title)) document.title = pageTitle;
    count = 0;
  };
  const flash = () => {
    if (isOurs(document.title)) document.title = pageTitle;
    else {
      pageTitle = document.title;
      document.title = laterWords.titleUnread(count);
    }
  };
  const isOurs = (title: string) => count > 0 && title === laterWords.titleUnread(count);
  const call = () => {
    const more = due;
    due = 0;
    if (more === 0 || isLookedAt()) return;
    // Browsers let no page make a sound that nobody has touched yet.
    if (!isMuted() && navigator.userActivation?.hasBeenActive) {
      audio ??= new AudioContext();
      play(audio);
    }
    if (!document.hidden) return;
    const before = count;
    if (before > 0 && isOurs(document.title)) document.title = pageTitle;
    count = before + more;
    flash();
    flashing ??= setInterval(flash, FLASH_MS);
  };
  /** Calls, unless another tab of this browser is doing so. */
  const callInTurn = async () => {
    // Not there on plain HTTP.
    if (hasTurn || !navigator.locks) return call();
    await navigator.locks.request(TURN, { ifAvailable: true }, async (lock) => {
      if (!lock) return;
      hasTurn = true;
      call();
      do await new Promise((resolve) => setTimeout(resolve, TURN_MS));
      while (flashing !== undefined);
      hasTurn = false;
    });
  };
  const onChange = () => {
    const { snapshot } = client;
    const unread = unreadCount(snapshot, 0);
    due = Math.min(due + unreadSince(snapshot, seen), unread);
    seen = lastSeq(snapshot);
    if (unread === 0) stopFlashing();
    if (due === 0 || waiting !== undefined) return;
    waiting = setTimeout(
      () => {
        waiting = undefined;
        if (due > 0) void callInTurn();
      },
      document.hidden ? HIDDEN_WAIT_MS : VISIBLE_WAIT_MS,
    );
  };
  document.addEventListener('visibilitychange', () => document.hidden || stopFlashing(), {
    signal: stopping.signal,
  });
  const unsubscribe = client.subscribe(onChange);
  return () => {
    stopping.abort();
    clearTimeout(waiting);
    unsubscribe();
    stopFlashing();
    void audio?.close();
  };
}

function play(audio: AudioContext): void {
  for (const [frequency, after] of NOTES) {
    const from = audio.currentTime + after;
    const tone = new OscillatorNode(audio, { frequency });
    const loudness = new GainNode(audio, { gain: 0 });
    loudness.gain.linearRampToValueAtTime(LOUDNESS, from + 0.02);
    loudness.gain.linearRampToValueAtTime(0, from + NOTE_SECONDS);
    tone.connect(loudness).connect(audio.destination);
    tone.start(from);
    tone.stop(from + NOTE_SECONDS);
  }
}
