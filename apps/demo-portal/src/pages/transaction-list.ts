import type { Transaction } from '../customer.js';
import { type Html, html } from '../html.js';
import type { View } from '../view.js';

export function transactionList(view: View, transactions: readonly Transaction[]): Html {
  return html`<ul class="rows">
${transactions.map((transaction) => row(view, transaction))}
</ul>`;
}

function row({ messages, format }: View, transaction: Transaction): Html {
  const { description, category, amountCents, daysAgo, isPending } = transaction;
  return html`<li>
<span class="avatar" aria-hidden="true">${description.charAt(0)}</span>
<span class="row-text"><span>${description}</span>
<span class="muted">${category} · ${format.day(daysAgo)}${isPending && ` · ${messages.pending}`}</span></span>
<span class="amount" data-direction="${amountCents < 0 ? 'out' : 'in'}">${format.signedMoney(amountCents)}</span>
</li>`;
}
