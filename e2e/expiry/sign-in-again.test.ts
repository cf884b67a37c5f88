/** A portal session that is over in the middle of a conversation, in real Chromium: paused, and nothing lost or leaked. */
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Bank } from '../support/bank.js';
import { ChatPage, withClock } from '../support/chat-page.js';
import { launchChromium, Person, seriousViolations, takeScreenshot } from '../support/chromium.js';
import { DeskAgent } from '../support/desk-agent.js';
import { Reach } from '../support/reach.js';

let bank: Bank;
let browser: Browser;
let sam: DeskAgent;
beforeAll(async () => {
  [bank, browser] = await Promise.all([Bank.open(''), launchChromium()]);
  sam = await DeskAgent.arrive(bank.deskUrl, 'sam');
});
afterAll(async () => {
  sam.leave();
  await browser.close();
  await bank[Symbol.asyncDispose]();
});

const PATH = '/accounts/7?tab=2#top';
const DRAFT = 'half a thought about my PIN 4711';

async function signIn(page: Page, name: RegExp): Promise<void> {
  await page.getByRole('button', { name }).click();
}

/** The customer comes back to the tab after a while. */
async function comeBack(chat: ChatPage): Promise<void> {
  await chat.jump(10 * 60_000);
  await chat.look();
}

/** A customer in a conversation with Sam on a page of the portal. */
async function inConversation(person: Person, name: RegExp, firstWords: string): Promise<ChatPage> {
  await withClock(person.context);
  const page = await person.context.newPage();
  const chat = new ChatPage(page);
  await page.goto(`${bank.url}${PATH}`);
  await signIn(page, name);
  await page.goto(`${bank.url}${PATH}`);
  await chat.open();
  await chat.say(firstWords);
  await page.getByText('Chatting with Sam').waitFor();
  return chat;
}

/** The portal's session ends; what is written from then on waits. */
async function paused(chat: ChatPage): Promise<void> {
  bank.endSessions();
  await comeBack(chat);
  await chat.signInCard.waitFor();
  await chat.say('queued one');
  await chat.say('queued two');
  await chat.box.fill(DRAFT);
  await chat.page.getByText('Waiting to send').waitFor();
}

describe('a portal session that is over', () => {
  it('[T4] [T5] [CLIENT-6] [CLIENT-10] pauses, and goes on after the sign-in: same page, panel, conversation, draft, each message once', async () => {
    const ava = await Person.arrive(browser);
    const reach = new Reach(ava.context);
    const chat = await inConversation(ava, /Ava/, 'Before the pause');
    await chat.log.getByText('Before the pause').waitFor();
    await paused(chat);
    expect(await seriousViolations(chat.page)).toEqual([]);
    await takeScreenshot(chat.page, 'portal-paused');
    await comeBack(chat);
    expect(await chat.signInCard.isVisible()).toBe(true);
    const kept = await reach.stored(chat.page);
    expect(kept).toContain('throughline-kept');
    for (const plain of ['4711', 'queued', 'Before']) expect(kept).not.toContain(plain);

    await chat.page.getByRole('link', { name: 'Sign in again' }).click();
    await signIn(chat.page, /Ava/);
    await chat.page.getByText('Chatting with Sam').waitFor();
    expect(chat.page.url()).toBe(`${bank.url}${PATH}`);
    await expect.poll(() => chat.box.inputValue()).toBe(DRAFT);
    const all = ['Before the pause', 'queued one', 'queued two'];
    await expect.poll(() => chat.ownTexts()).toEqual(all);
    await chat.say('after');
    await expect.poll(() => sam.read).toEqual([...all, 'after']);
    expect(sam.conversationIds).toHaveLength(1);
    expect(await chat.ownTexts()).toEqual([...all, 'after']);

    // T5: nothing that page scripts can reach is worth stealing.
    const secrets = [...bank.assertions, ...(await ava.context.cookies()).map(({ value }) => value)];
    expect(secrets.length).toBeGreaterThanOrEqual(4);
    const reachable = [await reach.stored(chat.page), ...(await reach.answers()), ...chat.frames].join('\n');
    for (const secret of secrets) expect(reachable).not.toContain(secret);
    expect(reachable.replaceAll(/"draftKey":"[\w-]{43}"/g, '')).not.toMatch(/eyJ|"(token|secret|key)"/i);
    expect(ava.problems).toEqual([]);
    await ava.context.close();
  });

  it('[T4] [CLIENT-10] keeps draft and panel over a reload too, when the portal shows its sign-in in the same place', async () => {
    const ava = await Person.arrive(browser);
    const chat = await inConversation(ava, /Ava/, 'On a page that reloads');
    bank.endSessions();
    await comeBack(chat);
    await chat.signInCard.waitFor();
    await chat.box.fill(DRAFT);
    await expect
      .poll(() => chat.page.evaluate(() => sessionStorage.getItem('throughline-kept')))
      .not.toBeNull();
    await chat.page.reload();
    await signIn(chat.page, /Ava/);
    await expect.poll(() => chat.box.inputValue()).toBe(DRAFT);
    await chat.log.getByText('On a page that reloads').waitFor();
    await ava.context.close();
  });

  it('[T4] [CLIENT-9] goes on by itself when the same customer signs in again in another tab', async () => {
    const ava = await Person.arrive(browser);
    const chat = await inConversation(ava, /Ava/, 'Waiting for another tab');
    await paused(chat);
    const other = new ChatPage(await ava.visit(`${bank.url}/sign-in`));
    await signIn(other.page, /Ava/);
    await other.open();
    await chat.signInCard.waitFor({ state: 'hidden' });
    await expect
      .poll(() => sam.read.slice(-3))
      .toEqual(['Waiting for another tab', 'queued one', 'queued two']);
    await expect.poll(() => chat.box.inputValue()).toBe(DRAFT);
    await ava.context.close();
  });

  it('[T4] [CLIENT-11] gives nothing of one customer to another who signs in on the same tab', async () => {
    const person = await Person.arrive(browser);
    const chat = await inConversation(person, /Ava/, 'Only for Sam and Ava');
    await paused(chat);
    const before = [...sam.read];
    chat.frames.length = 0;
    await chat.page.getByRole('link', { name: 'Sign in again' }).click();
    await signIn(chat.page, /Ben/);
    await chat.page.getByRole('heading', { name: 'Account of Ben Okafor' }).waitFor();
    await expect.poll(() => chat.frames.some((frame) => frame.includes('"welcome"'))).toBe(true);
    await expect.poll(() => chat.page.evaluate(() => sessionStorage.length)).toBe(0);
    expect(await chat.box.isVisible()).toBe(false);
    await chat.open();
    expect(await chat.box.inputValue()).toBe('');
    await chat.say('Ben here');
    await expect.poll(() => sam.read).toContain('Ben here');
    expect(sam.read.filter((text) => !before.includes(text))).toEqual(['Ben here']);
    expect(await chat.ownTexts()).toEqual(['Ben here']);
    const seen = [await chat.html(), ...chat.frames].join('\n');
    for (const text of ['queued one', 'queued two', '4711', 'Only for Sam', 'Lindqvist']) {
      expect(seen).not.toContain(text);
    }
    await person.context.close();
  });

  it('[T4] [CLIENT-11] clears a tab that is still open when another customer signs in elsewhere in the browser', async () => {
    const person = await Person.arrive(browser);
    const chat = await inConversation(person, /Ava/, 'Left open by Ava');
    await chat.box.fill(DRAFT);
    bank.endSessions();
    const other = new ChatPage(await person.visit(`${bank.url}/sign-in`));
    await signIn(other.page, /Ben/);
    await other.page.getByRole('button', { name: /^Chat with us/ }).click();
    await other.page.getByText('Ben Okafor').first().waitFor();
    await chat.page
      .getByText('Signed in as Ben Okafor')
      .or(chat.page.getByText('Chatting with'))
      .first()
      .waitFor();
    await expect.poll(() => chat.box.inputValue()).toBe('');
    await expect.poll(() => chat.log.innerText()).not.toContain('Left open by Ava');
    await person.context.close();
  });
});
