import { h, setAttribute, setText } from '../dom.js';
import { words } from '../words.js';
import { icon } from './icons.js';

export interface LauncherActions {
  toggle(): void;
  /** The customer is about to open the chat: the pointer or the focus is on the launcher. */
  approach(): void;
}

export interface LauncherState {
  readonly open: boolean;
  readonly unread: number;
}

/** The round button at the page's corner. */
export function createLauncher(actions: LauncherActions) {
  const badge = h('span', { class: 'badge', 'aria-hidden': 'true' });
  const node = h(
    'button',
    {
      class: 'launcher',
      type: 'button',
      'aria-controls': 'panel',
      onclick: () => actions.toggle(),
      onpointerenter: () => actions.approach(),
      onfocus: () => actions.approach(),
    },
    icon('chat'),
    icon('down'),
    badge,
  );
  return {
    node,
    update({ open, unread }: LauncherState): void {
      const count = open ? '' : countLabel(unread);
      setAttribute(node, 'aria-expanded', String(open));
      setAttribute(node, 'aria-label', words.launcher(count));
      setText(badge, count);
    },
  };
}

function countLabel(unread: number): string {
  if (unread === 0) return '';
  return unread > 9 ? '9+' : String(unread);
}
