import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { AxeBuilder } from '@axe-core/playwright';
import type { FastifyInstance } from 'fastify';
import { type Browser, type BrowserContext, chromium, type Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createPortal } from './portal.js';
import { loadOrCreateSigningKey } from './signing-key.js';

const CHROMIUM = {
  executablePath: '/usr/bin/chromium',
  args: [
    '--no-sandbox',
    '--disable-gpu',
    '--disable-quic',
    '--no-first-run',
    '--disable-background-networking',
    '--disable-component-update',
    '--disable-sync',
  ],
};

let folder: string;
let portal: FastifyInstance;
let baseURL: string;
let browser: Browser;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'meridian-'));
  portal = await createPortal({
    signingKey: await loadOrCreateSigningKey(join(folder, 'key.json')),
    issuer: 'https://meridian.example',
    audience: 'throughline',
    secureCookies: false,
  });
  [browser, baseURL] = await Promise.all([
    chromium.launch(CHROMIUM),
    portal.listen({ host: '127.0.0.1', port: 0 }),
  ]);
});
afterAll(async () => {
  await browser.close();
  await portal.close();
  await rm(folder, { recursive: true });
});

/** A new visitor. The gateway is not part of this test, so its script is empty. */
async function visit(options: Parameters<Browser['newContext']>[0] = {}) {
  const context = await browser.newContext({ baseURL, ...options });
  await context.route(/\/support\/widget\.(ar\.)?js$/, (route) =>
    route.fulfill({ contentType: 'text/javascript', body: '' }),
  );
  const violations = watchPolicy(context);
  const page = await context.newPage();
  await page.goto('/');
  return { page, violations, [Symbol.asyncDispose]: () => context.close() };
}

function watchPolicy(context: BrowserContext): string[] {
  const violations: string[] = [];
  context.on('console', (message) => {
    if (/content security policy/i.test(message.text())) violations.push(message.text());
  });
  return violations;
}

async function signIn(page: Page, name: RegExp): Promise<void> {
  await page.getByRole('button', { name }).click();
  await page.getByRole('button', { name: /Sign out|تسجيل الخروج/ }).waitFor();
}

async function axeViolations(page: Page): Promise<string[]> {
  const { violations } = await new AxeBuilder({ page }).setLegacyMode().analyze();
  return violations.map(({ id, nodes }) => `${page.url()} ${id}: ${nodes.map(({ html }) => html).join(' ')}`);
}

/** How many pixels of the page lie outside the window, to the side. */
const sidewaysOverflow = (page: Page) =>
  page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);

describe('the portal in Chromium', () => {
  it('takes Ava from the sign-in to her stuck order and out again', async () => {
    await using visitor = await visit();
    const { page } = visitor;
    await signIn(page, /Ava/);
    await page.getByRole('link', { name: 'Why is my payment held?' }).click();
    await page.getByRole('heading', { name: 'Order M-20418', level: 1 }).waitFor();
    await page.getByRole('link', { name: 'Back to the overview' }).click();
    await page.getByRole('link', { name: 'Meridian Card' }).click();
    await page.getByText('Meridian Shop, order M-20418').waitFor();
    await page.getByRole('button', { name: 'Sign out' }).click();
    await page.getByRole('button', { name: /Ava/ }).waitFor();
  });

  it('works without JavaScript', async () => {
    await using visitor = await visit({ javaScriptEnabled: false });
    await signIn(visitor.page, /Ben/);
    await visitor.page.getByRole('heading', { name: 'Hello, Ben' }).waitFor();
  });

  it.each(['light', 'dark'] as const)(
    'breaks no accessibility rule and no policy in %s',
    async (colorScheme) => {
      await using visitor = await visit({ colorScheme });
      const { page, violations } = visitor;
      const found = await axeViolations(page);
      await signIn(page, /Ava/);
      for (const path of ['/', '/accounts/card-3391', '/orders/M-20418', '/orders/M-20291', '/nowhere']) {
        await page.goto(path);
        found.push(...(await axeViolations(page)));
      }
      await page.goto('/');
      await page.getByRole('button', { name: 'Sign out' }).click();
      await signIn(page, /Chloe/);
      for (const path of ['/', '/orders/M-20399']) {
        await page.goto(path);
        found.push(...(await axeViolations(page)));
      }
      expect(found).toEqual([]);
      expect(violations).toEqual([]);

      // The watch would have seen one.
      await page.evaluate(() => document.body.setAttribute('style', 'color: red'));
      await expect.poll(() => violations.length).toBe(1);
    },
    60_000,
  );

  it('lets a page of its own fetch an assertion', async () => {
    await using visitor = await visit();
    await signIn(visitor.page, /Ava/);
    const answer = await visitor.page.evaluate(async () => {
      const response = await fetch('/throughline/assertion', {
        method: 'POST',
        headers: { 'content-type': 'application/json', 'x-requested-by': 'throughline' },
        body: JSON.stringify({ challenge: 'c'.repeat(43) }),
      });
      return { status: response.status, body: await response.json() };
    });
    expect(answer).toEqual({
      status: 200,
      body: { assertion: expect.stringMatching(/^[\w-]+\.[\w-]+\.[\w-]+$/) },
    });
  });

  it.each([320, 768])('needs no sideways scrolling at %d pixels', async (width) => {
    await using visitor = await visit({ viewport: { width, height: 700 } });
    const { page } = visitor;
    expect(await sidewaysOverflow(page)).toBeLessThanOrEqual(0);
    await signIn(page, /Ava/);
    for (const path of ['/', '/accounts/card-3391', '/orders/M-20418']) {
      await page.goto(path);
      expect(await sidewaysOverflow(page)).toBeLessThanOrEqual(0);
    }
  });
});
