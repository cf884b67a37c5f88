import type { SignedInCustomer } from '../customer.js';
import { type Html, html } from '../html.js';
import type { ProblemKind } from '../messages.js';
import { messagesFor } from '../view.js';
import { layout } from './layout.js';

/** What went wrong and what to do about it, in words. */
export function problemPage(kind: ProblemKind, customer: SignedInCustomer | null): Html {
  const messages = messagesFor(customer);
  const { title, text } = messages.problems[kind];
  return layout({
    messages,
    customer,
    title,
    intent: 'portal-problem',
    main: html`<section class="card problem">
<h1>${title}</h1>
<p>${text}</p>
<a class="button" href="/">${messages.toStartPage}</a>
</section>`,
  });
}
