/** Direct mode in Chromium, against our own stand-in for Genesys's Messenger script, served by the door. */
import { randomUUID } from 'node:crypto';
import type { Browser, FrameLocator, Page } from 'playwright-core';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { Person, takeScreenshot } from './support/chromium.js';
import { DirectBank } from './support/direct-bank.js';
import { type Agent, DEPLOYMENT } from './support/door.js';
import { Frames } from './support/frames.js';
import type { PortalFront } from './support/portal-front.js';

const tag = (script: string) =>
  `<script src="/support/${script}" data-phone="0800 1234" data-email="help@bank.example"></script>`;
const STRICT =
  "default-src 'none'; script-src 'self' https://apps.mypurecloud.ie; connect-src 'self' https://*.mypurecloud.ie wss://webmessaging.mypurecloud.ie; frame-src https://apps.mypurecloud.ie; require-trusted-types-for 'script'; trusted-types throughline-messenger";

let bank: DirectBank;
let front: PortalFront;
let browser: Browser;
let agent: Agent;
/** Further lines of the page. */
let lines = '';
let language = 'en';
let policy = '';

beforeAll(async () => {
  bank = await DirectBank.start();
  browser = bank.browser;
  front = await bank.front((request, response) => {
    response.setHeader('content-type', 'text/html');
    if (policy) response.setHeader('content-security-policy', policy);
    const script = language === 'en' ? 'messenger.js' : `messenger.${language}.js`;
    const body = request.url === '/empty' ? '' : tag(script) + lines;
    response.end(
      `<!doctype html><html lang="${language}"><head><title>Bank</title></head><body><h1>Bank</h1>${body}</body></html>`,
    );
  });
  agent = await (await bank.door.agent()).available();
});
afterAll(async () => {
  agent?.close();
  await front?.stop();
  await bank?.stop();
});
beforeEach(() => {
  bank.customer = 'ava';
  lines = '';
  policy = '';
  language = 'en';
});

const launcher = (page: Page) => page.getByRole('button', { name: 'Chat with us' });
const card = (page: Page) => page.getByRole('heading', { name: "We can't open chat right now" });
const messenger = (page: Page): FrameLocator => page.frameLocator('iframe[title="Messenger (stand-in)"]');
const box = (page: Page) => messenger(page).getByRole('textbox', { name: 'Your message' });
const log = (page: Page) => messenger(page).getByRole('log');

async function say(page: Page, text: string): Promise<void> {
  await box(page).fill(text);
  await box(page).press('Enter');
  await log(page).getByText(text).waitFor();
}

async function open(page: Page): Promise<void> {
  await launcher(page).click();
  await box(page).waitFor();
}

const tokenOf = (page: Page) => page.evaluate((key) => localStorage.getItem(key), `_${DEPLOYMENT}:actmu`);
const sessionOf = async (page: Page) =>
  (await bank.platform.get(`/emulator/v1/sessions/${await tokenOf(page)}`)).body;

describe('direct mode, against our stand-in for the Messenger', () => {
  it('[DIRECT-1] [DIRECT-3] [DIRECT-8] [DOOR-83] brings a signed-in customer to an agent and back', async () => {
    policy = STRICT;
    const ava = await Person.arrive(browser);
    const page = await ava.visit(bank.origin);
    await launcher(page).waitFor();
    await takeScreenshot(page, 'direct-launcher');
    await page.evaluate(() => {
      const { init } = (
        globalThis as unknown as { genesysCloud: { webchat: { init: (given: object) => void } } }
      ).genesysCloud.webchat;
      init({ context: { topic: 'card 4111 1111 1111 1111', customerTier: 'FORGED' } });
    });
    await open(page);
    await say(page, 'Hello, is somebody there?');
    const { conversationId, authenticated } = await sessionOf(page);
    expect(authenticated).toBe(true);
    await agent.accept(conversationId);
    await agent.say(conversationId, 'Yes, Ava.');
    await log(page).getByText('Yes, Ava.').waitFor();
    await takeScreenshot(page, 'direct-chat');
    const { body } = await bank.platform.get(`/api/v2/conversations/${conversationId}`);
    const [{ attributes }] = body.participants;
    expect(JSON.stringify(attributes)).toContain('PREMIUM');
    expect(JSON.stringify(attributes)).not.toMatch(/4111 1111|FORGED/);
    expect(JSON.stringify(attributes)).toContain('topic');
    await messenger(page).getByRole('button', { name: 'Close' }).click();
    await launcher(page).waitFor();
    expect(ava.problems).toEqual([]);
    await ava.context.close();
  });

  it.each([
    [
      'whose script never comes',
      { kind: 'delay', ms: 9_000, path: '/genesys-bootstrap/genesys.min.js' },
      'script',
    ],
    [
      'whose script is refused',
      { kind: 'http', status: 503, path: '/genesys-bootstrap/genesys.min.js', times: 9 },
      'script',
    ],
    ['that is never ready', { kind: 'messenger', how: 'never-ready' }, 'chat'],
    ['that does not open', { kind: 'messenger', how: 'command-error' }, 'socket'],
    [
      'that refuses the sign-in',
      { kind: 'http', status: 401, path: '/api/v2/webdeployments/token/', times: 9 },
      'socket',
    ],
  ])('[DIRECT-2] [DIRECT-7] [DOOR-83] shows the card for a Messenger %s', async (_, fault, phase) => {
    const before = await fallbacks(phase);
    await bank.platform.fault(fault);
    const ava = await Person.arrive(browser);
    const page = await ava.visit(bank.origin);
    await launcher(page).click();
    await card(page).waitFor({ timeout: 60_000 });
    await page.getByRole('link', { name: 'Call us' }).waitFor();
    await takeScreenshot(page, `direct-card-${phase}`);
    await expect.poll(() => fallbacks(phase)).toBe(before + 1);
    await bank.platform.call('DELETE', '/emulator/v1/faults');
    await ava.context.close();
  });

  it('[DIRECT-1] signs in again without the customer when Genesys takes neither token any more', async () => {
    bank.customer = 'again';
    const ava = await Person.arrive(browser);
    const page = await ava.visit(bank.origin);
    await open(page);
    await say(page, 'Before');
    const token = await tokenOf(page);
    await bank.platform.fault({ kind: 'expire-jwt' });
    await bank.platform.fault({ kind: 'http', status: 401, path: '/api/v2/webdeployments/token/refresh' });
    const signIns: string[] = [];
    page.on('request', (request) => signIns.push(new URL(request.url()).pathname));
    await page.reload();
    await open(page);
    await say(page, 'After');
    expect(await tokenOf(page)).toBe(token);
    expect((await sessionOf(page)).authenticated).toBe(true);
    // Once for the page, and once because Genesys asked.
    expect(signIns.filter((path) => path === '/support/v1/assertion/challenge')).toHaveLength(2);
    expect(signIns.filter((path) => path === '/support/v1/messenger/code')).toHaveLength(1);
    await ava.context.close();
  });

  it('[DIRECT-2] goes from the card to the Messenger once the script comes', async () => {
    await bank.platform.fault({
      kind: 'http',
      status: 503,
      path: '/genesys-bootstrap/genesys.min.js',
      times: 2,
    });
    const ava = await Person.arrive(browser);
    const page = await ava.visit(bank.origin);
    await launcher(page).click();
    await card(page).waitFor();
    await box(page).waitFor();
    await takeScreenshot(page, 'direct-after-card');
    expect(await card(page).count()).toBe(0);
    await ava.context.close();
  });

  it('[DIRECT-4] lets tabs that open at once share one session', async () => {
    bank.customer = 'two-tabs';
    const ava = await Person.arrive(browser);
    const [first, second] = await Promise.all([ava.visit(bank.origin), ava.visit(bank.origin)]);
    await Promise.all([open(first), open(second)]);
    await say(first, 'From the first tab');
    await log(second).getByText('From the first tab').waitFor();
    await say(second, 'From the second tab');
    await log(first).getByText('From the second tab').waitFor();
    await ava.context.close();
  });

  it('[DIRECT-4] leaves a customer in the conversation that they have at the gateway, in their language', async () => {
    language = 'de';
    bank.customer = 'here';
    const signedIn = await bank.cluster.customer('here');
    const socket = await Frames.greet(signedIn.socketAt(bank.cluster.node(0)));
    socket.send({ type: 'open', ref: randomUUID(), context: {} });
    await socket.next('conversation', () => true);
    const ava = await Person.arrive(browser);
    const page = await ava.visit(bank.origin);
    const german = page.getByRole('button', { name: 'Chat mit uns' });
    await german.click();
    await page.getByRole('textbox', { name: 'Nachricht' }).waitFor();
    expect(await page.locator('iframe').count()).toBe(0);
    expect(await german.count()).toBeLessThanOrEqual(1);
    await takeScreenshot(page, 'direct-own-chat');
    socket.close();
    await ava.context.close();
  });

  it('[DIRECT-5] signs out in all tabs, at the door too, and leaves nothing to whoever comes next', async () => {
    bank.customer = 'leaver';
    const shared = await Person.arrive(browser);
    const page = await shared.visit(bank.origin);
    const other = await shared.visit(bank.origin);
    await open(page);
    await say(page, 'My secret');
    await open(other);
    const token = await tokenOf(page);
    await page.evaluate(() =>
      (
        globalThis as unknown as { throughlineMessenger: { signOut(): Promise<void> } }
      ).throughlineMessenger.signOut(),
    );
    await launcher(page).waitFor();
    await launcher(other).waitFor();
    expect(await tokenOf(page)).toBe(null);
    bank.customer = 'next';
    await page.goto(bank.origin);
    await open(page);
    expect(await log(page).textContent()).toBe('');
    expect(await tokenOf(page)).not.toBe(token);
    await shared.context.close();
  });

  it('[DIRECT-5] drops the session of another customer, and one whose portal session has ended', async () => {
    bank.customer = 'first';
    const shared = await Person.arrive(browser);
    const page = await shared.visit(bank.origin);
    await open(page);
    await say(page, 'My secret');
    const token = await tokenOf(page);
    bank.customer = 'second';
    await page.goto(`${bank.origin}/`);
    await open(page);
    expect(await tokenOf(page)).not.toBe(token);
    expect(await log(page).textContent()).toBe('');
    await shared.context.clearCookies();
    await page.evaluate(() => document.dispatchEvent(new Event('visibilitychange')));
    await launcher(page).waitFor();
    expect(await tokenOf(page)).toBe(null);
    await shared.context.close();
  });

  it('[DIRECT-6] takes the call of older guides', async () => {
    lines = `<script>
      const { webchat } = genesysCloud;
      for (const region of ['euw1', 'prod-euw1', 'eu-west-1', 'mypurecloud.ie']) webchat.init({ region });
      webchat.init({ externalId: 'mallory' }); webchat.init({ externalId: 'mallory' });
      webchat.init({ region: 'usw2' }); webchat.init('nonsense'); webchat.init({ context: 7 });
    </script>`;
    const ava = await Person.arrive(browser);
    const said: string[] = [];
    ava.context.on('console', (message) => said.push(`${message.type()} ${message.text()}`));
    const page = await ava.visit(bank.origin);
    await open(page);
    const told = said.filter((line) => line.includes('genesysCloud'));
    expect(told).toEqual([
      expect.stringMatching(/^warning .*externalId is ignored/),
      expect.stringMatching(/^error .*region prod-euw1, not "usw2".*euw1/),
      expect.stringMatching(/^error .*takes an object/),
      expect.stringMatching(/^error .*context takes an object/),
    ]);
    expect(ava.problems).toEqual([]);
    await ava.context.close();
  });

  it('[DIRECT-1] gives codes to nobody but the signed-in customer of an own page', async () => {
    const ask = (path: string, headers: Record<string, string>) =>
      fetch(`${bank.origin}/support/v1/messenger${path}`, {
        method: 'POST',
        headers: { 'content-type': 'application/json', ...headers },
        body: '{}',
      });
    const own = { origin: bank.origin, 'x-requested-by': 'throughline' };
    for (const path of ['', '/code']) {
      expect((await ask(path, own)).status).toBe(401);
      expect((await ask(path, { ...own, origin: 'https://elsewhere.example' })).status).toBe(403);
    }
  });
});

async function fallbacks(phase: string): Promise<number> {
  const text = await (await fetch(`${bank.cluster.node(0).urls.operations}/metrics`)).text();
  const found = text
    .split('\n')
    .find((line) => line.includes('fallback') && line.includes(`phase="${phase}"`));
  return Number(found?.split(' ').at(-1) ?? 0);
}
