import { h, setText } from '../dom.js';
import { words } from '../words.js';
import { type Contact, createContactLinks } from './contact-links.js';
import { icon } from './icons.js';

export interface SignInState {
  /** Where "Sign in again" leads; empty when the portal has named no address. */
  readonly signInUrl: string;
  readonly contact: Contact;
}

/** Asks the customer to sign in to the portal again; what they have written is kept (T4). */
export function createSignInCard() {
  const heading = h('h3', { tabindex: '-1' }, words.signInHeading);
  const text = h('p');
  const link = h('a', { class: 'primary' }, words.signIn);
  const reload = h(
    'button',
    { class: 'primary', type: 'button', onclick: () => window.location.reload() },
    words.reload,
  );
  const links = createContactLinks();
  return {
    node: h('div', { class: 'card' }, icon('lock'), heading, text, link, reload, links.node),
    /** Without an address the page is reloaded, so that the portal can ask for itself. */
    update({ signInUrl, contact }: SignInState): void {
      setText(text, signInUrl === '' ? words.signInReloadText : words.signInText);
      link.href = signInUrl;
      link.hidden = signInUrl === '';
      reload.hidden = signInUrl !== '';
      links.update(contact);
    },
    focus: () => heading.focus(),
  };
}
