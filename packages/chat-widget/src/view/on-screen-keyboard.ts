/**
 * Keeps a panel that fills the screen out from under the on-screen keyboard, which covers the page and leaves its size as it
 * is (CSSOM View, VisualViewport). A page that the customer has zoomed into stays as it is. Returns what ends it.
 */
export function giveWayToKeyboard({ style }: HTMLElement): () => void {
  const stopping = new AbortController();
  const seen = globalThis.visualViewport;
  const fit = () => {
    if (seen?.scale !== 1) return;
    const covered = innerHeight - seen.height > 1;
    for (const [name, pixels] of [
      ['--seen-height', seen.height],
      ['--seen-top', seen.offsetTop],
    ] as const) {
      if (covered) style.setProperty(name, `${pixels}px`);
      else style.removeProperty(name);
    }
  };
  for (const event of ['resize', 'scroll']) seen?.addEventListener(event, fit, { signal: stopping.signal });
  return () => stopping.abort();
}
