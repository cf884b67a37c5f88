/** Files both ways and answers to pick from, as customer and agent see them in their browsers. */
import type { Page } from 'playwright-core';
import { beforeAll, expect, it } from 'vitest';
import { type Person, seriousViolations, signInAtPortal } from './support/chromium.js';
import { Demo } from './support/demo.js';

const PDF = Buffer.from('%PDF-1.7\n%%EOF\n');

const demo = Demo.forThisFile();

let customer: Person;
let agent: Person;
beforeAll(async () => {
  customer = await demo.arrive();
  agent = await demo.arrive();
});

async function together(): Promise<{ chat: Page; desk: Page }> {
  const chat = await signInAtPortal(customer, demo.urls.customer, /Ava/);
  await chat.getByRole('button', { name: 'Chat with us' }).click();
  await chat.getByRole('textbox', { name: 'Message' }).fill('I have something for you');
  await chat.getByRole('textbox', { name: 'Message' }).press('Enter');
  const desk = await agent.visit(demo.urls.agent);
  await desk.getByRole('button', { name: /Sam/ }).click();
  await desk.getByRole('switch', { name: 'Available' }).click();
  await desk.getByRole('button', { name: 'Accept' }).first().click();
  await desk.getByRole('textbox', { name: 'Reply' }).waitFor();
  return { chat, desk };
}

it('[FILE-8] [CONT-5] [WIRE-62] passes files both ways and answers that are picked, and hides what an agent says', async () => {
  const { chat, desk } = await together();
  const said = chat.getByRole('log', { name: 'Conversation' });
  const read = desk.getByRole('log', { name: 'Conversation' });

  await chat.getByRole('button', { name: 'Attach files' }).waitFor();
  await chat.locator('throughline-chat input[type=file]').setInputFiles([
    { name: 'statement.pdf', mimeType: 'application/pdf', buffer: PDF },
    { name: 'square.png', mimeType: 'image/png', buffer: await aPicture(chat) },
  ]);
  await chat.getByRole('textbox', { name: 'Message' }).fill('My statement');
  await chat.getByRole('button', { name: 'Send' }).click();
  const atDesk = read.getByRole('link', { name: /statement\.pdf/ });
  const download = desk.waitForEvent('download');
  await atDesk.click();
  expect((await download).suggestedFilename()).toBe('statement.pdf');
  const picture = read.getByRole('link', { name: /square\.png/ }).locator('img');
  await expect
    .poll(() => picture.evaluate((image: HTMLImageElement) => image.naturalWidth))
    .toBeGreaterThan(100);
  await said
    .getByRole('link', { name: /Download square\.png/ })
    .locator('canvas')
    .waitFor();

  await desk
    .locator('input[type=file]')
    .setInputFiles({ name: 'form.pdf', mimeType: 'application/pdf', buffer: PDF });
  await desk.getByText('ready').waitFor();
  await desk.getByRole('textbox', { name: 'Reply' }).fill('Please sign this');
  await desk.getByRole('button', { name: 'Send' }).click();
  await said.getByRole('link', { name: /Download form\.pdf/ }).waitFor();

  await desk.getByRole('button', { name: 'Offer answers' }).click();
  await desk.getByRole('textbox', { name: 'Answers to pick from' }).fill('Yes\nNot yet');
  await desk.getByRole('textbox', { name: 'Reply' }).fill('Did it arrive?');
  await desk.getByRole('button', { name: 'Send' }).click();
  await said.getByRole('button', { name: 'Not yet' }).click();
  await read.getByRole('paragraph').filter({ hasText: 'Not yet' }).waitFor();
  await expect.poll(() => said.getByRole('button', { name: 'Yes' }).count()).toBe(0);
  expect([customer.problems, agent.problems]).toEqual([[], []]);

  // What masking has missed, the agent hides: for both, and after a reload.
  await chat.getByRole('textbox', { name: 'Message' }).fill('The word is Rosebud');
  await chat.getByRole('button', { name: 'Send' }).click();
  await read.getByText('The word is Rosebud').waitFor();
  const hide = read.getByRole('button', { name: 'Hide a value' }).last();
  await hide.focus();
  await hide.press('Enter');
  await read.getByRole('textbox', { name: 'Hide for everybody, for good' }).fill('Rosebud');
  expect(await seriousViolations(desk)).toEqual([]);
  await read.getByRole('button', { name: 'Hide', exact: true }).click();
  for (const log of [said, read]) await log.getByText('The word is [hidden]').waitFor();
  await chat.reload();
  await chat.getByRole('button', { name: 'Chat with us' }).click();
  await said.getByText('The word is [hidden]').waitFor();
  expect(await chat.getByText('Rosebud').count()).toBe(0);
});

/** A picture that is large enough to have a preview. */
async function aPicture(page: Page): Promise<Buffer> {
  const url = await page.evaluate(() => {
    const canvas = document.createElement('canvas');
    canvas.width = 900;
    canvas.height = 600;
    canvas.getContext('2d')?.fillRect(100, 100, 400, 300);
    return canvas.toDataURL('image/png');
  });
  return Buffer.from(url.split(',')[1] ?? '', 'base64');
}
