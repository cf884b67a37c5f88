import { adoptStyles } from '../adopt-styles.js';
import { h } from '../dom.js';
import { fetchLater } from '../fetch-later.js';

interface Part<State> {
  readonly node: HTMLElement;
  update(state: State): void;
  focus?(): void;
}

/** A part of the panel that is fetched when it is needed for the first time. Until then `node` is an empty place. */
export function createLazyPart<State>(
  create: (later: Awaited<ReturnType<typeof fetchLater>>) => Part<State>,
) {
  const node = h('div', { class: 'part', hidden: true });
  let part: Part<State> | undefined;
  let latest: State;
  let wantsFocus = false;
  let fetching = false;
  const fetch = async () => {
    fetching = true;
    try {
      const later = await fetchLater();
      adoptStyles(node.getRootNode() as ShadowRoot, later.LATER_CSS);
      part = create(later);
      node.append(part.node);
      part.update(latest);
      if (wantsFocus) part.focus?.();
    } catch {
      // The next update tries again.
    }
    fetching = false;
  };
  return {
    node,
    update(needed: boolean, state: State): void {
      latest = state;
      node.hidden = !needed;
      if (part) part.update(state);
      else if (needed && !fetching) void fetch();
    },
    focus(): void {
      wantsFocus = true;
      part?.focus?.();
    },
  };
}
