/** PostgreSQL goes away under a conversation: everybody sees it, nothing is lost, and it goes on by itself. */
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { startThrowawayPostgres } from '../tools/test-setup/throwaway-postgres.mjs';
import {
  launchChromium,
  Person,
  seriousViolations,
  signInAtDesk,
  signInAtPortal,
  takeScreenshot,
} from './support/chromium.js';
import { Product } from './support/product.js';
import { query } from './support/test-database.js';

const AWAY_MS = 6_000;

let postgres: Awaited<ReturnType<typeof startThrowawayPostgres>>;
let product: Product;
let browser: Browser;
beforeAll(async () => {
  postgres = await startThrowawayPostgres(new AbortController().signal, { durable: true });
  [product, browser] = await Promise.all([
    Product.start({ THROUGHLINE_DATABASE_URL: postgres.url }),
    launchChromium(),
  ]);
});
afterAll(async () => {
  await browser.close();
  await product[Symbol.asyncDispose]();
  await postgres.stop();
});

const trouble = (page: Page) => page.getByRole('status').filter({ hasText: /trouble saving/i });
const log = (page: Page) => page.getByRole('log', { name: 'Conversation' });

async function write(page: Page, box: 'Message' | 'Reply', text: string): Promise<void> {
  await page.getByRole('textbox', { name: box }).fill(text);
  await page.getByRole('button', { name: 'Send', exact: true }).click();
}

it('[T2] [T3] [T7] [WIRE-34] shows at both ends that saving is paused, keeps what is written, and goes on by itself', async () => {
  const [ava, sam] = [await Person.arrive(browser), await Person.arrive(browser)];
  const portal = await signInAtPortal(ava, product.urls.customer, /Ava/);
  const desk = await signInAtDesk(sam, product.urls.agent, /Sam/);
  await desk.getByRole('switch', { name: 'Available' }).click();
  await portal.getByRole('button', { name: 'Chat with us' }).click();
  await write(portal, 'Message', 'Before');
  await desk.getByRole('button', { name: 'Accept' }).click();
  await log(desk).getByText('Before').waitFor();
  await write(desk, 'Reply', 'Hello');
  await log(portal).getByText('Hello').waitFor();

  const isBack = postgres.restart(AWAY_MS);
  await Promise.all([portal, desk].map((page) => trouble(page).waitFor()));
  await write(portal, 'Message', 'Written by Ava meanwhile');
  await write(desk, 'Reply', 'Written by Sam meanwhile');
  for (const [page, name] of [
    [portal, 'portal'],
    [desk, 'desk'],
  ] as const) {
    expect(await seriousViolations(page)).toEqual([]);
    await takeScreenshot(page, `${name}-saving-paused`);
  }

  await isBack;
  for (const page of [portal, desk]) await trouble(page).waitFor({ state: 'detached' });
  await log(desk).getByText('Written by Ava meanwhile').waitFor();
  await log(portal).getByText('Written by Sam meanwhile').waitFor();
  const stored = await query<{ seq: string; kind: string }>(
    postgres.url,
    'select seq, kind from entry order by seq',
  );
  expect(stored.map(({ seq }) => Number(seq))).toEqual([1, 2, 3, 4, 5]);
  expect(stored.filter(({ kind }) => kind === 'message')).toHaveLength(4);
  expect([...ava.problems, ...sam.problems]).toEqual([]);
});
