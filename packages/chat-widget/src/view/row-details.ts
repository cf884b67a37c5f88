import { h } from '../dom.js';
import { failureReason, laterWords, maskedWords } from '../later-words.js';
import { noteText } from '../model/note-text.js';
import type { Mark, MessageRow } from '../model/rows.js';
import { words } from '../words.js';
import { type IconName, icon } from './later-icons.js';
import type { MessageActions } from './message-actions.js';

/** What there is to say about a message in which values were hidden, or that was not sent. */
export function detailsOf(row: MessageRow, actions: MessageActions): Node[] {
  const parts: Node[] = [];
  if (row.maskedTypes.length > 0) {
    const hidden = laterWords.hidden(maskedWords(row.maskedTypes));
    parts.push(h('p', { class: 'masked' }, icon('shield'), hidden));
  }
  if (row.mark === 'failed') parts.push(failureOf(row, actions));
  return parts;
}

function failureOf({ key, error }: MessageRow, actions: MessageActions): Node {
  const retry = h(
    'button',
    { class: 'quiet', type: 'button', onclick: () => actions.client.retry(key) },
    laterWords.tryAgain,
  );
  const discard = h(
    'button',
    { class: 'quiet', type: 'button', onclick: () => actions.client.discard(key) },
    laterWords.delete,
  );
  return h(
    'div',
    { class: 'failure' },
    h('p', {}, failureReason(error)),
    h('p', { class: 'buttons' }, retry, discard),
  );
}

/** What a mark shows. */
export function markOf(mark: Mark): (Node | string)[] {
  const [name, text] = MARKS[mark];
  return [icon(name), text];
}

const MARKS: Readonly<Record<Mark, readonly [IconName, string]>> = {
  waiting: ['clock', words.waitingToSend],
  sending: ['clock', words.sending],
  sent: ['check', words.sent],
  delivered: ['checks', laterWords.delivered],
  read: ['checks', laterWords.read],
  failed: ['alert', words.failed],
};

/** When it was said; ms since the epoch. */
export function timeOf(at: number): HTMLElement {
  return h('time', { datetime: new Date(at).toISOString() }, noteText.timeOf(at));
}
