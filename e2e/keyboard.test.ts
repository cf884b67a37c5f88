/** The whole journey of a customer without a mouse, and what a screen reader is given of it, in real Chromium. */
import type { Page } from 'playwright-core';
import { expect, it } from 'vitest';
import { signInAtDesk, signInAtPortal, takeScreenshot } from './support/chromium.js';
import { Demo } from './support/demo.js';
import { focusedName, heard, hearLog, nodesOf, tabTo, tooSmall } from './support/keyboard.js';

const PDF = Buffer.from('%PDF-1.7\n%%EOF\n');

const demo = Demo.forThisFile();

async function reply(desk: Page, text: string): Promise<void> {
  await desk.getByRole('textbox', { name: 'Reply' }).fill(text);
  await desk.getByRole('button', { name: 'Send' }).click();
}

it('[T7] goes from the launcher to a new chat by keyboard alone, and says it to a screen reader', async () => {
  const [ava, sam] = [await demo.arrive(), await demo.arrive()];
  const chat = await signInAtPortal(ava, demo.urls.customer, /Ava/);
  const keys = chat.keyboard;

  // Open, and what was open before stays where it was for whoever goes back.
  await tabTo(chat, /^Chat with us/);
  await keys.press('Enter');
  await expect.poll(() => focusedName(chat)).toBe('Message');
  await keys.press('Escape');
  await expect.poll(() => focusedName(chat)).toMatch(/^Chat with us/);
  await keys.press('Enter');
  await expect.poll(() => focusedName(chat)).toBe('Message');

  await keys.type('Why is my payment held?');
  await keys.press('Enter');
  // Choices: one is looked at, and put back.
  await chat.getByRole('button', { name: 'Leave a message' }).waitFor();
  await tabTo(chat, 'Leave a message', 'Shift+Tab');
  await keys.press('Enter');
  await expect.poll(() => focusedName(chat)).toBe('Your message');
  await tabTo(chat, 'Back');
  await keys.press('Enter');
  await chat.getByRole('button', { name: 'Leave a message' }).waitFor();
  expect(await tooSmall(chat, 24)).toEqual([]);

  const desk = await signInAtDesk(sam, demo.urls.agent, /Sam/);
  await desk.getByRole('switch', { name: 'Available' }).click();
  await desk.getByRole('button', { name: 'Accept' }).first().click();
  await chat.getByText(/joined/).waitFor();

  // History is silent, also when it comes into an open chat; what comes from now on is spoken, once.
  await hearLog(chat);
  const letGo = await holdBack(chat);
  await chat.reload();
  await tabTo(chat, /^Chat with us/);
  await keys.press('Enter');
  await chat.getByRole('region', { name: 'Chat with us' }).waitFor();
  letGo();
  await chat.locator('throughline-chat .log[aria-live=polite]').waitFor();
  const { spoken, silent } = await heard(chat);
  expect(spoken).toEqual([]);
  expect(silent).toContainEqual(expect.stringContaining('Why is my payment held?'));
  await reply(desk, 'Let me look.');
  await expect
    .poll(async () => (await heard(chat)).spoken)
    .toEqual([expect.stringMatching(/says.*Let me look\./)]);

  // A quick reply.
  await desk.getByRole('button', { name: 'Offer answers' }).click();
  await desk.getByRole('textbox', { name: 'Answers to pick from' }).fill('Yes\nNot yet');
  await reply(desk, 'Did you pay today?');
  await chat.getByRole('button', { name: 'Not yet' }).waitFor();
  await tabTo(chat, 'Not yet', 'Shift+Tab');
  await takeScreenshot(chat, 'keyboard-quick-reply');
  await keys.press('Enter');
  await desk
    .getByRole('log', { name: 'Conversation' })
    .getByText('Not yet', { exact: true })
    .first()
    .waitFor();

  // The log is one stop, with its rows on the arrows, and Escape goes back to the box.
  await tabTo(chat, 'Conversation', 'Shift+Tab');
  await keys.press('ArrowUp');
  await expect
    .poll(() => chat.evaluate(() => document.activeElement?.shadowRoot?.activeElement?.role))
    .toBe('article');
  await keys.press('Escape');
  await expect.poll(() => focusedName(chat)).toBe('Message');

  // A file.
  const chooser = chat.waitForEvent('filechooser');
  await tabTo(chat, 'Attach files', 'Shift+Tab');
  await keys.press('Enter');
  await (await chooser).setFiles({ name: 'statement.pdf', mimeType: 'application/pdf', buffer: PDF });
  await chat.getByText('statement.pdf is ready to be sent').waitFor({ state: 'attached' });
  await tabTo(chat, 'Message');
  await keys.press('Enter');
  await desk.getByRole('link', { name: /statement\.pdf/ }).waitFor();

  const tree = await nodesOf(chat);
  expect(tree.filter(({ role }) => role === 'log').map(({ name }) => name)).toEqual(['Conversation']);
  expect(tree.find(({ role }) => role === 'log')?.live).toBe('polite');
  expect(tree.filter(({ role, name }) => ACTIVE.includes(role) && name === '')).toEqual([]);
  expect(tree.map(({ role, name }) => `${role} ${name}`)).toEqual(
    expect.arrayContaining([
      'region Chat with us',
      'heading Chat with us',
      'textbox Message',
      'button Send',
      'button Minimize chat',
    ]),
  );

  // End, and begin again.
  await tabTo(chat, 'End chat', 'Shift+Tab');
  await keys.press('Enter');
  await tabTo(chat, 'Yes, end chat');
  await keys.press('Enter');
  await chat.getByText('You ended the chat').waitFor();
  await tabTo(chat, 'Message');
  await keys.type('One more thing');
  await keys.press('Enter');
  await chat.getByText('One more thing').waitFor();
  await chat
    .getByText(/next in line|Finding the right agent|Connecting you/)
    .first()
    .waitFor();
  await keys.press('Escape');
  await expect.poll(() => focusedName(chat)).toMatch(/^Chat with us/);
  expect([...ava.problems, ...sam.problems]).toEqual([]);
});

/** Until the answer is called, nothing of the conversation reaches the page. */
async function holdBack(page: Page): Promise<() => void> {
  let letGo: () => void = () => undefined;
  const go = new Promise<void>((resolve) => {
    letGo = resolve;
  });
  await page.routeWebSocket(/v1\/socket/, (socket) => {
    const server = socket.connectToServer();
    server.onMessage((frame) => void go.then(() => socket.send(frame)));
  });
  await page.route(/v1\/frames/, (route) => route.abort());
  return letGo;
}

const ACTIVE = ['button', 'link', 'textbox', 'log', 'article', 'region'];
