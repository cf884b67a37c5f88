/** A customer whose chat cannot open takes their context along to the phone, from the code on the card to the desk. */
import type { BrowserContext, Page } from 'playwright-core';
import { expect, it } from 'vitest';
import { seriousViolations, signInAtDesk, signInAtPortal, takeScreenshot } from './support/chromium.js';
import { Demo } from './support/demo.js';

const demo = Demo.forThisFile();

/** Lets these requests of the chat through, and no others. */
async function letThrough(context: BrowserContext, paths: RegExp): Promise<void> {
  await context.routeWebSocket(/\/support\/v1\//, (socket) => socket.close());
  await context.route('**/support/v1/**', (route) =>
    paths.test(route.request().url()) ? route.continue() : route.abort(),
  );
}

const code = (page: Page) => page.locator('.carry-over .code');

async function say(desk: Page, spoken: string): Promise<void> {
  await desk.getByRole('textbox', { name: 'Customer on the phone' }).fill(spoken);
  await desk.getByRole('button', { name: 'Find' }).click();
}

it('[CARRY-1] [WIRE-65] [NOCHAT-1] [NOCHAT-2] a code on the failure card shows the agent on the phone who calls, once; or a call is promised', async () => {
  const [ava, sam] = [await demo.arrive(), await demo.arrive()];
  await letThrough(ava.context, /\/v1\/(assertion|session|carry-over|without-chat|callbacks)/);
  const portal = await signInAtPortal(ava, demo.urls.customer, /Ava/);
  await portal.getByRole('button', { name: /^Chat with us/ }).click();
  await portal.getByText('If you call us, say this code:').waitFor();
  const spoken = await code(portal).innerText();
  expect(spoken).toMatch(/^[0-9A-Z]{4}-[0-9A-Z]{4}$/);
  expect(await seriousViolations(portal)).toEqual([]);
  await takeScreenshot(portal, 'portal-carry-over');

  await portal.getByRole('heading', { name: 'Opening hours' }).waitFor();
  expect(await portal.locator('.hours').innerText()).toMatch(/Mon–Fri\s+8:00.AM–10:00.PM/);
  await portal.getByRole('button', { name: 'Request a callback' }).click();
  await portal.getByRole('textbox', { name: 'Phone number' }).fill('+49 30 901820');
  await takeScreenshot(portal, 'portal-failure-callback');
  expect(await seriousViolations(portal)).toEqual([]);
  await portal.getByRole('button', { name: 'Call me back' }).click();
  // The button that was pressed is gone: the focus goes on at what came of it.
  await portal.locator('p:focus', { hasText: /We will call you at the number ending in .?820/ }).waitFor();
  await takeScreenshot(portal, 'portal-failure-call-promised');

  const desk = await signInAtDesk(sam, demo.urls.agent, /Sam/);
  await say(desk, 'WXYZ-WXYY');
  await desk.getByText('Something in this code is mistyped').waitFor();
  await say(desk, spoken.toLowerCase().replace('-', ' '));
  const card = desk.getByRole('region', { name: 'Customer' });
  await card.getByText('On the phone with you').waitFor();
  await card.getByRole('heading', { name: /Ava/ }).waitFor();
  await card.getByText('Signed in through the portal').waitFor();
  expect(await seriousViolations(desk)).toEqual([]);
  await takeScreenshot(desk, 'desk-carry-over');
  await card.getByRole('button', { name: 'The call is over' }).click();
  await card.getByRole('heading', { name: /Ava/ }).waitFor({ state: 'detached' });
  await say(desk, spoken);
  await desk.getByText('Nothing is behind this code').waitFor();
  expect([...ava.problems, ...sam.problems]).toEqual([]);

  // Out of reach altogether: a reference, of which the desk says what it is.
  await ava.context.unrouteAll();
  await letThrough(ava.context, /\/v1\/nothing/);
  await portal.reload();
  await portal.getByRole('button', { name: /^Chat with us/ }).click();
  await portal.getByText('It is only a reference.', { exact: false }).waitFor();
  await say(desk, await code(portal).innerText());
  await desk.getByText('Nothing is stored behind it', { exact: false }).waitFor();
  await takeScreenshot(portal, 'portal-carry-over-reference');
});
