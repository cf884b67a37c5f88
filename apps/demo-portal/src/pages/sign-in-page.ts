import type { Customer } from '../customer.js';
import { CUSTOMERS } from '../customers.js';
import { type Html, html } from '../html.js';
import { en } from '../messages/en.js';
import { layout } from './layout.js';

/** The start page of a visitor: one button for each demo customer, no password. Leads to `back`, a path of this portal. */
export function signInPage(back: string): Html {
  return layout({
    messages: en,
    customer: null,
    title: 'Sign in',
    intent: '',
    main: html`<div class="welcome">
<section class="pitch">
<h1>Banking and shopping, on one calm page.</h1>
<p>Your accounts, your card and your orders sit side by side. When something needs a person, one is a message away.</p>
</section>
<section class="card sign-in" aria-labelledby="sign-in">
<h2 id="sign-in">Sign in</h2>
<p class="muted">This is a demonstration. Choose who you want to be; there is no password.</p>
<form method="post" action="/sign-in">
<input type="hidden" name="return" value="${back}">
${CUSTOMERS.map(signInButton)}
</form>
</section>
</div>`,
  });
}

function signInButton({ id, name, givenName, tier, locale }: Customer): Html {
  return html`<button class="person" name="customer" value="${id}">
<span class="avatar" aria-hidden="true">${givenName.charAt(0)}</span>
<span class="person-text"><span class="person-name">Sign in as ${name}</span>
<span class="muted">${en.tiers[tier]} customer${locale === 'ar' && ', reads Arabic'}</span></span>
</button>`;
}
