import type { Core } from './core-contract.js';
import { defineThroughlineChat, ThroughlineChat } from './element.js';

/** Names of the chat's module and of what it cannot do without; the build puts them in. */
declare const CORE_FILES: readonly string[];

/**
 * Registers the element, with the gateway where the script came from. The chat is beside it in the folder `widget/`. All
 * of its files are asked for at once, so that they take one round trip. A try has a path of its own that everything below
 * it inherits: browsers may remember for the life of the page that a module could not be fetched (HTML, module map).
 */
export function loadFrom(scriptUrl: string): void {
  const folder = new URL('.', scriptUrl).href;
  ThroughlineChat.basePath = folder.slice(0, -1);
  defineThroughlineChat((attempt) => {
    const [core, ...others] = CORE_FILES.map((file) => import(`${folder}widget/${attempt}/${file}`));
    // The chat asks for them itself, and knows better after an update.
    for (const other of others) other.catch(() => {});
    return core as Promise<Core>;
  });
}
