import { type Account, reservedCents } from '../customer.js';
import { type Html, html } from '../html.js';
import type { View } from '../view.js';
import { layout } from './layout.js';
import { transactionList } from './transaction-list.js';

export function accountPage(view: View, account: Account): Html {
  const { customer, messages, format } = view;
  const { name, number, balanceCents, transactions } = account;
  const reserved = reservedCents(account);
  return layout({
    messages,
    customer,
    title: name,
    intent: 'account-question',
    main: html`<a class="back" href="/">${messages.backToOverview}</a>
<section class="hero">
<h1>${name}</h1>
<dl class="facts">
<div><dt>${messages.balance}</dt><dd>${format.money(balanceCents)}</dd></div>
${reserved !== 0 && html`<div><dt>${messages.reserved}</dt><dd>${format.money(reserved)}</dd></div>`}
<div><dt>${messages.accountNumber}</dt><dd><bdi>${number}</bdi></dd></div>
</dl>
</section>
<section class="card" aria-labelledby="transactions">
<h2 id="transactions">${messages.transactions}</h2>
${transactionList(view, transactions)}
</section>`,
  });
}
