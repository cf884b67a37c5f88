/** How far from the end still counts as being at the end, in CSS pixels. */
const SLACK_PX = 48;

/**
 * Keeps a scrolling box at its end while the reader is there, and never moves it otherwise.
 * `reachedEnd` is called when the reader scrolls back to the end.
 */
export function createStickiness(box: HTMLElement, reachedEnd: () => void) {
  let stuck = true;
  const scrollToEnd = () => {
    box.scrollTop = box.scrollHeight;
  };
  const keep = () => {
    if (stuck) scrollToEnd();
  };
  box.addEventListener('scroll', () => {
    // A hidden box reports zeros.
    if (box.clientHeight === 0) return;
    const wasStuck = stuck;
    stuck = box.scrollHeight - box.scrollTop - box.clientHeight <= SLACK_PX;
    if (stuck && !wasStuck) reachedEnd();
  });
  new ResizeObserver(keep).observe(box);
  return {
    keep,
    atEnd: () => stuck,
    toEnd(): void {
      stuck = true;
      scrollToEnd();
    },
  };
}
