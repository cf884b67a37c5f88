import { ORDER_STAGES, type Order, type OrderItem, type OrderStage, orderTotalCents } from '../customer.js';
import { type Html, html } from '../html.js';
import type { StageState } from '../messages.js';
import type { View } from '../view.js';
import { layout, supportLinks } from './layout.js';
import { orderStatus } from './order-status.js';

export function orderPage(view: View, order: Order): Html {
  const { customer, messages, format } = view;
  return layout({
    messages,
    customer,
    title: messages.order(order.id),
    intent: order.heldDays === undefined ? 'order-question' : 'order-stuck',
    main: html`<a class="back" href="/">${messages.backToOverview}</a>
<div class="heading">
<div>
<h1>${messages.order(order.id)}</h1>
<p class="muted">${messages.placedOn(format.day(order.placedDaysAgo))}</p>
</div>
${orderStatus(view, order)}
</div>
<div class="columns">
<div class="stack">
${order.heldDays !== undefined && whyHeld(view, order.heldDays)}
<section class="card" aria-labelledby="progress">
<h2 id="progress">${messages.progress}</h2>
<ol class="steps">
${ORDER_STAGES.map((stage) => step(view, order, stage))}
</ol>
</section>
</div>
<section class="card" aria-labelledby="items">
<h2 id="items">${messages.items}</h2>
<ul class="rows">
${order.items.map((item) => itemRow(view, item))}
</ul>
<dl class="sums">
<div><dt>${messages.total}</dt><dd class="amount">${format.money(orderTotalCents(order))}</dd></div>
<div><dt>${messages.paidWith}</dt><dd>${order.paidWith}</dd></div>
</dl>
</section>
</div>`,
  });
}

function step({ messages }: View, order: Order, stage: OrderStage): Html {
  const state = stageState(order, stage);
  const isCurrent = state === 'current' || state === 'held';
  return html`<li data-state="${state}" aria-current="${isCurrent ? 'step' : 'false'}">
<span class="step-name">${messages.stages[stage]}</span>
<span class="muted">${messages.stageStates[state]}</span>
</li>`;
}

function stageState({ stage, heldDays }: Order, of: OrderStage): StageState {
  const position = ORDER_STAGES.indexOf(of) - ORDER_STAGES.indexOf(stage);
  if (position > 0) return 'todo';
  if (position < 0 || stage === 'delivered') return 'done';
  return heldDays === undefined ? 'current' : 'held';
}

function whyHeld({ messages, format }: View, heldDays: number): Html {
  return html`<section class="card" aria-labelledby="why">
<h2 id="why">${messages.whyHeld}</h2>
<p><strong>${messages.heldFor(format.days(heldDays))}.</strong></p>
${messages.heldReasons.map((reason) => html`<p>${reason}</p>`)}
<p>${messages.heldAdvice}</p>
${supportLinks(messages)}
</section>`;
}

function itemRow({ format }: View, { name, quantity, priceCents }: OrderItem): Html {
  return html`<li>
<span class="row-text"><span>${name}</span>
<span class="muted"><bdi>${quantity} × ${format.money(priceCents)}</bdi></span></span>
<span class="amount">${format.money(quantity * priceCents)}</span>
</li>`;
}
