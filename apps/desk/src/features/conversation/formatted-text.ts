import { type Block, type Inline, parseText } from '@throughline/chat-client/text';
import { html, type TemplateResult } from 'lit';

/** A message as the customer sees it: the Markdown of agents and bots is shown, that of customers is not. */
export function formattedText(text: string): readonly TemplateResult[] {
  return parseText(text).map(blockOf);
}

function blockOf(block: Block): TemplateResult {
  if (block.kind === 'code') return html`<pre tabindex="0"><code>${block.text}</code></pre>`;
  if (block.kind === 'paragraph') return html`<p>${block.children.map(inlineOf)}</p>`;
  const items = block.items.map((item) => html`<li>${item.map(inlineOf)}</li>`);
  return block.start === null ? html`<ul>${items}</ul>` : html`<ol start=${block.start}>${items}</ol>`;
}

function inlineOf(inline: Inline): TemplateResult | string {
  switch (inline.kind) {
    case 'text':
      return inline.text;
    case 'code':
      return html`<code>${inline.text}</code>`;
    case 'link':
      return html`<a href=${inline.url} target="_blank" rel="noopener noreferrer">${inline.children.map(inlineOf)}</a>`;
    case 'strong':
      return html`<strong>${inline.children.map(inlineOf)}</strong>`;
    case 'em':
      return html`<em>${inline.children.map(inlineOf)}</em>`;
    case 's':
      return html`<s>${inline.children.map(inlineOf)}</s>`;
  }
}
