import { defineThroughlineChat, TAG_NAME, ThroughlineChat } from './element.js';
import { ATTRIBUTES } from './settings.js';

// Known only while the script runs for the first time.
const script = document.currentScript instanceof HTMLScriptElement ? document.currentScript : null;

if (script !== null) ThroughlineChat.basePath = basePathOf(script);
defineThroughlineChat();
if (document.readyState === 'loading') document.addEventListener('DOMContentLoaded', addToPage);
else addToPage();

/** Puts the element into the page, configured by the script tag, unless the page has one already. */
function addToPage(): void {
  if (document.querySelector(TAG_NAME) !== null) return;
  const element = document.createElement(TAG_NAME);
  for (const name of ATTRIBUTES) {
    const value = script?.getAttribute(name);
    if (typeof value === 'string') element.setAttribute(name, value);
  }
  document.body.append(element);
}

/** The script's own address without the file name: a path on the page's origin, a whole URL on another. */
function basePathOf({ src }: HTMLScriptElement): string {
  const { origin, pathname } = new URL(src);
  const path = pathname.replace(/\/[^/]*$/, '');
  return origin === location.origin ? path : origin + path;
}
