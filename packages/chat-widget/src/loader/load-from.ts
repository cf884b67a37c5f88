import { defineThroughlineChat, ThroughlineChat } from './element.js';

/** Name of the chat's file, and of what `prepare` is called in it; the build puts them in. */
declare const CORE_FILE: string;
declare const CORE_EXPORT: string;

/**
 * Registers the element, with the gateway where the script came from. The chat is beside it in the folder `widget/`. A
 * try has a path of its own that everything below it inherits: browsers may remember for the life of the page that a
 * module could not be fetched (HTML, module map).
 */
export function loadFrom(scriptUrl: string): void {
  const folder = new URL('.', scriptUrl).href;
  ThroughlineChat.basePath = folder.slice(0, -1);
  defineThroughlineChat(async (attempt, host) =>
    (await import(`${folder}widget/${attempt}/${CORE_FILE}`))[CORE_EXPORT](host),
  );
}
