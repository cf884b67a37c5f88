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
