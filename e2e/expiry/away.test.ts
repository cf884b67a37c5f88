/** A customer who does not come back from the sign-in in time; the limit and the looks at it take half a minute. */
import { afterAll, beforeAll, expect, it } from 'vitest';
import { Bank } from '../support/bank.js';
import { ChatPage, withClock } from '../support/chat-page.js';
import { launchChromium, Person, takeScreenshot } from '../support/chromium.js';
import { DeskAgent } from '../support/desk-agent.js';
import { Frames } from '../support/frames.js';
import { HttpBrowser, handOff } from '../support/http-browser.js';

const isFull = process.env.THROUGHLINE_TEST_FULL === '1';

let bank: Bank;
beforeAll(async () => {
  if (isFull) bank = await Bank.open('awayMinutes: 0.1');
});
afterAll(() => bank?.[Symbol.asyncDispose]());

it.runIf(isFull)(
  '[T4] [T7] [CONV-20] [CLIENT-10] keeps the conversation for as long as configured, and then says that it ended and why',
  async () => {
    const browser = await launchChromium();
    const ava = await Person.arrive(browser);
    await withClock(ava.context);
    const chat = new ChatPage(await ava.visit(`${bank.url}/accounts/1`));
    await chat.page.getByRole('button', { name: /Ava/ }).click();
    await chat.open();
    await chat.say('Is anybody there?');
    await chat.page.getByText('next in line').waitFor();
    // Ben opens a conversation too, and goes. When his is over for that, so is the limit; Ava, who is there, keeps hers.
    const desk = await DeskAgent.arrive(bank.deskUrl, 'sam', false);
    const ben = new HttpBrowser(bank.url);
    await ben.submit('/sign-in', { customer: 'ben' });
    await handOff(ben);
    const socket = await Frames.greet(ben.socket('/support/v1/socket'));
    socket.send({ type: 'open', ref: 'r', context: {} });
    await socket.next('opened');
    await expect.poll(() => desk.waiting).toBe(2);
    socket.close();
    await expect.poll(() => desk.waiting, { timeout: 40_000 }).toBe(1);
    expect(await chat.page.getByText('next in line').isVisible()).toBe(true);

    bank.endSessions();
    await chat.jump(600_000);
    await chat.look();
    await chat.signInCard.waitFor();
    await chat.say('Written while away');
    await chat.box.fill('unfinished');
    await expect.poll(() => desk.waiting, { timeout: 40_000 }).toBe(0);
    await chat.page.getByRole('link', { name: 'Sign in again' }).click();
    await chat.page.getByRole('button', { name: /Ava/ }).click();
    await chat.page.getByText('This chat ended because you were away').waitFor();
    await chat.page.getByText('The chat had ended.').waitFor();
    expect(await chat.ownTexts()).toEqual(['Is anybody there?', 'Written while away']);
    await expect.poll(() => chat.box.inputValue()).toBe('unfinished');
    await takeScreenshot(chat.page, 'portal-ended-away');
    expect(desk.waiting).toBe(0);
    await chat.page.getByRole('button', { name: 'Try again' }).click();
    await expect.poll(() => desk.waiting).toBe(1);
    desk.leave();
    await browser.close();
  },
  120_000,
);
