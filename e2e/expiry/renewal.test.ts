/** Sessions that would end in the middle of a conversation, in real Chromium: nobody notices. */
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Bank } from '../support/bank.js';
import { ChatPage, withClock } from '../support/chat-page.js';
import { launchChromium, Person } from '../support/chromium.js';
import { DeskAgent } from '../support/desk-agent.js';
import { HttpBrowser, handOff } from '../support/http-browser.js';

const SETTINGS = 'session: { idleMinutes: 0.2 }';

let bank: Bank;
let browser: Browser;
let sam: DeskAgent;
beforeAll(async () => {
  [bank, browser] = await Promise.all([Bank.open(SETTINGS), launchChromium()]);
  sam = await DeskAgent.arrive(bank.deskUrl, 'sam');
});
afterAll(async () => {
  sam.leave();
  await browser.close();
  await bank[Symbol.asyncDispose]();
});

async function signIn(person: Person, customer: RegExp): Promise<Page> {
  await withClock(person.context);
  const page = await person.visit(`${bank.url}/accounts/1`);
  await page.getByRole('button', { name: customer }).click();
  return page;
}

/** Fulfils when a session that began just now and was not renewed is over. */
async function lifetimeOver(): Promise<void> {
  const other = new HttpBrowser(bank.url);
  await other.submit('/sign-in', { customer: 'ben' });
  expect((await handOff(other)).status).toBe(200);
  await expect
    .poll(async () => (await other.request('GET', '/support/v1/session')).status, { timeout: 60_000 })
    .toBe(401);
}

describe('a session that is renewed in time', () => {
  it('[T4] [CLIENT-7] [CLIENT-8] lets a conversation in five tabs go on without any visible change', async () => {
    const ava = await Person.arrive(browser);
    const first = new ChatPage(await signIn(ava, /Ava/));
    await first.open();
    await first.say('Hello from the first tab');
    await first.page.getByText('Chatting with Sam').waitFor();
    const tabs = [first];
    for (const account of [2, 3, 4, 5]) {
      const page = await ava.context.newPage();
      const tab = new ChatPage(page);
      await page.goto(`${bank.url}/accounts/${account}`);
      await tab.open();
      tabs.push(tab);
    }
    for (const tab of tabs) await tab.log.getByText('Sam joined').waitFor();
    for (const tab of tabs) await tab.watch();

    const askedBefore = bank.asked;
    await lifetimeOver();
    // One of them is the session that was not renewed; five tabs that did not share would have asked five times or more.
    const asked = bank.asked - askedBefore - 1;
    expect(asked).toBeGreaterThanOrEqual(1);
    expect(asked).toBeLessThan(5);
    await Promise.all(tabs.map((tab) => tab.look()));
    for (const tab of tabs) {
      expect(await tab.changes()).toEqual([]);
      expect(tab.sockets).toBe(1);
      expect(await tab.page.evaluate(async () => (await fetch('/support/v1/session')).status)).toBe(200);
    }

    await tabs[4]?.say('And from the fifth');
    for (const tab of tabs) await tab.log.getByText('And from the fifth').waitFor();
    await expect.poll(() => sam.read).toEqual(['Hello from the first tab', 'And from the fifth']);
    expect(ava.problems).toEqual([]);
    await ava.context.close();
  });

  it('[T4] [CLIENT-3] [CLIENT-7] goes on after a sleep, and after a clock that jumped', async () => {
    const ben = await Person.arrive(browser);
    const chat = new ChatPage(await signIn(ben, /Ben/));
    await chat.open();
    await chat.say('Before the sleep');
    await chat.page.getByText('Chatting with Sam').waitFor();
    for (const ms of [8 * 3_600_000, -24 * 3_600_000]) {
      const asked = bank.asked;
      await chat.jump(ms);
      await chat.look();
      await expect.poll(() => bank.asked).toBeGreaterThan(asked);
      await chat.say(`After ${ms} ms`);
      await expect.poll(() => sam.read).toContain(`After ${ms} ms`);
      expect(await chat.signInCard.isVisible()).toBe(false);
    }
    expect(ben.problems).toEqual([]);
    await ben.context.close();
  });

  it('[T4] [T7] [CLIENT-9] takes a portal that is away for what it is, asks it again, and pauses nothing', async () => {
    const ben = await Person.arrive(browser);
    const chat = new ChatPage(await signIn(ben, /Ben/));
    await chat.open();
    await chat.log.getByText('Before the sleep').waitFor();
    await chat.watch();
    for (const mood of ['down', 'hanging'] as const) {
      bank.mood = mood;
      const asked = bank.asked;
      await chat.jump(5_000);
      await chat.look();
      await expect.poll(() => bank.asked, { timeout: 60_000 }).toBeGreaterThan(asked);
    }
    expect(await chat.changes()).toEqual([]);
    await chat.say('The portal is away');
    await expect.poll(() => sam.read).toContain('The portal is away');

    bank.mood = 'down';
    // Now the gateway's session ends too: a limited wait with a way out, and no word of signing in.
    const cookie = await ben.context.cookies();
    const other = new HttpBrowser(bank.url);
    for (const { name, value } of cookie) other.cookies.set(name, value);
    await other.request('DELETE', '/support/v1/session');
    await chat.page.getByText('Reconnecting… your messages').waitFor();
    expect(await chat.page.getByRole('link', { name: 'Call us' }).isVisible()).toBe(true);
    expect(await chat.signInCard.isVisible()).toBe(false);
    await chat.say('Written meanwhile');
    await chat.page.getByText('Waiting to send').waitFor();
    bank.mood = 'well';
    await expect.poll(() => sam.read, { timeout: 60_000 }).toContain('Written meanwhile');
    await chat.page.getByText('Reconnecting… your messages').waitFor({ state: 'hidden' });
    await ben.context.close();
  });
});
