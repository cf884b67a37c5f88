import { describe, expect, it } from 'vitest';
import { ava } from './customers/ava.js';
import { html } from './html.js';
import { dashboardPage } from './pages/dashboard-page.js';
import { createView } from './view.js';

const HOSTILE = `"><script>alert('1')</script>&amp;`;

describe('the html template', () => {
  it('escapes every value, in content and in quoted attributes', () => {
    expect(html`<p title="${HOSTILE}">${HOSTILE}</p>`.toString()).toBe(
      '<p title="&#34;&#62;&#60;script&#62;alert(&#39;1&#39;)&#60;/script&#62;&#38;amp;">' +
        '&#34;&#62;&#60;script&#62;alert(&#39;1&#39;)&#60;/script&#62;&#38;amp;</p>',
    );
  });

  it('puts in other templates and lists of them as they are, and nothing for what is absent', () => {
    const items = [html`<li>a</li>`, 'b & c', 0];
    expect(html`<ul>${items}${null}${undefined}${false}</ul>`.toString()).toBe(
      '<ul><li>a</li>b &#38; c0</ul>',
    );
  });

  it('keeps a hostile name, product and id from becoming markup in a page', () => {
    const [order] = ava.orders;
    const customer = {
      ...ava,
      name: HOSTILE,
      givenName: HOSTILE,
      orders: [{ ...order, id: HOSTILE, items: [{ name: HOSTILE, quantity: 1, priceCents: 1 }] }],
    } as typeof ava;
    const page = dashboardPage(createView({ ...customer, signedInBy: 'portal' }, new Date())).toString();
    expect(page).not.toContain('<script>');
    expect(page).toContain('/orders/&#34;&#62;&#60;script&#62;');
  });
});
