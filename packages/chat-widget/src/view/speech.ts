/** Long enough for a screen reader to take in the history before additions are spoken, in milliseconds. */
const SETTLE_MS = 500;

/** Turns the log's voice on only when it is open and its history is in place, so that history is never read out. */
export function createSpeech(speak: (on: boolean) => void) {
  let timer: ReturnType<typeof setTimeout> | undefined;
  return (open: boolean, caughtUp: boolean): void => {
    if (!open) {
      clearTimeout(timer);
      timer = undefined;
      speak(false);
    } else if (caughtUp && timer === undefined) {
      timer = setTimeout(() => speak(true), SETTLE_MS);
    }
  };
}
