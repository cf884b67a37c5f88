import { speakOn } from '../src/languages.js';
import { defineThroughlineChat } from '../src/loader/element.js';
import { Widget } from '../src/widget.js';
import { ScriptedClient } from './scripted-client.js';

declare global {
  interface Window {
    client: ScriptedClient;
    /** Rows that were inserted while the log was speaking. */
    spoken: string[];
    /** Rows that were inserted while it was silent. */
    silent: string[];
    events: string[];
  }
}

window.client = new ScriptedClient();
window.spoken = [];
window.silent = [];
window.events = [];
for (const name of ['throughline-open', 'throughline-close']) {
  addEventListener(name, () => window.events.push(name));
}

defineThroughlineChat(async (_attempt, host) => {
  await speakOn(host);
  return (parts) => {
    const widget = new Widget(parts, window.client, '/support');
    hearLog(parts.root);
    return widget;
  };
});

function hearLog(root: ShadowRoot): void {
  const log = root.querySelector('[role=log]');
  if (!log) return;
  new MutationObserver((records) => {
    for (const row of records.flatMap((record) => [...record.addedNodes])) {
      const heard = isHeard(row);
      (heard ? window.spoken : window.silent).push(row.textContent ?? '');
    }
  }).observe(log, { childList: true });
}

/** As a screen reader decides it: the nearest live region rules, unless it is busy or not displayed. */
function isHeard(row: Node): boolean {
  const region = row instanceof Element ? row.closest('[aria-live]') : null;
  const busy = row instanceof Element && row.closest('[aria-busy=true]') !== null;
  const shown = region !== null && region.getClientRects().length > 0;
  return shown && !busy && region.getAttribute('aria-live') !== 'off';
}
