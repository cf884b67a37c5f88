import { type Html, html } from '../html.js';
import { en } from '../messages/en.js';
import { layout } from './layout.js';

/** Asks before signing out everywhere; with JavaScript the form sends itself. */
export function signOutPage(action: string, xsrf: string): Html {
  return layout({
    messages: en,
    customer: null,
    title: 'Sign out',
    intent: '',
    main: html`<section class="card problem">
<h1>Sign out of Meridian</h1>
<p>You will be signed out here and wherever you used your Meridian account.</p>
<form id="sign-out" method="post" action="${action}">
<input type="hidden" name="xsrf" value="${xsrf}">
<input type="hidden" name="logout" value="yes">
<button class="button">Sign out</button>
</form>
<script src="/sign-out.js"></script>
</section>`,
  });
}
