import { h } from '../dom.js';
import { later } from '../fetch-later.js';

interface Part<State extends unknown[]> {
  readonly node: HTMLElement;
  update(...state: State): void;
  focus?(): void;
}

/** A part of the panel that comes after the rest. Until then its place is empty. */
export function createLazyPart<State extends unknown[]>(
  create: (parts: NonNullable<typeof later>) => Part<State>,
) {
  const node = h('div', { class: 'part' });
  let part: Part<State> | undefined;
  let wantsFocus = false;
  return {
    node,
    update(...state: State): void {
      if (!later) return;
      if (!part) {
        part = create(later);
        node.append(part.node);
      }
      part.update(...state);
      if (wantsFocus) part.focus?.();
      wantsFocus = false;
    },
    focus(): void {
      if (part) part.focus?.();
      else wantsFocus = true;
    },
  };
}
