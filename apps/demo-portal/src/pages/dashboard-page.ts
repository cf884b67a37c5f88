import type { Account, Order } from '../customer.js';
import { type Html, html } from '../html.js';
import type { View } from '../view.js';
import { layout } from './layout.js';
import { orderStatus } from './order-status.js';
import { transactionList } from './transaction-list.js';

const RECENT_COUNT = 6;

/** The start page of a signed-in customer. */
export function dashboardPage(view: View): Html {
  const { customer, messages, format } = view;
  const { accounts, orders } = customer;
  const totalCents = accounts.reduce((total, { balanceCents }) => total + balanceCents, 0);
  return layout({
    messages,
    customer,
    title: messages.overview,
    intent: 'account-overview',
    main: html`<section class="hero">
<h1>${messages.greeting(customer.givenName)}</h1>
<p class="hero-figure"><span>${messages.totalBalance}</span> <strong>${format.money(totalCents)}</strong></p>
</section>
${orders.map((order) => heldNotice(view, order))}
<section aria-labelledby="accounts">
<h2 id="accounts">${messages.accounts}</h2>
<ul class="tiles">
${accounts.map((account) => accountTile(view, account))}
</ul>
</section>
<div class="columns">
<section class="card" aria-labelledby="recent">
<h2 id="recent">${messages.recentTransactions}</h2>
${transactionList(view, recentTransactions(accounts))}
</section>
<section class="card" aria-labelledby="orders">
<h2 id="orders">${messages.orders}</h2>
<ul class="rows">
${orders.map((order) => orderRow(view, order))}
</ul>
</section>
</div>`,
  });
}

function heldNotice({ messages, format }: View, { id, heldDays }: Order): Html | false {
  return (
    heldDays !== undefined &&
    html`<p class="notice">${messages.heldNotice(messages.order(id), format.days(heldDays))}
<a href="/orders/${id}">${messages.whyHeld}</a></p>`
  );
}

function accountTile({ messages, format }: View, { id, name, number, balanceCents }: Account): Html {
  return html`<li class="card tile">
<a href="/accounts/${id}">${name}</a>
<span class="muted">${messages.endingIn(number.slice(-4))}</span>
<strong class="amount">${format.money(balanceCents)}</strong>
</li>`;
}

function orderRow(view: View, order: Order): Html {
  const { messages, format } = view;
  return html`<li>
<span class="row-text"><a href="/orders/${order.id}">${messages.order(order.id)}</a>
<span class="muted">${format.list(order.items.map(({ name }) => name))}</span>
<span class="muted">${messages.placedOn(format.day(order.placedDaysAgo))}</span></span>
${orderStatus(view, order)}
</li>`;
}

function recentTransactions(accounts: readonly Account[]) {
  return accounts
    .flatMap(({ transactions }) => transactions)
    .sort((a, b) => a.daysAgo - b.daysAgo)
    .slice(0, RECENT_COUNT);
}
