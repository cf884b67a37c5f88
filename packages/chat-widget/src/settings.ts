import type { EscalationContext } from '@throughline/protocol';
import type { Contact } from './view/contact-links.js';
import { words } from './words.js';

/** Where the gateway and the portal's assertion endpoint are. */
export interface ClientSettings {
  /** Path of the customer door, for example `/support`; a whole URL when it is on another origin. */
  readonly basePath: string;
  /** Endpoint of the portal that vouches for the signed-in customer; empty where an identity provider does. */
  readonly assertionUrl: string;
}

export function clientSettings({ dataset }: HTMLElement, defaultBasePath: string): ClientSettings {
  return {
    basePath: dataset.basePath ?? defaultBasePath,
    assertionUrl: dataset.assertionUrl ?? '/throughline/assertion',
  };
}

export function titleOf({ dataset }: HTMLElement): string {
  return dataset.title ?? words.title;
}

export function contactOf({ dataset }: HTMLElement): Contact {
  return { phone: dataset.phone ?? '', email: dataset.email ?? '' };
}

/**
 * The portal's sign-in, with `{return}` in it replaced by the way back to this page: path, query and fragment, never
 * another origin. Empty without an address that a link may lead to.
 */
export function signInUrlOf({ dataset: { signInUrl } }: HTMLElement): string {
  if (!signInUrl) return '';
  const back = encodeURIComponent(location.pathname + location.search + location.hash);
  const { protocol, href } = new URL(signInUrl.replaceAll('{return}', back), location.href);
  return protocol.startsWith('http') ? href : '';
}

/**
 * The same without a page of the identity provider's (`prompt=none`), for a customer who is signed in there already.
 * Empty where the portal itself vouches for customers.
 */
export function silentSignInUrlOf(host: HTMLElement): string {
  const url = host.dataset.assertionUrl === '' ? signInUrlOf(host) : '';
  return url && `${url}&prompt=none`;
}

/** The page the customer is on and what they want, cut to what the wire takes. */
export function escalationContext(intent: string | undefined): EscalationContext {
  const page = {
    url: (location.pathname + location.search).slice(0, MAX_URL_LENGTH),
    title: document.title.slice(0, MAX_TITLE_LENGTH),
  };
  return intent ? { intent: intent.slice(0, MAX_INTENT_LENGTH), page } : { page };
}

const MAX_INTENT_LENGTH = 100;
const MAX_URL_LENGTH = 2_000;
const MAX_TITLE_LENGTH = 300;
