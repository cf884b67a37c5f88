import type { EscalationContext } from '@throughline/protocol';
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
