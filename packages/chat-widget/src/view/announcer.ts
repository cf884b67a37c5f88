import { h } from '../dom.js';
import type { Announcements } from '../model/announcements.js';

/** Two regions that nobody sees, for what a screen reader is told beside the log. */
export function createAnnouncer() {
  const polite = h('div', { role: 'status' });
  const urgent = h('div', { role: 'alert' });
  return {
    node: h('div', { class: 'unseen' }, polite, urgent),
    announce(announcements: Announcements): void {
      say(polite, announcements.polite);
      say(urgent, announcements.urgent);
    },
  };
}

/** A new node each time: the same words twice are spoken twice. */
function say(region: Element, text: string | null): void {
  if (text !== null) region.replaceChildren(h('p', {}, text));
}
