import { type Block, type Inline, parseText } from '@throughline/chat-client/text';
import { adoptStyles } from '../adopt-styles.js';
import { h } from '../dom.js';
import { linkify, linkTo } from '../view/linkify.js';
import { RICH_CSS } from './styles.js';

/** Shows the Markdown of an agent or a bot. Everything becomes elements and text; nothing is parsed as HTML. */
export function showFormatted(place: HTMLElement, text: string): void {
  adoptStyles(place.getRootNode() as ShadowRoot, RICH_CSS);
  place.replaceChildren(...parseText(text).map(blockOf));
  place.classList.add('formatted');
}

function blockOf(block: Block): HTMLElement {
  if (block.kind === 'code') return h('pre', { tabindex: '0' }, h('code', {}, block.text));
  if (block.kind === 'paragraph') return h('p', {}, ...block.children.flatMap(inlineOf));
  const items = block.items.map((item) => h('li', {}, ...item.flatMap(inlineOf)));
  return block.start === null ? h('ul', {}, ...items) : h('ol', { start: String(block.start) }, ...items);
}

function inlineOf(inline: Inline): (Node | string)[] {
  switch (inline.kind) {
    case 'text':
      return linkify(inline.text);
    case 'code':
      return [h('code', {}, inline.text)];
    case 'link':
      return [linkTo(inline.url, ...inline.children.flatMap(plainOf))];
    default:
      return [h(inline.kind, {}, ...inline.children.flatMap(inlineOf))];
  }
}

/** A link has no other link in it. */
function plainOf(inline: Inline): string[] {
  return 'text' in inline ? [inline.text] : inline.children.flatMap(plainOf);
}
