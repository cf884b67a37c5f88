import { AxeBuilder } from '@axe-core/playwright';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { chat, customerSays } from '../../test-support/snapshots.js';
import { callsOf, Stage, show, violations } from '../../test-support/stage.js';

const PICTURES = process.env.THROUGHLINE_PICTURES;
const SHARED = [
  { kind: 'name', value: 'Ava Lindqvist' },
  { kind: 'customer-id', value: 'ava' },
  { kind: 'tier', value: 'PREMIUM' },
  { kind: 'page', label: 'Order 17', value: '/orders/17?q=[card ••••1111]', name: '/orders/17' },
  { kind: 'field', label: 'State of the order', value: 'shipped' },
  { kind: 'previous', value: '2026-03-10T09:15:00Z' },
  { kind: 'internal', value: '' },
] as const;
const talk = (shared: readonly (typeof SHARED)[number][]) => chat([customerSays(1, 'Hello')], { shared });

let stage: Stage;
beforeAll(async () => {
  stage = await Stage.start();
});
afterAll(() => stage.stop());

test.each(['light', 'dark'] as const)(
  'In %s mode it lists what the agent sees, and takes back',
  async (colorScheme) => {
    const page = await stage.open({ context: { colorScheme, viewport: { width: 375, height: 667 } } });
    await show(page, talk(SHARED));
    await page.getByRole('button', { name: 'Chat with us' }).click();
    await page.getByText('What the agent sees').click();
    const items = page.getByRole('listitem');
    expect(await items.allInnerTexts()).toEqual([
      expect.stringMatching(/Your name\s+Ava Lindqvist/),
      expect.stringMatching(/Customer number\s+ava/),
      expect.stringMatching(/Customer group\s+PREMIUM/),
      expect.stringMatching(/Page you came from\s+Order 17/),
      expect.stringMatching(/State of the order\s+shipped/),
      expect.stringMatching(/Your last chat\s+.*10.*2026/),
      expect.stringMatching(/How your request was routed/),
    ]);
    if (PICTURES) await page.screenshot({ path: `${PICTURES}/shared-${colorScheme}.png` });
    const { violations: found } = await new AxeBuilder({ page }).setLegacyMode().analyze();
    expect(found.map(({ id, nodes }) => [id, nodes.map((node) => node.failureSummary)])).toEqual([]);

    await page.getByRole('button', { name: 'Stop sharing: Page you came from, Order 17' }).press('Enter');
    expect(await callsOf(page, 'withhold')).toEqual([[SHARED[3]]]);
    await show(page, talk(SHARED.filter(({ kind }) => kind !== 'page')));
    await page.getByText('The agent no longer sees it.').waitFor();
    expect(await items.count()).toBe(6);
    const focused = () =>
      page.evaluate(() => document.activeElement?.shadowRoot?.activeElement?.tagName.toLowerCase());
    expect(await focused()).toBe('summary');
    expect(await violations(page)).toEqual([]);
    await page.context().close();
  },
);
