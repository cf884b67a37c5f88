/** What customers see where the network, the gateway or a proxy is in the way: a chat or another way out, never nothing. */
import type { LoadPhase } from '@throughline/protocol';
import type { Browser, Page } from 'playwright-core';
import { v7 as uuidv7 } from 'uuid';
import { afterAll, beforeAll, expect, it, onTestFinished } from 'vitest';
import { freePort } from '../tools/test-setup/free-port.mjs';
import { launchChromium, Person, seriousViolations, takeScreenshot } from './support/chromium.js';
import { Cluster } from './support/cluster.js';
import { Frames } from './support/frames.js';
import { PortalFront, type Trouble } from './support/portal-front.js';
import { SlowNetwork } from './support/slow-network.js';
import { createDatabase } from './support/test-database.js';

/** As docs/embedding.md gives it to portals. */
const FALLBACK_CSS = `throughline-chat:not(:defined) {
  position: fixed; inset-block-end: 20px; inset-inline-end: 20px; padding: 12px 16px; background: #fff;
  border: 1px solid; border-radius: 12px; visibility: hidden; animation: chat-fallback 0s 2s forwards;
}
@keyframes chat-fallback { to { visibility: visible; } }`;
const PAGE = `<!doctype html><html lang="en"><head><title>Bank</title><link rel="stylesheet" href="/portal.css">
<script src="/support/widget.js" data-assertion-url="/throughline/assertion" defer></script></head><body><h1>Bank</h1>
<throughline-chat data-phone="+44 20 7946 0000" data-email="help@bank.example">
  <a href="tel:+442079460000">Call us</a> <a href="mailto:help@bank.example">Send an email</a>
</throughline-chat></body></html>`;

const FULL = process.env.THROUGHLINE_TEST_FULL === '1';
/** A try that hangs is given up after 10 s. */
const SLOW_TO_RECOVER = new Set(['chat hanging', 'socket and fallback hanging', 'socket open and mute']);

const SOCKET_AND_FALLBACK = /\/v1\/(socket|frames)/;

let port: number;
let cluster: Cluster;
let browser: Browser;
const figures: string[] = [];

beforeAll(async () => {
  port = await freePort();
  cluster = await Cluster.start({
    nodes: 1,
    databaseUrl: await createDatabase('network'),
    agents: 1,
    capacity: 5,
    publicUrl: `http://localhost:${port}`,
  });
  browser = await launchChromium();
});
afterAll(async () => {
  console.log(`from the click to a useful screen: ${figures.join(', ')}`);
  await browser.close();
  await cluster[Symbol.asyncDispose]();
});

interface Scene {
  readonly page: Page;
  readonly person: Person;
  /** From now on everything works. */
  readonly repair: () => void;
}

/** A customer on a page of the portal, with something in the way of the gateway. */
async function visit(
  inTheWay: (path: string) => Trouble | undefined,
  { slowly = false, script }: { readonly slowly?: boolean; readonly script?: () => void } = {},
): Promise<Scene> {
  let trouble = inTheWay;
  const front = await PortalFront.start({
    port: slowly ? 0 : port,
    gateway: cluster.node(0).urls.customer,
    sign: (challenge) => cluster.sign({ sub: 'ava', challenge, name: 'Ava' }),
    trouble: (path) => trouble(path),
    pages: ({ url }, response) => {
      const isStyle = url === '/portal.css';
      const type = isStyle ? 'text/css' : 'text/html';
      response.setHeader('content-type', type).end(isStyle ? FALLBACK_CSS : PAGE);
    },
  });
  const network = slowly ? await SlowNetwork.start(front.port, port) : null;
  const person = await Person.arrive(browser);
  if (script) await person.context.addInitScript(script);
  const page = await person.visit(`http://localhost:${port}/`);
  onTestFinished(async () => {
    await person.context.close();
    await network?.stop();
    await front.stop();
  });
  return {
    page,
    person,
    repair: () => {
      trouble = () => undefined;
    },
  };
}

async function write(page: Page, text: string): Promise<void> {
  await page.getByRole('textbox', { name: /Message|Reply/ }).fill(text);
  await page.getByRole('button', { name: 'Send', exact: true }).click();
}

const said = (page: Page, text: string) =>
  page.getByRole('log', { name: 'Conversation' }).getByText(text, { exact: true });
const failure = (page: Page) => page.getByRole('heading', { name: "We can't open chat right now" });
const signedIn = (page: Page) => page.getByText(/How can we help\?|Signed in as/).first();

/** Until the chat, or the other ways, are on screen. */
async function usefulAfterClick(page: Page, what: string): Promise<void> {
  await page.getByRole('button', { name: 'Chat with us' }).click();
  const clickedAt = performance.now();
  await Promise.any([failure(page).waitFor(), signedIn(page).waitFor()]);
  const seconds = (performance.now() - clickedAt) / 1_000;
  figures.push(`${what} ${seconds.toFixed(2)} s`);
  await takeScreenshot(page, `network-${what.replaceAll(' ', '-')}`);
}

const metrics = async () => (await fetch(`${cluster.node(0).urls.operations}/metrics`)).text();

/** Customers who were shown other ways so far, as the gateway counts them. */
async function fallbacks(phase: LoadPhase): Promise<number> {
  const line = new RegExp(`^throughline_widget_fallbacks_total\\{phase="${phase}",.* (\\d+)$`, 'm');
  return Number(line.exec(await metrics())?.[1] ?? 0);
}

async function expectOtherWays(page: Page): Promise<void> {
  await failure(page).waitFor();
  expect(await page.getByRole('link', { name: 'Call us' }).getAttribute('href')).toMatch(/^tel:/);
  expect(await page.getByRole('link', { name: 'Send an email' }).getAttribute('href')).toMatch(/^mailto:/);
  expect(await seriousViolations(page)).toEqual([]);
}

it('[T7] opens over a poor network', async () => {
  const { page } = await visit(() => undefined, { slowly: true });
  await usefulAfterClick(page, 'poor network');
  await signedIn(page).waitFor({ timeout: 60_000 });
});

/** What is in the way, and what the customer waits for in vain. */
const TROUBLES: readonly [string, LoadPhase, (path: string) => Trouble | undefined][] = [
  ['chat not to be fetched', 'chat', (path) => (path.startsWith('/support/widget/') ? 'refuse' : undefined)],
  ['chat hanging', 'chat', (path) => (path.startsWith('/support/widget/') ? 'hang' : undefined)],
  ['session hanging', 'session', (path) => (path.startsWith('/support/v1/') ? 'hang' : undefined)],
  ['socket and fallback cut', 'socket', (path) => (SOCKET_AND_FALLBACK.test(path) ? 'refuse' : undefined)],
  ['socket and fallback hanging', 'socket', (path) => (SOCKET_AND_FALLBACK.test(path) ? 'hang' : undefined)],
  ['socket open and mute', 'state', (path) => (SOCKET_AND_FALLBACK.test(path) ? 'mute' : undefined)],
  ['captive network', 'chat', (path) => (path === '/support/widget.js' ? undefined : 'captive')],
  ['captive session', 'session', (path) => (path.startsWith('/support/v1/') ? 'captive' : undefined)],
  ['gateway away', 'chat', (path) => (path === '/support/widget.js' ? undefined : 'refuse')],
];
const troubles = TROUBLES.filter(([what]) => FULL || !SLOW_TO_RECOVER.has(what));

it.each(troubles)(
  '[T7] [REPORT-1] offers other ways, goes on trying, and tells what it was: %s',
  async (what, phase, inTheWay) => {
    const before = await fallbacks(phase);
    const { page, repair } = await visit(inTheWay);
    await usefulAfterClick(page, what);
    await expectOtherWays(page);
    repair();
    await signedIn(page).waitFor({ timeout: 60_000 });
    await page.goto('about:blank');
    await expect.poll(() => fallbacks(phase)).toBeGreaterThan(before);
  },
);

it.each(['refuse', 'hang'] as const)('[T7] [CLIENT-14] talks over HTTP where sockets %s', async (trouble) => {
  const { page } = await visit((path) => (path.startsWith('/support/v1/socket') ? trouble : undefined));
  await usefulAfterClick(page, trouble === 'hang' ? 'socket hanging' : 'socket cut');
  expect(await failure(page).count()).toBe(0);
  const agent = await Frames.greet((await cluster.agent('a0')).socketAt(cluster.node(0)));
  agent.send({ type: 'presence', ref: 'here', available: true });
  await write(page, 'Over HTTP');
  const { offers } = await agent.next('desk', (event) => event.offers.length > 0);
  const { interactionId = '', conversationId = '' } = offers[0] ?? {};
  agent.send({ type: 'accept', ref: 'accept', interactionId });
  await agent.next('done', ({ ref }) => ref === 'accept');
  for (const text of ['One answer', 'And another']) {
    agent.send({ type: 'send', id: uuidv7(), conversationId, text });
    await said(page, text).waitFor();
  }
  await write(page, 'Thank you');
  const texts = () =>
    agent.received.flatMap((event) =>
      event.type === 'entries' ? event.entries.flatMap((entry) => ('text' in entry ? [entry.text] : [])) : [],
    );
  await expect.poll(texts).toContain('Thank you');
  for (const text of ['Over HTTP', 'One answer', 'And another', 'Thank you']) {
    expect(await said(page, text).count()).toBe(1);
  }
  agent.send({ type: 'end', ref: 'end', conversationId });
  await agent.next('done', ({ ref }) => ref === 'end');
  agent.close();
});

it('[T7] offers other ways to who is offline, and opens once the network is back', async () => {
  const { page, person } = await visit(() => undefined);
  await page.getByRole('button', { name: 'Chat with us' }).waitFor();
  await person.context.setOffline(true);
  await usefulAfterClick(page, 'offline');
  await expectOtherWays(page);
  await person.context.setOffline(false);
  await signedIn(page).waitFor({ timeout: 60_000 });
});

/** Run in the page before anything else. */
const ODD_BROWSERS: readonly [string, () => void][] = [
  [
    'clock two years ahead',
    () => {
      const now = Date.now.bind(Date);
      Date.now = () => now() + 2 * 365 * 86_400_000;
    },
  ],
  [
    'clock two years behind',
    () => {
      const now = Date.now.bind(Date);
      Date.now = () => now() - 2 * 365 * 86_400_000;
    },
  ],
  [
    'storage disabled',
    () => {
      const get = (): never => {
        throw new DOMException('Access is denied.', 'SecurityError');
      };
      for (const name of ['localStorage', 'sessionStorage', 'indexedDB', 'caches']) {
        Object.defineProperty(globalThis, name, { get });
      }
    },
  ],
  [
    'globals changed by old libraries of the page',
    () => {
      Object.assign(Object.prototype, { extend: () => null });
      Object.assign(Array.prototype, { each: () => null, first: () => null });
      Object.assign(globalThis, { $: null, h: null, t: null, e: null, name: 'chat', status: 'ready' });
      const { fetch } = globalThis;
      globalThis.fetch = (...args) => fetch(...args);
      globalThis.WebSocket = class extends WebSocket {};
    },
  ],
];

it.each(ODD_BROWSERS)('[T7] opens in a browser with its %s', async (what, script) => {
  const { page } = await visit(() => undefined, { script });
  await usefulAfterClick(page, what);
  await signedIn(page).waitFor();
  expect(await failure(page).count()).toBe(0);
});

it('[T7] shows what the portal has put there when not even the script comes', async () => {
  const { page } = await visit((path) => (path === '/support/widget.js' ? 'refuse' : undefined));
  const loadedAt = performance.now();
  await page.getByRole('link', { name: 'Call us' }).waitFor();
  figures.push(`script blocked ${((performance.now() - loadedAt) / 1_000).toFixed(2)} s after the page`);
  await takeScreenshot(page, 'network-script-blocked');
  expect(await seriousViolations(page)).toEqual([]);
});

it('[T7] hides what the portal has put there once the script has come', async () => {
  const { page } = await visit(() => undefined);
  await page.getByRole('button', { name: 'Chat with us' }).waitFor();
  expect(await page.getByRole('link', { name: 'Call us' }).isVisible()).toBe(false);
});

it('[REPORT-1] tells the gateway afterwards how it went, and nothing of who it was or what was said', async () => {
  const { page } = await visit(() => undefined);
  await page.getByRole('button', { name: 'Chat with us' }).click();
  await signedIn(page).waitFor();
  // The rest of the widget has come by then.
  await page.waitForLoadState('networkidle');
  await page.goto('about:blank');
  await expect.poll(metrics).toMatch(/widget_ready_seconds_count\{after="click",browser="chromium"\} [1-9]/);
  const text = await metrics();
  expect(text).toMatch(/widget_load_phase_seconds_count\{phase="session",browser="chromium"\} [1-9]/);
  expect(text.match(/^throughline_widget.*$/gm)?.join('\n')).not.toMatch(/ava|localhost|assertion/i);
});

it('[REPORT-2] takes reports of its own pages alone, of the agreed form and size', async () => {
  const send = async (body: unknown, headers: Record<string, string> = {}) => {
    const answer = await fetch(`${cluster.node(0).urls.customer}/support/v1/browser-reports`, {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        origin: `http://localhost:${port}`,
        'x-requested-by': 'test',
        ...headers,
      },
      body: JSON.stringify(body),
    });
    return answer.status;
  };
  const report = { v: 1, release: '1.2.3', samples: [{ kind: 'error', name: 'Ava4111' }] };
  const error = { ...report, samples: [{ kind: 'error', name: 'SomethingOfAva' }] };
  expect(await send(error)).toBe(204);
  expect(await send(report)).toBe(400);
  expect(await send({ ...error, customer: 'ava' })).toBe(400);
  expect(await send({ ...error, samples: Array.from({ length: 51 }, () => error.samples[0]) })).toBe(400);
  expect(await send({ ...error, release: 'x'.repeat(20_000) })).toBe(413);
  expect(await send(error, { origin: 'https://elsewhere.example' })).toBe(403);
  const text = await metrics();
  expect(text).toContain('throughline_widget_errors_total{name="other",release="1.2.3",browser="other"} 1');
  expect(text).not.toContain('SomethingOfAva');
});
