import { h, setAttribute, setText } from '../dom.js';
import { later } from '../fetch-later.js';
import type { Mark, MessageRow } from '../model/rows.js';
import { words } from '../words.js';
import type { MessageActions } from './message-actions.js';

/** One message of the log. It stays the same element while it goes from pending to committed. */
export function createMessageRow(key: string, actions: MessageActions) {
  const spokenAuthor = h('span', { class: 'unseen' });
  const seenAuthor = h('span', { 'aria-hidden': 'true' });
  const author = h('p', { class: 'author', id: `author-${key}`, dir: 'auto' }, spokenAuthor, seenAuthor);
  const text = h('div', { id: `text-${key}`, dir: 'auto' });
  const foot = h('div', { class: 'foot' });
  const bubble = h('div', { class: 'bubble' }, text);
  const content = h('div', { class: 'content' });
  const node = h(
    'div',
    {
      class: 'message',
      role: 'article',
      tabindex: '-1',
      'aria-labelledby': `author-${key}`,
      'aria-describedby': `text-${key}`,
    },
    author,
    bubble,
    content,
    foot,
  );
  let shownText = '';
  let shownFoot = '';
  let shownContent = 'null';
  return {
    node,
    update(row: MessageRow): void {
      node.className = classesOf(row);
      // The customer knows what they wrote; the announcer says that it was sent.
      setAttribute(node, 'aria-live', row.own ? 'off' : null);
      setText(spokenAuthor, row.own ? words.youSay : (later?.laterWords.says(row.author) ?? row.author));
      setText(seenAuthor, row.author);
      const textKey = `${!later}${row.text}`;
      if (shownText !== textKey) {
        text.className = '';
        text.textContent = row.text;
        later?.enrichText(text, row);
      }
      shownText = textKey;
      bubble.hidden = row.text === '' && row.content !== null;
      const contentKey = JSON.stringify(row.content);
      if (later && shownContent !== contentKey) {
        later.enrichContent(content, row, actions);
        shownContent = contentKey;
      }
      const footKey = JSON.stringify([!later, row.last, row.mark, row.error, row.maskedTypes]);
      if (shownFoot !== footKey) foot.replaceChildren(...footOf(row, actions));
      shownFoot = footKey;
    },
  };
}

const MARKS: Readonly<Record<Mark, keyof typeof words>> = {
  waiting: 'waitingToSend',
  sending: 'sending',
  sent: 'sent',
  // Until the words for it have come, what was read has been sent at least.
  delivered: 'sent',
  read: 'sent',
  failed: 'failed',
};

function classesOf(row: MessageRow): string {
  const flags = { own: row.own, first: row.first, last: row.last, failed: row.mark === 'failed' };
  return ['message', ...Object.entries(flags).flatMap(([name, on]) => (on ? [name] : []))].join(' ');
}

function footOf(row: MessageRow, actions: MessageActions): Node[] {
  const { last, mark } = row;
  const meta = h('p', { class: 'meta' });
  if (last && later) meta.append(later.timeOf(row.at));
  if (mark !== null)
    meta.append(h('span', { class: `mark ${mark}` }, ...(later?.markOf(mark) ?? [words[MARKS[mark]]])));
  return [...(later?.detailsOf(row, actions) ?? []), ...(last || mark !== null ? [meta] : [])];
}
