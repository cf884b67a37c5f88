import { h, setText } from '../dom.js';
import { words } from '../words.js';
import { icon } from './icons.js';

export interface HeaderState {
  readonly title: string;
  /** Empty until there is something to say. */
  readonly subtitle: string;
  /** Shown in the avatar; empty for the chat symbol. */
  readonly agent: string;
}

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
    update({ agent, ...texts }: HeaderState): void {
      setText(title, texts.title);
      setText(subtitle, texts.subtitle);
      showAvatar(avatar, agent);
    },
  };
}

function showAvatar(avatar: HTMLElement, agent: string): void {
  const initial = [...agent][0]?.toUpperCase() ?? '';
  if (avatar.hasChildNodes() && avatar.textContent === initial) return;
  avatar.replaceChildren(initial === '' ? icon('chat') : initial);
}
