import { h, setText } from '../dom.js';
import { words } from '../words.js';
import { icon } from './icons.js';

export interface HeaderActions {
  minimize(): void;
  askToEnd(): void;
  toggleOptions(): void;
}

export interface HeaderState {
  readonly title: string;
  readonly subtitle: string;
  /** Shown in the avatar; empty for the chat symbol. */
  readonly agent: string;
  readonly canEnd: boolean;
  /** Undefined while there is nothing to choose. */
  readonly options: boolean | undefined;
}

/** The panel's top: title, whom the customer talks to, end, minimize. */
export function createHeader(actions: HeaderActions) {
  const avatar = h('span', { class: 'avatar', 'aria-hidden': 'true' });
  const title = h('h2', { id: 'title' });
  const subtitle = h('p', { class: 'subtitle', dir: 'auto' });
  const end = h(
    'button',
    { class: 'quiet', type: 'button', onclick: () => actions.askToEnd() },
    words.endChat,
  );
  const more = h(
    'button',
    {
      class: 'round',
      type: 'button',
      'aria-label': words.options,
      onclick: () => actions.toggleOptions(),
    },
    icon('more'),
  );
  const minimize = h(
    'button',
    { class: 'round', type: 'button', 'aria-label': words.minimize, onclick: () => actions.minimize() },
    icon('down'),
  );
  return {
    node: h('header', {}, avatar, h('div', { class: 'titles' }, title, subtitle), end, more, minimize),
    update({ agent, canEnd, options, ...texts }: HeaderState): void {
      setText(title, texts.title);
      setText(subtitle, texts.subtitle);
      end.hidden = !canEnd;
      more.hidden = options === undefined;
      more.ariaExpanded = String(options);
      showAvatar(avatar, agent);
    },
    focusEnd: () => end.focus(),
    focusOptions: () => more.focus(),
  };
}

function showAvatar(avatar: HTMLElement, agent: string): void {
  const initial = [...agent][0]?.toUpperCase() ?? '';
  if (avatar.hasChildNodes() && avatar.textContent === initial) return;
  avatar.replaceChildren(initial === '' ? icon('chat') : initial);
}
