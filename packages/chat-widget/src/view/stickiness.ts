/** How far from the end still counts as being at the end, in CSS pixels. */
const SLACK_PX = 48;

/**
 * Keeps a scrolling box at its end while the reader is there, and never moves it otherwise.
 * `reachedEnd` is called when the reader scrolls back to the end.
 */
export function createStickiness(box: HTMLElement, reachedEnd: () => void) {
  let stuck = true;
  let lastTop = 0;
  const scrollToEnd = () => {
    box.scrollTop = box.scrollHeight;
    lastTop = box.scrollTop;
  };
  const keep = () => {
    if (stuck) scrollToEnd();
  };
  /** Only a move says what the reader wants; content and size change without them. A hidden box reports zeros. */
  const look = () => {
    if (box.clientHeight === 0 || box.scrollTop === lastTop) return;
    lastTop = box.scrollTop;
    stuck = box.scrollHeight - lastTop - box.clientHeight <= SLACK_PX;
  };
  box.addEventListener('scroll', () => {
    const wasStuck = stuck;
    look();
    if (stuck && !wasStuck) reachedEnd();
  });
  new ResizeObserver(keep).observe(box);
  return {
    /** Takes in a move whose event is still to come; call it before the content changes. */
    look,
    keep,
    atEnd: () => stuck,
    toEnd(): void {
      stuck = true;
      scrollToEnd();
    },
  };
}
