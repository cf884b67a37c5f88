/** A hidden phone number that the agent who has the conversation may look at, in real Chromium. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { Bank } from './support/bank.js';
import { ChatPage } from './support/chat-page.js';
import {
  launchChromium,
  Person,
  seriousViolations,
  signInAtDesk,
  takeScreenshot,
} from './support/chromium.js';

const PHONE = '+49 30 901820';
const CARD = '4111 1111 1111 1111';
const REASON = 'Contact the customer';

let folder: string;
let bank: Bank;
let browser: Browser;
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'throughline-reveal-'));
  writeFileSync(join(folder, 'masking.yaml'), 'preset: pci\nreveal: [PHONE]\n');
  const masking = `masking: { policy: ${folder}/masking.yaml, reveal: { roles: [agent] } }`;
  [bank, browser] = await Promise.all([Bank.open(masking), launchChromium()]);
});
afterAll(async () => {
  await browser.close();
  await bank[Symbol.asyncDispose]();
  rmSync(folder, { recursive: true });
});

/** What the desk's page and its memory of components hold. */
async function contentOf(desk: Page): Promise<string> {
  return desk.evaluate(() => {
    const read = (root: ParentNode): string =>
      [...root.querySelectorAll('*')]
        .map((element) => `${element.outerHTML}${element.shadowRoot ? read(element.shadowRoot) : ''}`)
        .join('');
    return read(document);
  });
}

it('[WIRE-60] [WIRE-61] [REVEAL-1] shows a hidden phone number for 30 seconds, once the reason is recorded', async () => {
  const [ava, sam] = [await Person.arrive(browser), await Person.arrive(browser)];
  const page = await ava.visit(`${bank.url}/accounts/1`);
  await page.getByRole('button', { name: /Ava/ }).click();
  const chat = new ChatPage(page);
  await chat.open();
  await chat.say(`Call ${PHONE}, my card is ${CARD}`);

  await sam.context.clock.install();
  const desk = await signInAtDesk(sam, bank.deskUrl, /Sam/);
  await desk.getByRole('switch', { name: 'Available' }).click();
  await desk.getByRole('button', { name: 'Accept' }).click();
  const log = desk.getByRole('log', { name: 'Conversation' });
  await log.getByText(/my card is \[card/).waitFor();
  expect(await contentOf(desk)).not.toMatch(/901820|4111 1111/);

  // The card is never to be shown: there is one thing to ask for.
  expect(await log.getByRole('button', { name: /^Show the/ }).allInnerTexts()).toEqual(['Show the phone']);
  await log.getByRole('button', { name: 'Show the phone' }).click();
  await log.getByRole('combobox', { name: 'Reason' }).selectOption(REASON);
  await takeScreenshot(desk, 'desk-reveal-reason');
  expect(await seriousViolations(desk)).toEqual([]);
  await log.getByRole('button', { name: 'Show', exact: true }).click();
  const value = log.getByRole('status', { name: 'phone' });
  await value.waitFor();
  expect(await value.innerText()).toBe(PHONE);
  await takeScreenshot(desk, 'desk-reveal-shown');
  expect(await seriousViolations(desk)).toEqual([]);

  await desk.clock.fastForward(10_000);
  expect(await value.innerText()).toBe(PHONE);
  await desk.clock.fastForward(20_000);
  await value.waitFor({ state: 'detached' });
  expect(await contentOf(desk)).not.toContain('901820');

  // The customer's side is told neither what may be looked at, nor that it was.
  const told = chat.frames.filter((frame) => /revealable|revealed/.test(frame));
  expect(told).toEqual([]);
  expect([...ava.problems, ...sam.problems]).toEqual([]);
});
