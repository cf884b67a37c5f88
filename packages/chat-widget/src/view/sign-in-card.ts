import { h, setText } from '../dom.js';
import { words } from '../words.js';
import { icon } from './icons.js';

/** Asks the customer to sign in to the portal again; what they have written is kept (T4). */
export function createSignInCard() {
  const heading = h('h3', { tabindex: '-1' }, words.signInHeading);
  const text = h('p');
  const link = h('a', { class: 'primary', target: '_blank', rel: 'noopener' }, words.signIn);
  const reload = h(
    'button',
    { class: 'primary', type: 'button', onclick: () => window.location.reload() },
    words.reload,
  );
  return {
    node: h('div', { class: 'card' }, icon('lock'), heading, text, link, reload),
    /** Without an address the page is reloaded, so that the portal can ask for itself. */
    update(signInUrl: string): void {
      setText(text, signInUrl === '' ? words.signInReloadText : words.signInText);
      link.href = signInUrl;
      link.hidden = signInUrl === '';
      reload.hidden = signInUrl !== '';
    },
    focus: () => heading.focus(),
  };
}
