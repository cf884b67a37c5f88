import { h, setAttribute, setText } from '../dom.js';
import { laterWords } from '../later-words.js';
import { words } from '../words.js';

/** The number of unread messages on the launcher, shown and in words. */
export function createBadge(launcher: HTMLElement) {
  const badge = h('span', { class: 'badge', 'aria-hidden': 'true' });
  launcher.append(badge);
  return (unread: number): void => {
    const count = unread > 9 ? '9+' : unread === 0 ? '' : String(unread);
    setAttribute(launcher, 'aria-label', count === '' ? words.title : laterWords.launcherUnread(count));
    setText(badge, count);
  };
}
