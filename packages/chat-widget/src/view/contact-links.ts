import { h, setAttribute, setText } from '../dom.js';
import { laterWords as words } from '../later-words.js';
import { type IconName, icon } from './later-icons.js';

/** "Call us" and "Send an email", as far as the portal has configured them in the element's attributes. */
export function createContactLinks(): { readonly node: HTMLElement; update(host: HTMLElement): void } {
  const call = createWay('phone', words.callUs);
  const mail = createWay('mail', words.sendEmail);
  const node = h('div', { class: 'contacts' }, call.node, mail.node);
  return {
    node,
    update({ dataset: { phone = '', email = '' } }) {
      call.update(phone, `tel:${phone.replaceAll(/[^\d+*#]/g, '')}`);
      mail.update(email, `mailto:${encodeURI(email)}`);
      node.hidden = phone === '' && email === '';
    },
  };
}

/** A link, and beside it the number or address itself, for those whose device cannot follow such a link. */
function createWay(symbol: IconName, text: string) {
  const link = h('a', { class: 'contact' }, icon(symbol), text);
  const address = h('span', { dir: 'auto' });
  const node = h('div', {}, link, address);
  return {
    node,
    update(value: string, href: string): void {
      setText(address, value);
      setAttribute(link, 'href', href);
      node.hidden = value === '';
    },
  };
}
