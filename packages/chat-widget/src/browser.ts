import { TAG_NAME } from './loader/element.js';
import { loadFrom } from './loader/load-from.js';

// Known only while the script runs for the first time.
const script = document.currentScript as HTMLScriptElement | null;

loadFrom(script?.src ?? location.href);
if (document.readyState === 'loading') addEventListener('DOMContentLoaded', addToPage);
else addToPage();

/** Puts the element into the page, configured by the script tag, unless the page has one already. */
function addToPage(): void {
  if (document.querySelector(TAG_NAME)) return;
  const element = document.createElement(TAG_NAME);
  Object.assign(element.dataset, script?.dataset);
  document.body.append(element);
}
