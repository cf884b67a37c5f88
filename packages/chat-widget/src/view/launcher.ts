import { h, setAttribute, setText } from '../dom.js';
import { words } from '../words.js';
import { icon } from './icons.js';

export interface LauncherState {
  readonly open: boolean;
  readonly unread: number;
}

/** The round button at the page's corner: the loader's, with what only the chat knows. */
export function createLauncher(node: HTMLButtonElement) {
  const badge = h('span', { class: 'badge', 'aria-hidden': 'true' });
  node.append(icon('down'), badge);
  setAttribute(node, 'aria-controls', 'panel');
  return {
    update({ open, unread }: LauncherState): void {
      const count = open ? '' : countLabel(unread);
      setAttribute(node, 'aria-expanded', String(open));
      setAttribute(node, 'aria-label', words.launcher(count));
      setText(badge, count);
    },
    focus: () => node.focus(),
  };
}

function countLabel(unread: number): string {
  if (unread === 0) return '';
  return unread > 9 ? '9+' : String(unread);
}
