import { h, setText } from '../dom.js';
import { laterWords as words } from '../later-words.js';
import { signInUrlOf } from '../sign-in-url.js';
import { createContactLinks } from './contact-links.js';
import { icon } from './later-icons.js';
import type { PanelState } from './panel-state.js';

/** Asks the customer to sign in to the portal, again where they were in this page; what they have written is kept (T4). */
export function createSignInCard() {
  const heading = h('h3', { tabindex: '-1' });
  const text = h('p');
  const link = h('a', { class: 'primary' });
  const reload = h(
    'button',
    { class: 'primary', type: 'button', onclick: () => window.location.reload() },
    words.reload,
  );
  const links = createContactLinks();
  const node = h('div', { class: 'card' }, icon('lock'), heading, text, link, reload, links.node);
  return {
    node,
    /** Without an address the page is reloaded, so that the portal can ask for itself. */
    update({ host, snapshot }: PanelState): void {
      const signInUrl = signInUrlOf(host);
      const isFirst = snapshot.customer === null;
      // Under a conversation that is there already.
      node.classList.toggle('strip', !isFirst);
      setText(heading, isFirst ? words.firstSignInHeading : words.signInHeading);
      const againText = signInUrl === '' ? words.signInReloadText : words.signInText;
      setText(text, isFirst ? words.firstSignInText : againText);
      setText(link, isFirst ? words.firstSignIn : words.signIn);
      link.href = signInUrl;
      link.hidden = signInUrl === '';
      reload.hidden = signInUrl !== '';
      links.update(host);
    },
    focus: () => heading.focus(),
  };
}
