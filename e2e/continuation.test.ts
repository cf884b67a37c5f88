/** A customer who comes back soon meets the same agent, who sees what was said before. */
import type { Page } from 'playwright-core';
import { expect, it } from 'vitest';
import { seriousViolations, signInAtDesk, signInAtPortal, takeScreenshot } from './support/chromium.js';
import { Demo } from './support/demo.js';

const demo = Demo.forThisFile();

/** The desk's panel of a customer. */
interface Shown {
  card: { readonly previousConversation: object };
  readonly updateComplete: Promise<unknown>;
}

const log = (page: Page) => page.getByRole('log', { name: 'Conversation' });

async function write(page: Page, box: 'Message' | 'Reply', text: string): Promise<void> {
  await page.getByRole('textbox', { name: box }).fill(text);
  await page.getByRole('button', { name: 'Send', exact: true }).click();
}

it('[CONV-21] [T10] [WRAPUP-2] brings a customer who comes back soon to the same agent, with the earlier transcript', async () => {
  const [ben, riley, sam] = await Promise.all([1, 2, 3].map(() => demo.arrive()));
  if (!ben || !riley || !sam) throw new Error('Three people are needed.');
  const portal = await signInAtPortal(ben, demo.urls.customer, /Ben/);
  const known = await signInAtDesk(riley, demo.urls.agent, /Riley/);
  const other = await signInAtDesk(sam, demo.urls.agent, /Sam/);
  await known.getByRole('switch', { name: 'Available' }).click();
  await portal.getByRole('button', { name: 'Chat with us' }).click();
  await write(portal, 'Message', 'My card has not come yet');
  await known.getByRole('button', { name: 'Accept' }).click();
  await write(known, 'Reply', 'It is on its way, Ben');
  await log(portal).getByText('It is on its way, Ben').waitFor();
  await portal.getByRole('button', { name: 'End chat' }).click();
  await portal.getByRole('button', { name: 'Yes, end chat' }).click();
  await portal.getByText('You ended the chat').waitFor();

  // Waits for longer since the last conversation than the one who just had one: but for the customer, first in line.
  await other.getByRole('switch', { name: 'Available' }).click();
  await write(portal, 'Message', 'One more question');
  await known.getByRole('button', { name: 'Accept' }).click();
  await log(known).getByText('One more question').waitFor();
  expect(await other.getByRole('button', { name: 'Accept' }).count()).toBe(0);

  const previous = log(known).getByText('Previous conversation');
  await previous.click();
  await log(known).getByText('My card has not come yet').waitFor();
  await log(known).getByText('It is on its way, Ben').waitFor();
  // The product's part of it is shown by [WRAPUP-2]: this customer's agents are the desk's own.
  const facts = known.locator('desk-customer').evaluate(async (panel) => {
    const shown = panel as unknown as Shown;
    const previousConversation = {
      ...shown.card.previousConversation,
      wrapUp: { wrapUp: 'Resolved', agent: 'Kim' },
    };
    shown.card = { ...shown.card, previousConversation };
    await shown.updateComplete;
    return panel.shadowRoot?.querySelector('dl')?.innerText;
  });
  expect(await facts).toMatch(/Previous conversation\s+Ended .+\s+Summed up as\s+Resolved, by Kim/);
  expect(await seriousViolations(known)).toEqual([]);
  await takeScreenshot(known, 'desk-previous-conversation');
  expect([...ben.problems, ...riley.problems, ...sam.problems]).toEqual([]);
});
