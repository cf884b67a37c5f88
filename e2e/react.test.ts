/** The page of `integrations/react`: rendered on a server, hydrated in a browser under a strict policy, with a real gateway. */
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { build } from 'esbuild';
import type { Browser } from 'playwright-core';
import { type ComponentType, createElement } from 'react';
import { renderToString } from 'react-dom/server';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { freePort } from '../tools/test-setup/free-port.mjs';
import { launchChromium, Person } from './support/chromium.js';
import { Cluster } from './support/cluster.js';
import { PortalFront } from './support/portal-front.js';
import { createDatabase } from './support/test-database.js';

const MAIN = fileURLToPath(new URL('../integrations/react/dist/main.js', import.meta.url));
const POLICY =
  "default-src 'none'; script-src 'self'; connect-src 'self'; require-trusted-types-for 'script'; trusted-types 'none'";

let cluster: Cluster;
let browser: Browser;
let front: PortalFront;
let folder: string;
let origin: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'throughline-react-'));
  await build({
    entryPoints: [MAIN],
    bundle: true,
    splitting: true,
    format: 'esm',
    minify: true,
    outdir: folder,
    define: { 'process.env.NODE_ENV': '"production"' },
  });
  const { Page } = (await import(pathToFileURL(MAIN).href)) as { readonly Page: ComponentType };
  const html = `<!doctype html><html lang="en"><head><title>Orders</title>
    <script type="module" src="/main.js"></script></head><body>${renderToString(createElement(Page))}</body></html>`;
  const port = await freePort();
  origin = `http://localhost:${port}`;
  cluster = await Cluster.start({
    nodes: 1,
    databaseUrl: await createDatabase('react'),
    agents: 1,
    capacity: 5,
    publicUrl: origin,
  });
  front = await PortalFront.start({
    port,
    gateway: cluster.node(0).urls.customer,
    sign: (challenge) => cluster.sign({ sub: 'ava', challenge, name: 'Ava' }),
    pages: async ({ url = '' }, response) => {
      if (!url.endsWith('.js')) {
        response.writeHead(200, { 'content-type': 'text/html', 'content-security-policy': POLICY }).end(html);
        return;
      }
      const script = await readFile(join(folder, basename(url)));
      response.writeHead(200, { 'content-type': 'text/javascript' }).end(script);
    },
  });
  browser = await launchChromium();
});
afterAll(async () => {
  await browser.close();
  await front.stop();
  await cluster[Symbol.asyncDispose]();
  await rm(folder, { recursive: true });
});

it('chats from a page that a server rendered, and leaves with its component', async () => {
  const person = await Person.arrive(browser);
  const page = await person.context.newPage();
  page.on('console', (message) => message.type() === 'error' && person.problems.push(message.text()));
  await page.goto(origin);
  await page.getByRole('button', { name: 'Where is my order?' }).click();
  const message = page.getByRole('textbox', { name: 'Message' });
  await message.fill('It has not come');
  await message.press('Enter');
  await page.getByRole('log', { name: 'Conversation' }).getByText('Sent', { exact: true }).waitFor();
  await page.getByRole('heading', { name: 'Ask us' }).waitFor();
  await page.getByText('Chat opened 1 times').waitFor();
  expect(await page.locator('throughline-chat').count()).toBe(1);
  await page.getByRole('button', { name: 'Sign out' }).click();
  await expect.poll(() => page.locator('throughline-chat').count()).toBe(0);
  expect(person.problems).toEqual([]);
  await person.context.close();
});
