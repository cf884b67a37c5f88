import { h, setText } from '../dom.js';
import { words } from '../words.js';
import { type Contact, createContactLinks } from './contact-links.js';
import { icon } from './icons.js';

export interface FailureState {
  readonly contact: Contact;
  /** The gateway will not serve this page as it is; trying again does not help. */
  readonly refused: boolean;
}

/** What the customer sees instead of a chat that does not come: the other ways to reach the company (T7). */
export function createFailureCard() {
  const heading = h('h3', { tabindex: '-1' }, words.failureHeading);
  const text = h('p');
  const links = createContactLinks();
  const contactText = h('p', {}, words.failureContact);
  return {
    node: h('div', { class: 'card' }, icon('alert'), heading, text, contactText, links.node),
    update({ contact, refused }: FailureState): void {
      setText(text, refused ? words.refusedText : words.failureText);
      links.update(contact);
      contactText.hidden = refused || links.node.hidden;
    },
    focus: () => heading.focus(),
  };
}
