/** Genesys Cloud falls silent, in real Chromium: the widget says so, offers other ways, and goes on by itself. Our own emulator stands in for it. */
import type { Page } from 'playwright-core';
import { expect, it } from 'vitest';
import { seriousViolations, signInAtDesk, signInAtPortal, takeScreenshot } from './support/chromium.js';
import { Demo } from './support/demo.js';
import { Platform } from './support/door.js';

const demo = Demo.forThisFile({ THROUGHLINE_CONTACT_CENTER: 'genesys' });

const UNREACHABLE = /We cannot reach our agents at the moment/;
const log = (page: Page) => page.getByRole('log', { name: 'Conversation' });

it('[WIRE-64] [GUEST-30] offers other ways soon after the click, and connects when Genesys Cloud is back', async () => {
  const [ava, sam] = [await demo.arrive(), await demo.arrive()];
  const portal = await signInAtPortal(ava, demo.urls.customer, /Ava/);
  await portal.getByRole('button', { name: /^Chat with us/ }).click();
  await portal.getByRole('textbox', { name: 'Message' }).fill('Is anybody there?');
  const door = await Platform.signedIn(demo.urls.genesys);
  await door.fault({ kind: 'http', status: 503, path: '/v1', times: 1_000 });
  const clickedAt = performance.now();
  await portal.getByRole('button', { name: 'Send', exact: true }).click();
  await portal.getByText(UNREACHABLE).waitFor();
  await portal.getByRole('button', { name: 'Request a callback' }).waitFor();
  const ms = performance.now() - clickedAt;
  process.stdout.write(`other ways offered ${Math.round(ms)} ms after the click\n`);
  await takeScreenshot(portal, 'outage-portal');
  expect(await seriousViolations(portal)).toEqual([]);

  await door.call('DELETE', '/emulator/v1/faults');
  await portal.getByText(UNREACHABLE).waitFor({ state: 'hidden' });
  const desk = await signInAtDesk(sam, demo.urls.agent, /Sam/);
  await desk.getByRole('switch', { name: 'Available' }).click();
  await desk.getByRole('button', { name: 'Accept' }).click();
  await log(desk).getByText('Is anybody there?').waitFor();
  expect(await log(desk).getByText('Is anybody there?').count()).toBe(1);
  await desk.getByRole('textbox', { name: 'Reply' }).fill('I am, Ava.');
  await desk.getByRole('button', { name: 'Send', exact: true }).click();
  await log(portal).getByText('I am, Ava.').waitFor();
});
