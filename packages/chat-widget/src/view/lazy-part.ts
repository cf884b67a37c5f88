import { adoptStyles } from '../adopt-styles.js';
import { h } from '../dom.js';

interface Part<State> {
  readonly node: HTMLElement;
  /** What it needs beside the chat's own styles. */
  readonly styles?: string;
  update(state: State): void;
}

/**
 * A part of the panel that is fetched when it is needed for the first time. Until then `node`, an empty place, stands for it.
 * What could not be fetched is tried again with the next update.
 */
export function createLazyPart<State>(load: () => Promise<Part<State>>) {
  const node = h('div');
  let part: Part<State> | null = null;
  let latest: State;
  let loading = false;
  const fetch = async () => {
    loading = true;
    try {
      part = await load();
      if (part.styles) adoptStyles(node.getRootNode() as ShadowRoot, part.styles);
      node.replaceWith(part.node);
      part.update(latest);
    } catch {
      // The next update tries again.
    }
    loading = false;
  };
  return {
    node,
    update(needed: boolean, state: State): void {
      latest = state;
      if (part) part.update(state);
      else if (needed && !loading) void fetch();
    },
  };
}
