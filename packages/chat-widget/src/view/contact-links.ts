import { h } from '../dom.js';
import { words } from '../words.js';
import { icon } from './icons.js';

/** The ways out that the portal has configured; empty strings are left out. */
export interface Contact {
  readonly phone: string;
  readonly email: string;
}

/** "Call us" and "Send an email", as far as they are configured. */
export function createContactLinks(): { readonly node: HTMLElement; update(contact: Contact): void } {
  const call = h('a', { class: 'contact' }, icon('phone'), words.callUs);
  const mail = h('a', { class: 'contact' }, icon('mail'), words.sendEmail);
  const node = h('p', { class: 'contacts' }, call, mail);
  return {
    node,
    update({ phone, email }) {
      call.href = `tel:${phone.replaceAll(/[^\d+*#]/g, '')}`;
      call.hidden = phone === '';
      mail.href = `mailto:${encodeURI(email)}`;
      mail.hidden = email === '';
      node.hidden = phone === '' && email === '';
    },
  };
}
