import type { MessageContent } from '@throughline/protocol';
import { adoptStyles } from '../adopt-styles.js';
import { h } from '../dom.js';
import type { MessageActions } from '../view/message-actions.js';
import { createListPicker } from './choices.js';
import { createFiles } from './files.js';
import { createForm } from './form.js';
import { createCards, createDatePicker, createQuickReplies, type Give } from './picks.js';
import { RICH_CSS } from './styles.js';

interface ShownContent {
  readonly content: MessageContent;
  readonly seq: number;
  /** Nothing can be answered any more: it was, or the conversation has ended. */
  readonly closed: boolean;
}

/** Shows what a message says beyond its text. */
export function showContent(place: HTMLElement, shown: ShownContent | null, actions: MessageActions): void {
  adoptStyles(place.getRootNode() as ShadowRoot, RICH_CSS);
  place.replaceChildren((shown && createContent(shown, actions)) ?? '');
}

function createContent(
  { content, seq, closed }: ShownContent,
  { client, filesUrl }: MessageActions,
): HTMLElement | null {
  const give: Give = (given, text) => client.send(text, { kind: 'answer', toSeq: seq, given });
  const detail =
    'detail' in content && content.detail !== undefined ? [h('p', { dir: 'auto' }, content.detail)] : [];
  const asked = askedOf(content, give, closed);
  if (content.kind === 'attachments') return createFiles(content, filesUrl);
  return asked && h('div', { class: 'rich' }, ...detail, asked);
}

function askedOf(content: MessageContent, give: Give, closed: boolean): HTMLElement | null {
  if (content.kind === 'cards') return createCards(content, give, !closed);
  if (closed) return null;
  switch (content.kind) {
    case 'quick-replies':
      return createQuickReplies(content, give);
    case 'date-picker':
      return createDatePicker(content, give);
    case 'list-picker':
      return createListPicker(content, give);
    case 'form':
      return createForm(content, give);
    case 'answer':
    case 'attachments':
      return null;
  }
}
