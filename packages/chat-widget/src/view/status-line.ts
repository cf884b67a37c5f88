import { h, setText } from '../dom.js';
import { type Contact, createContactLinks } from './contact-links.js';

export interface StatusState {
  /** What the customer waits for; empty for nothing. */
  readonly text: string;
  readonly contact: Contact;
}

/** The line under the header that names a wait and, beside it, the ways out (T7). */
export function createStatusLine() {
  const text = h('p', { role: 'status' });
  const links = createContactLinks();
  const node = h('div', { class: 'status' }, text, links.node);
  return {
    node,
    update(state: StatusState): void {
      setText(text, state.text);
      links.update(state.contact);
      if (state.text === '') links.node.hidden = true;
      node.classList.toggle('shown', state.text !== '');
    },
  };
}
