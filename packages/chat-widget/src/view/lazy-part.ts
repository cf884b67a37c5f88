import { h } from '../dom.js';
import { later } from '../fetch-later.js';

interface Part<State> {
  readonly node: HTMLElement;
  update(state: State): void;
  focus?(): void;
}

/**
 * A part of the panel that comes after the rest, once it is needed for the first time. Until then its place is empty, or
 * holds a stand-in.
 */
export function createLazyPart<State>(
  create: (parts: NonNullable<typeof later>) => Part<State>,
  standIn?: HTMLElement,
) {
  const node = h('div', { class: 'part', hidden: true });
  if (standIn) node.append(standIn);
  let part: Part<State> | undefined;
  let wantsFocus = false;
  return {
    node,
    update(needed: boolean, state: State): void {
      node.hidden = !needed;
      if (!later || (!needed && !part)) return;
      if (!part) {
        part = create(later);
        node.replaceChildren(part.node);
      }
      part.update(state);
      if (wantsFocus) part.focus?.();
      wantsFocus = false;
    },
    focus(): void {
      if (part) part.focus?.();
      else {
        wantsFocus = true;
        standIn?.focus();
      }
    },
  };
}
