import { ASSERTION_PATH } from '../assertion.js';
import type { Customer, SignedInCustomer } from '../customer.js';
import { type Html, html } from '../html.js';
import type { Messages } from '../messages.js';

export interface Page {
  readonly messages: Messages;
  /** Whose page it is; signed-out pages have no navigation and no chat. */
  readonly customer: SignedInCustomer | null;
  readonly title: string;
  /** What a chat that is opened here is probably about. */
  readonly intent: string;
  readonly main: Html;
}

const SUPPORT = { phone: '+1-555-0100', email: 'help@meridian.example' };

/** The frame that every page shares. */
export function layout({ messages, customer, title, intent, main }: Page): Html {
  return html`<!doctype html>
<html lang="${messages.lang}" dir="${messages.dir}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>${title} · Meridian</title>
<link rel="icon" href="/meridian.svg" type="image/svg+xml">
<link rel="stylesheet" href="/meridian.css">
</head>
<body>
<a class="skip" href="#content">${messages.skip}</a>
<header>
<a class="brand" href="/"><img src="/meridian.svg" alt="" width="32" height="32"><span lang="en">Meridian</span></a>
${customer && customerBar(customer, messages)}
</header>
<main id="content" tabindex="-1">
${main}
</main>
<footer>
<p>${messages.invented}</p>
${supportLinks(messages)}
</footer>
${customer && widget(intent, messages.lang, customer)}
</body>
</html>
`;
}

/** Ways to reach a person that work without the chat. */
export function supportLinks({ call, email }: Messages): Html {
  return html`<p class="support">
<a href="tel:${SUPPORT.phone}">${call} <bdi>${SUPPORT.phone}</bdi></a>
<a href="mailto:${SUPPORT.email}">${email} <bdi>${SUPPORT.email}</bdi></a>
</p>`;
}

function customerBar({ name, tier }: Customer, messages: Messages): Html {
  return html`<nav aria-label="${messages.navigation}">
<a href="/">${messages.overview}</a>
<a href="/#accounts">${messages.accounts}</a>
<a href="/#orders">${messages.orders}</a>
</nav>
<form class="customer" method="post" action="/sign-out">
<span class="customer-name"><bdi>${name}</bdi> <span class="tier" data-tier="${tier}">${messages.tiers[tier]}</span></span>
<button class="quiet">${messages.signOut}</button>
</form>`;
}

/**
 * The whole of what a portal page needs for the chat. The portal's backend vouches for whom it signed in itself; whom
 * the identity provider signed in, it vouches for. Without its language in the script's name, the launcher would be in
 * English until the chat is fetched.
 */
function widget(intent: string, lang: string, { signedInBy }: SignedInCustomer): Html {
  const [assertionUrl, signInUrl] =
    signedInBy === 'provider'
      ? ['', '/support/v1/oidc/sign-in?returnTo={return}']
      : [ASSERTION_PATH, '/?return={return}'];
  const script = lang === 'en' ? 'widget.js' : `widget.${lang}.js`;
  return html`<script src="/support/${script}" async data-assertion-url="${assertionUrl}" data-sign-in-url="${signInUrl}" data-phone="${SUPPORT.phone}" data-email="${SUPPORT.email}" data-intent="${intent}"></script>`;
}
