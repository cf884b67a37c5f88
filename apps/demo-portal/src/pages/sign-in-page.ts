import type { Customer } from '../customer.js';
import { CUSTOMERS } from '../customers.js';
import { type Html, html } from '../html.js';
import { en } from '../messages/en.js';
import { layout } from './layout.js';

export interface SignInPage {
  /** Where the form goes. */
  readonly action: string;
  /** A path of this portal, to go on to. */
  readonly back: string;
  /** Where the same is done at the identity provider; absent on its own page. */
  readonly providerPath?: string;
}

/** One button for each demo customer, no password: the start page of a visitor, and the identity provider's page. */
export function signInPage({ action, back, providerPath }: SignInPage): Html {
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
<form method="post" action="${action}">
<input type="hidden" name="return" value="${back}">
${CUSTOMERS.map(signInButton)}
</form>
${providerPath && providerLink(providerPath, back)}
</section>
</div>`,
  });
}

function providerLink(path: string, back: string): Html {
  const address = `${path}?return=${encodeURIComponent(back)}`;
  return html`<p class="muted">Or <a href="${address}">use your Meridian account</a>: an OpenID Connect provider that also signs you in to the chat.</p>`;
}

function signInButton({ id, name, givenName, tier, locale }: Customer): Html {
  return html`<button class="person" name="customer" value="${id}">
<span class="avatar" aria-hidden="true">${givenName.charAt(0)}</span>
<span class="person-text"><span class="person-name">Sign in as ${name}</span>
<span class="muted">${en.tiers[tier]} customer${locale === 'ar' && ', reads Arabic'}</span></span>
</button>`;
}
