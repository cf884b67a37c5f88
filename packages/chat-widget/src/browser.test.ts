import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type OpenOptions, Stage, violations } from '../test-support/stage.js';

let stage: Stage;
beforeAll(async () => {
  stage = await Stage.start();
});
afterAll(() => stage.stop());

const SCRIPT = '<script src="/support/widget.js" data-phone="112" data-title="Meridian help" async></script>';

/** A page that embeds the real script; its gateway answers nothing but 503. */
async function open(options: OpenOptions): Promise<{ page: Page; requests: string[] }> {
  const requests: string[] = [];
  const page = await stage.open({ head: SCRIPT, element: '', ...options });
  page.on('request', (request) => requests.push(new URL(request.url()).pathname));
  await page.locator('throughline-chat').waitFor({ state: 'attached' });
  return { page, requests };
}

test('One script tag adds the element, configured by its attributes', async () => {
  const { page } = await open({});
  const element = page.locator('body > throughline-chat');
  expect(await element.getAttribute('data-phone')).toBe('112');
  await page.getByRole('button', { name: 'Chat with us' }).click();
  expect(await page.getByRole('heading', { name: 'Meridian help' }).isVisible()).toBe(true);
  expect(await violations(page)).toEqual([]);
  await page.context().close();
});

test('[T7] Without a gateway the customer is offered the phone', async () => {
  const { page } = await open({});
  await page.getByRole('button', { name: 'Chat with us' }).click();
  await page.clock.runFor(3_000);
  await page.getByRole('heading', { name: "We can't open chat right now" }).waitFor();
  expect(await page.getByRole('link', { name: 'Call us' }).getAttribute('href')).toBe('tel:112');
  expect(await violations(page)).toEqual([]);
  await page.context().close();
});

test('With a gateway the customer writes, and reads that it was sent', async () => {
  const { page } = await open({ gateway: true });
  await page.getByRole('button', { name: 'Chat with us' }).click();
  await page.getByRole('heading', { name: 'Hello Ava Lindqvist' }).waitFor();
  await page.getByRole('textbox', { name: 'Message' }).fill('My order is stuck');
  await page.keyboard.press('Enter');
  const row = page.getByRole('log').getByRole('article');
  await row.getByText('Sent').waitFor();
  expect(await row.textContent()).toContain('My order is stuck');
  expect(await page.getByText('1 person ahead of you').isVisible()).toBe(true);
  expect(await violations(page)).toEqual([]);
  await page.context().close();
});

test('The gateway is looked for beside the script', async () => {
  const { page, requests } = await open({});
  await page.getByRole('button', { name: 'Chat with us' }).click();
  await expect.poll(() => requests.some((path) => path.startsWith('/support/v1/'))).toBe(true);
  await page.context().close();
});

test('An element in the markup is used, and the script may be there twice', async () => {
  const element = '<main><throughline-chat data-title="Ours"></throughline-chat></main>';
  const errors: string[] = [];
  const { page } = await open({ head: SCRIPT + SCRIPT, element });
  page.on('pageerror', (error) => errors.push(error.message));
  await page.waitForLoadState('load');
  expect(await page.locator('throughline-chat').count()).toBe(1);
  expect(await page.getByRole('button', { name: 'Chat with us' }).count()).toBe(1);
  expect(errors).toEqual([]);
  await page.context().close();
});

test('Nothing moves by itself, from the launcher to the first message', async () => {
  const { page } = await open({ gateway: true });
  await page.evaluate(() => {
    const moved: number[] = [];
    Object.assign(window, { moved });
    new PerformanceObserver((list) => {
      // What follows at once on what the customer does is no surprise (Layout Instability §2.2).
      for (const entry of list.getEntries() as (PerformanceEntry & { hadRecentInput: boolean })[])
        if (!entry.hadRecentInput) moved.push(entry.startTime);
    }).observe({ type: 'layout-shift', buffered: true });
  });
  const moved = () => page.evaluate(() => (window as unknown as { moved: number[] }).moved.length);
  const portal = () => page.evaluate(() => document.querySelector('h1')?.getBoundingClientRect().top);
  const before = await portal();
  await page.getByRole('button', { name: 'Chat with us' }).click();
  await page.getByRole('heading', { name: 'Hello Ava Lindqvist' }).waitFor();
  await page.getByRole('textbox', { name: 'Message' }).fill('My order is stuck');
  await page.keyboard.press('Enter');
  await page.getByRole('log').getByText('Sent').waitFor();
  expect(await moved()).toBe(0);
  expect(await portal()).toBe(before);
  // It would have been seen.
  const push = () => document.body.prepend(Object.assign(document.createElement('p'), { textContent: 'x' }));
  await expect.poll(() => page.evaluate(push).then(moved)).toBeGreaterThan(0);
  await page.context().close();
});
