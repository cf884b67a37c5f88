import type { ChatClient } from '@throughline/chat-client';
import { laterWords } from './later-words.js';
import { lastSeq } from './model/progress.js';
import { unreadSince } from './model/unread.js';
import { isMuted } from './preferences.js';

const FLASH_MS = 1_500;
/** Hz and seconds: two soft notes. */
const NOTES = [
  [660, 0],
  [880, 0.12],
] as const;
const NOTE_SECONDS = 0.18;
const LOUDNESS = 0.06;

/**
 * Calls a customer back who looks elsewhere: the title of a hidden page changes to and fro, and a sound plays while the
 * panel is not looked at. Returns what ends it.
 */
export function callBack(client: ChatClient, isLookedAt: () => boolean): () => void {
  const stopping = new AbortController();
  let audio: AudioContext | undefined;
  let seen = lastSeq(client.snapshot);
  let pageTitle = '';
  let flashing: ReturnType<typeof setInterval> | undefined;
  let count = 0;

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
  const onChange = () => {
    const { snapshot } = client;
    const more = unreadSince(snapshot, seen);
    seen = lastSeq(snapshot);
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
  document.addEventListener('visibilitychange', () => document.hidden || stopFlashing(), {
    signal: stopping.signal,
  });
  const unsubscribe = client.subscribe(onChange);
  return () => {
    stopping.abort();
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
