import { h, setText } from '../dom.js';
import { laterWords } from '../later-words.js';
import { words } from '../words.js';
import { type Contact, createContactLinks } from './contact-links.js';
import { icon } from './icons.js';

export interface SignInState {
  /** Where "Sign in again" leads; empty when the portal has named no address. */
  readonly signInUrl: string;
  readonly contact: Contact;
  /** Under a conversation that is there already. */
  readonly strip: boolean;
}

/** Asks the customer to sign in to the portal again; what they have written is kept (T4). */
export function createSignInCard() {
  const heading = h('h3', { tabindex: '-1' }, words.signInHeading);
  const text = h('p');
  const link = h('a', { class: 'primary' }, laterWords.signIn);
  const reload = h(
    'button',
    { class: 'primary', type: 'button', onclick: () => window.location.reload() },
    laterWords.reload,
  );
  const links = createContactLinks();
  const node = h('div', { class: 'card' }, icon('lock'), heading, text, link, reload, links.node);
  return {
    node,
    /** Without an address the page is reloaded, so that the portal can ask for itself. */
    update({ signInUrl, contact, strip }: SignInState): void {
      node.classList.toggle('strip', strip);
      setText(text, signInUrl === '' ? laterWords.signInReloadText : laterWords.signInText);
      link.href = signInUrl;
      link.hidden = signInUrl === '';
      reload.hidden = signInUrl !== '';
      links.update(contact);
    },
    focus: () => heading.focus(),
  };
}
