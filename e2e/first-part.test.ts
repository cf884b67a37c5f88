/** The chat works with what comes first: the rest of its files is held back, or never comes. */
import type { Page } from 'playwright-core';
import { expect, it } from 'vitest';
import { signInAtDesk, signInAtPortal } from './support/chromium.js';
import { Demo } from './support/demo.js';

const demo = Demo.forThisFile();

const LATER = /\/widget\/\d+\/later-[^/]+\.js$/;
const log = (page: Page) => page.getByRole('log', { name: 'Conversation' });
const box = (page: Page) => page.getByRole('textbox', { name: /Message|Reply/ });

async function write(page: Page, text: string): Promise<void> {
  await box(page).fill(text);
  await page.getByRole('button', { name: 'Send', exact: true }).click();
}

it('[CLIENT-13] [T3] a whole conversation, a loss and a draft do without the rest of the chat', async () => {
  const [ava, sam] = [await demo.arrive(), await demo.arrive()];
  const portal = await signInAtPortal(ava, demo.urls.customer, /Ava/);
  const desk = await signInAtDesk(sam, demo.urls.agent, /Sam/);
  await desk.getByRole('switch', { name: 'Available' }).click();

  // A draft from a page on which everything had come.
  await portal.getByRole('button', { name: 'Chat with us' }).click();
  await portal.getByText('Write a message and we will connect you').waitFor();
  await box(portal).fill('From the page before');
  await portal.waitForFunction(() => sessionStorage.getItem('throughline-kept') !== null);

  await ava.context.route(LATER, (route) => route.abort());
  await portal.reload();
  await portal.getByRole('button', { name: 'Chat with us' }).click();
  // No blank panel meanwhile.
  await portal.getByText('Write a message', { exact: true }).waitFor();
  await write(portal, 'One');
  await desk.getByRole('button', { name: 'Accept' }).click();
  await write(desk, 'Answer to one');
  await log(portal).getByText('Answer to one').waitFor();
  expect(await log(portal).getAttribute('aria-live')).toBe('polite');
  expect(await portal.getByRole('button', { name: 'End chat' }).count()).toBe(0);

  // Without a connection, and back.
  await ava.context.setOffline(true);
  await portal.evaluate(() => dispatchEvent(new Event('offline')));
  await write(portal, 'Two');
  await ava.context.setOffline(false);
  await log(desk).getByText('Two', { exact: true }).waitFor();
  await write(desk, 'Answer to two');
  await log(portal).getByText('Answer to two').waitFor();
  await expect.poll(() => log(desk).getByText('Two', { exact: true }).count()).toBe(1);

  // The next page shows it all, and what had been begun before.
  await ava.context.unroute(LATER);
  await portal.reload();
  await portal.getByRole('button', { name: 'Chat with us' }).click();
  for (const text of ['One', 'Answer to one', 'Two', 'Answer to two'])
    await log(portal).getByText(text, { exact: true }).waitFor();
  await expect.poll(() => box(portal).inputValue()).toBe('From the page before');
  await portal.getByRole('button', { name: 'End chat' }).waitFor();
  expect([...ava.problems, ...sam.problems]).toEqual([]);
});
