import type { ChatSnapshot } from '@throughline/chat-client';
import type { SharedItem } from '@throughline/protocol';
import { h, setText } from '../dom.js';
import { laterWords, sharedWords } from '../later-words.js';
import { locale } from '../locale.js';

export interface SharedActions {
  withhold(item: SharedItem): Promise<void>;
}

/** Lists what the agent sees of the customer; what is optional can be taken back. */
export function createSharedCard({ withhold }: SharedActions) {
  const summary = h('summary', {}, laterWords.sharedHeading);
  const list = h('ul');
  const outcome = h('p', { role: 'status' });
  const node = h(
    'details',
    { class: 'shared' },
    summary,
    h('div', {}, h('p', { dir: 'auto' }, laterWords.sharedIntro), list, outcome),
  );
  const stop = (item: SharedItem) => {
    withhold(item).then(
      () => setText(outcome, laterWords.sharingStopped),
      () => setText(outcome, laterWords.notDone),
    );
  };
  let shown = '';
  return {
    node,
    update({ conversation }: ChatSnapshot): void {
      const isLive = conversation !== null && conversation.state !== 'ended';
      const items = (isLive && conversation.shared) || [];
      node.hidden = items.length === 0;
      const text = JSON.stringify(items);
      if (text === shown) return;
      shown = text;
      const hadFocus = list.contains((node.getRootNode() as ShadowRoot).activeElement);
      list.replaceChildren(...items.map((item) => rowOf(item, stop)));
      if (hadFocus) summary.focus();
    },
  };
}

function rowOf(item: SharedItem, stop: (item: SharedItem) => void): HTMLElement {
  const { kind, label, value, name } = item;
  const what = kind === 'field' ? (label ?? '') : sharedWords(kind);
  const said = h('bdi', {}, kind === 'page' ? (label ?? value) : kind === 'previous' ? timeOf(value) : value);
  if (kind === 'page') said.title = value;
  const row = h('li', {}, h('span', {}, h('b', {}, what), said));
  if (name !== undefined) {
    const button = h(
      'button',
      {
        class: 'quiet',
        type: 'button',
        'aria-label': laterWords.stopSharingOf(`${what}, ${said.textContent}`),
        onclick: () => stop(item),
      },
      laterWords.stopSharing,
    );
    row.append(button);
  }
  return row;
}

function timeOf(iso: string): string {
  return new Date(iso).toLocaleString(locale(), { dateStyle: 'medium', timeStyle: 'short' });
}
