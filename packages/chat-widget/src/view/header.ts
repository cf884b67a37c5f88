import type { ChatSnapshot } from '@throughline/chat-client';
import { h, setText } from '../dom.js';
import { later } from '../fetch-later.js';
import { words } from '../words.js';
import { icon } from './icons.js';

/** The panel's top: title, whom the customer talks to, minimize. `tools` is what stands before that. */
export function createHeader(minimize: () => void, tools: HTMLElement) {
  const avatar = h('span', { class: 'avatar', 'aria-hidden': 'true' });
  const title = h('h2', { id: 'title' });
  const subtitle = h('p', { class: 'subtitle', dir: 'auto' });
  const down = h(
    'button',
    { class: 'round', type: 'button', 'aria-label': words.minimize, onclick: minimize },
    icon('down'),
  );
  return {
    node: h('header', {}, avatar, h('div', { class: 'titles' }, title, subtitle), tools, down),
    update(name: string, snapshot: ChatSnapshot): void {
      setText(title, name);
      setText(subtitle, later?.subtitleOf(snapshot) ?? '');
      showAvatar(avatar, snapshot.conversation?.agent?.displayName ?? '');
    },
  };
}

/** The agent's first letter, or the chat symbol. */
function showAvatar(avatar: HTMLElement, agent: string): void {
  const initial = [...agent][0]?.toUpperCase() ?? '';
  if (avatar.hasChildNodes() && avatar.textContent === initial) return;
  avatar.replaceChildren(initial === '' ? icon('chat') : initial);
}
