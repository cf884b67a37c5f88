const MUTED = 'throughline-muted';

/** Whether this browser's user wants no sounds. A browser that keeps nothing forgets it with the page. */
let muted: boolean | undefined;

export function isMuted(): boolean {
  if (muted === undefined) {
    try {
      muted = localStorage.getItem(MUTED) !== null;
    } catch {
      muted = false;
    }
  }
  return muted;
}

export function setMuted(on: boolean): void {
  muted = on;
  try {
    if (on) localStorage.setItem(MUTED, '1');
    else localStorage.removeItem(MUTED);
  } catch {
    // Storage is switched off.
  }
}
