import type { Order } from '../customer.js';
import { type Html, html } from '../html.js';
import type { View } from '../view.js';

/** Where an order stands, in a word or two. */
export function orderStatus({ messages }: View, { stage, heldDays }: Order): Html {
  if (heldDays !== undefined) return html`<span class="status" data-status="held">${messages.held}</span>`;
  return html`<span class="status" data-status="${stage}">${messages.stages[stage]}</span>`;
}
