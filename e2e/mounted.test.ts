/** The portals of `integrations/`: the gateway in the portal's own server, on Express and on Fastify. */
import type { ChallengeResponse } from '@throughline/protocol';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { launchChromium, Person } from './support/chromium.js';
import { Frames, refusedUpgrade } from './support/frames.js';
import { HttpBrowser } from './support/http-browser.js';
import { type MountedPortal, startMountedPortal } from './support/mounted-portal.js';

const SOCKET = '/support/v1/socket';

describe.each(['express', 'fastify'] as const)('a portal on %s', (framework) => {
  let portal: MountedPortal;
  beforeAll(async () => {
    portal = await startMountedPortal(framework);
  });
  afterAll(() => portal[Symbol.asyncDispose]());

  const newBrowser = () => new HttpBrowser(portal.url);
  const signInAtPortal = (browser: HttpBrowser, customer: string) => browser.submit('/sign-in', { customer });
  const session = (browser: HttpBrowser) => browser.request('GET', '/support/v1/session');
  /** What the widget does. */
  const handOff = async (browser: HttpBrowser) => {
    const started = await browser.request('POST', '/support/v1/assertion/challenge', {});
    expect((await started.json()) as ChallengeResponse).toEqual({ challenge: null });
    return browser.request('POST', '/support/v1/session', {});
  };
  const signedIn = async (customer: string) => {
    const browser = newBrowser();
    await signInAtPortal(browser, customer);
    const answer = await handOff(browser);
    return { browser, answer, body: await answer.text() };
  };

  it('[MOUNT-1] [T5] chats for whom the portal names, and no token exists', async () => {
    const { browser, answer, body } = await signedIn('ava');
    expect(answer.status).toBe(200);
    expect(JSON.parse(body)).toMatchObject({ customer: { displayName: 'Customer ava' } });
    expect(body).not.toMatch(/eyJ|[\w-]{40}/);
    const tab = await Frames.greet(browser.socket(SOCKET));
    tab.send({ type: 'open', ref: '1', context: {} });
    expect((await tab.next('opened')).conversation.state).toBe('queued');
    tab.close();
    expect((await browser.request('GET', '/support/widget.js')).status).toBe(200);
  });

  it('[MOUNT-2] signs in nobody whom the portal does not know', async () => {
    const browser = newBrowser();
    const answer = await handOff(browser);
    expect(answer.status).toBe(401);
    expect(await answer.json()).toMatchObject({ error: { code: 'unauthenticated' } });
    expect(await refusedUpgrade(browser.socket(SOCKET))).toEqual({ status: 401, code: 'unauthenticated' });
  });

  it('[MOUNT-2] [SESS-7] ends everything of a customer who signs out at the portal', async () => {
    const [laptop, phone] = [await signedIn('ben'), await signedIn('ben')];
    const tabs = await Promise.all(
      [laptop, phone].map(({ browser }) => Frames.greet(browser.socket(SOCKET))),
    );
    const ours = new Map(laptop.browser.cookies);
    await laptop.browser.submit('/sign-out', {});
    expect(await Promise.all(tabs.map((tab) => tab.closeCode()))).toEqual([4401, 4401]);
    laptop.browser.cookies.set('throughline_session', ours.get('throughline_session') ?? '');
    expect((await session(laptop.browser)).status).toBe(401);
    expect((await session(phone.browser)).status).toBe(401);
  });

  it('[MOUNT-2] [T4] ends the session when the portal names somebody else, or nobody', async () => {
    const { browser } = await signedIn('cleo');
    const tab = await Frames.greet(browser.socket(SOCKET));
    await signInAtPortal(browser, 'dora');
    expect(await refusedUpgrade(browser.socket(SOCKET))).toEqual({ status: 401, code: 'unauthenticated' });
    expect(await tab.closeCode()).toBe(4401);
    expect(await (await handOff(browser)).json()).toMatchObject({
      customer: { displayName: 'Customer dora' },
    });

    const open = await Frames.greet(browser.socket(SOCKET));
    browser.cookies.delete('portal');
    expect((await handOff(browser)).status).toBe(401);
    expect(await open.closeCode()).toBe(4401);
  });

  it('[MOUNT-3] keeps the rest of its paths to itself', async () => {
    const page = await newBrowser().request('GET', '/');
    expect(page.status).toBe(200);
    expect(await page.text()).toContain('/support/widget.js');
    expect((await newBrowser().request('GET', '/support')).status).toBe(404);
    const stranger = await newBrowser().request(
      'POST',
      '/support/v1/session',
      {},
      { origin: 'http://evil.example' },
    );
    expect(stranger.status).toBe(403);
  });
});

it('[MOUNT-1] [MOUNT-2] [T5] chats in a browser without any token, until the customer signs out', async () => {
  await using portal = await startMountedPortal('express');
  const browser = await launchChromium();
  const person = await Person.arrive(browser);
  const page = await person.visit(portal.url);
  await page.getByRole('textbox', { name: 'Customer' }).fill('ava');
  await page.getByRole('button', { name: 'Sign in' }).click();
  await page.getByRole('button', { name: 'Chat with us' }).click();
  const message = page.getByRole('textbox', { name: 'Message' });
  await message.fill('Without a token');
  await message.press('Enter');
  const log = page.getByRole('log', { name: 'Conversation' });
  await log.getByText('Sent', { exact: true }).waitFor();
  const kept = await page.evaluate(
    () => JSON.stringify({ ...localStorage, ...sessionStorage }) + document.cookie,
  );
  expect(kept).not.toMatch(/eyJ/);

  const elsewhere = await person.visit(portal.url);
  await elsewhere.getByRole('button', { name: 'Sign out' }).click();
  await page.getByRole('heading', { name: 'Please sign in again to continue' }).waitFor();
  expect(person.problems).toEqual([]);
  await browser.close();
});
