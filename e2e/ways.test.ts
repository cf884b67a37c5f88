/** When nobody is free: a callback and a message, from the customer's choice to the agent's call, in real Chromium. */
import type { Locator, Page } from 'playwright-core';
import { expect, it } from 'vitest';
import {
  type Person,
  seriousViolations,
  signInAtDesk,
  signInAtPortal,
  takeScreenshot,
} from './support/chromium.js';
import { Demo } from './support/demo.js';

const demo = Demo.forThisFile();

async function ask(page: Page, text: string): Promise<void> {
  await page.getByRole('button', { name: /^Chat with us/ }).click();
  await page.getByRole('textbox', { name: 'Message' }).fill(text);
  await page.getByRole('button', { name: 'Send', exact: true }).click();
}

const hasFocus = (place: Locator) =>
  expect.poll(() => place.evaluate((it) => it.matches(':focus'))).toBe(true);

it('[WIRE-37] [T7] [CALL-1] [CALL-2] [CALL-3] promises Ava a call, which Sam makes', async () => {
  const [ava, sam] = [await demo.arrive(), await demo.arrive()];
  const portal = await signInAtPortal(ava, demo.urls.customer, /Ava/);
  await ask(portal, 'Why is my payment held?');
  const callback = portal.getByRole('button', { name: 'Request a callback' });
  await callback.click();
  await portal.getByRole('button', { name: 'Back', exact: true }).click();
  await hasFocus(callback);
  await callback.click();
  const number = portal.getByRole('textbox', { name: 'Phone number' });
  await number.fill('12');
  await portal.getByRole('button', { name: 'Call me back' }).click();
  await portal.getByText('Please check the phone number').waitFor();
  await number.fill('+49 30 901820');
  await portal.getByRole('textbox', { name: /What is it about/ }).fill('the held payment');
  await takeScreenshot(portal, 'portal-callback-form');
  expect(await seriousViolations(portal)).toEqual([]);
  await portal.getByRole('button', { name: 'Call me back' }).click();
  await portal.getByText(/We will call you at the number ending in .?820/).waitFor();
  await portal.getByText('This chat has ended', { exact: false }).first().waitFor();
  expect(await portal.getByText('You ended the chat').count()).toBe(0);
  await takeScreenshot(portal, 'portal-callback-promised');
  // Whose button is gone goes on at the text box.
  await hasFocus(portal.getByRole('textbox', { name: 'Message' }));

  const desk = await signInAtDesk(sam, demo.urls.agent, /Sam/);
  await desk.getByRole('switch', { name: 'Available' }).click();
  const card = desk.getByRole('region', { name: 'Customer' });
  await card.getByText('+4930901820').waitFor();
  expect(await card.innerText()).toMatch(/the held payment/);
  await takeScreenshot(desk, 'desk-callback');
  expect(await seriousViolations(desk)).toEqual([]);
  await desk.getByRole('button', { name: 'Accept' }).click();
  await portal.getByText('An agent is calling you now.').waitFor();
  await desk.getByRole('button', { name: 'Nobody answered' }).click();
  await portal.getByText(/We will call you at the number ending in .?820/).waitFor();
  await portal.getByRole('button', { name: 'Cancel the callback' }).click();
  await portal.getByText(/We will call you/).waitFor({ state: 'hidden' });
  expect([...ava.problems, ...sam.problems]).toEqual([]);
  // Sam would be asked first in the next test.
  await desk.getByRole('switch', { name: 'Available' }).click();
});

/** The portal speaks Arabic to Chloe, and so would the chat; these tests read English. */
async function inEnglish({ context }: Person): Promise<void> {
  await context.route('**/support/widget.ar.js', (route) =>
    route.continue({ url: route.request().url().replace('.ar.js', '.js') }),
  );
  await context.addInitScript(() => {
    new MutationObserver(() => {
      document.documentElement.lang = 'en';
    }).observe(document, { childList: true });
  });
}

it('[WIRE-36] says before the first message whether agents are there', async () => {
  const [chloe, lee] = [await demo.arrive(), await demo.arrive()];
  await inEnglish(chloe);
  const portal = await signInAtPortal(chloe, demo.urls.customer, /Chloe/);
  await portal.locator('throughline-chat').getByRole('button').first().click();
  await portal.getByText(/No agent is available right now/).waitFor();
  const desk = await signInAtDesk(lee, demo.urls.agent, /Lee/);
  await desk.getByRole('switch', { name: 'Available' }).click();
  await portal.getByText('An agent is available now.').waitFor();
  await desk.getByRole('switch', { name: 'Available' }).click();
  await portal.getByText(/No agent is available right now/).waitFor();
});

it('[CALL-7] takes a message, masked, to an agent', async () => {
  const [ben, riley] = [await demo.arrive(), await demo.arrive()];
  const portal = await signInAtPortal(ben, demo.urls.customer, /Ben/);
  await ask(portal, 'Hello?');
  await portal.getByRole('button', { name: 'Leave a message' }).click();
  await portal.getByRole('textbox', { name: 'Your message' }).fill('My card 4111 1111 1111 1111 is lost.');
  await portal.getByRole('button', { name: 'Leave a message' }).click();
  await portal.getByText('This chat has ended', { exact: false }).first().waitFor();
  expect(await portal.getByText('You ended the chat').count()).toBe(0);

  const desk = await signInAtDesk(riley, demo.urls.agent, /Riley/);
  await desk.getByRole('switch', { name: 'Available' }).click();
  const card = desk.getByRole('region', { name: 'Customer' });
  await card.getByText(/My card .* is lost/).waitFor();
  expect(await card.innerText()).not.toMatch(/4111 1111/);
  // Riley would be asked first in the next test.
  await desk.getByRole('switch', { name: 'Available' }).click();
});

it('[WIRE-44] [CONV-60] shows Chloe what the agent sees, and takes a page off the card at once', async () => {
  const [chloe, lee] = [await demo.arrive(), await demo.arrive()];
  await inEnglish(chloe);
  const portal = await signInAtPortal(chloe, demo.urls.customer, /Chloe/);
  await ask(portal, 'Hello?');
  const desk = await signInAtDesk(lee, demo.urls.agent, /Lee/);
  await desk.getByRole('switch', { name: 'Available' }).click();
  await desk.getByRole('button', { name: 'Accept' }).first().click();
  const card = desk.getByRole('region', { name: 'Customer' });
  const title = await portal.title();
  await card.getByText(title).waitFor();

  await portal.getByText('What the agent sees').click();
  const items = portal.getByRole('listitem').filter({ hasText: /Your name|Page you came from/ });
  await items.filter({ hasText: title }).waitFor();
  await takeScreenshot(portal, 'portal-shared');
  expect(await seriousViolations(portal)).toEqual([]);
  await portal.getByRole('button', { name: /^Stop sharing: Page you came from/ }).click();
  await portal.getByText('The agent no longer sees it.').waitFor();
  await card.getByText(title).waitFor({ state: 'hidden' });
  await expect.poll(() => items.count()).toBe(1);
  expect([...chloe.problems, ...lee.problems]).toEqual([]);
});
