import type { CoreWidget, LoaderParts } from './loader/core-contract.js';
import { createPortalClient } from './portal-client.js';
import { clientSettings } from './settings.js';
import { Widget } from './widget.js';

/** The chat for a launcher that is on the page already. Fetched on intent; see `shell/core-contract.ts`. */
export function start(parts: LoaderParts): CoreWidget {
  const settings = clientSettings(parts.host, parts.basePath);
  return new Widget(parts, createPortalClient(settings), settings.basePath);
}
