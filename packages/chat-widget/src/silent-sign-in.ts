import type { ChatSnapshot } from '@throughline/chat-client';
import { signInUrlOf } from './sign-in-url.js';
import { isComingBack } from './tab-storage.js';

/** Fragment of a page that somebody came back to unsigned. */
const SIGN_IN_FAILED = '#throughline-sign-in=';

/**
 * Goes to the identity provider, which may know the customer: once, only for whom nothing is written yet (a navigation
 * leaves the page), and not when the browser has just come from there.
 */
export function createSilentSignIn(host: HTMLElement): (snapshot: ChatSnapshot) => void {
  let tries = !isComingBack();
  // What the gateway has put there for us is of no use to the page.
  if (location.hash.startsWith(SIGN_IN_FAILED))
    history.replaceState(history.state, '', location.href.split('#')[0]);
  return ({ connection, customer }) => {
    if (!tries || connection.kind !== 'sign-in-needed' || customer) return;
    tries = false;
    const url = silentSignInUrlOf(host);
    if (url) location.assign(url);
  };
}

/**
 * The same without a page of the identity provider's (`prompt=none`), for a customer who is signed in there already.
 * Empty where the portal itself vouches for customers.
 */
function silentSignInUrlOf(host: HTMLElement): string {
  const url = host.dataset.assertionUrl === '' ? signInUrlOf(host) : '';
  return url && `${url}&prompt=none`;
}
