import type { StartChat } from './loader/core-contract.js';
import { createPortalClient } from './portal-client.js';
import { clientSettings } from './settings.js';
import { Widget } from './widget.js';

/** The chat for a launcher that is on the page already, in the page's language. Fetched on intent. */
export async function prepare(host: HTMLElement): Promise<StartChat> {
  try {
    if (!host.matches(IN_ENGLISH)) await (await import('./languages.js')).speakOn(host);
  } catch {
    // Better in English than not at all.
  }
  return (parts) => {
    const settings = clientSettings(host, parts.basePath);
    return new Widget(parts, createPortalClient(settings), settings.basePath);
  };
}

/** Elements that need no other words than those that are here. */
const IN_ENGLISH = ':lang(en):not([data-words])';
