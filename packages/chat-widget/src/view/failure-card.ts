import { h, setText } from '../dom.js';
import { laterWords as words } from '../later-words.js';
import { createContactLinks } from './contact-links.js';
import { icon } from './later-icons.js';
import type { PanelState } from './panel-state.js';

/** What the customer sees instead of a chat that does not come: the other ways to reach the company (T7). */
export function createFailureCard() {
  const heading = h('h3', { tabindex: '-1' }, words.failureHeading);
  const text = h('p');
  const links = createContactLinks();
  const contactText = h('p', {}, words.failureContact);
  return {
    node: h('div', { class: 'card cannot-open' }, icon('alert'), heading, text, contactText, links.node),
    update({ host, snapshot }: PanelState): void {
      // The gateway will not serve this page as it is; trying again does not help.
      const refused = snapshot.connection.kind === 'refused';
      setText(text, refused ? words.refusedText : words.failureText);
      links.update(host);
      contactText.hidden = refused || links.node.hidden;
    },
    focus: () => heading.focus(),
  };
}
