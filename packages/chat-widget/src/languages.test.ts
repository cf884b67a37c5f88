import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type OpenOptions, Stage, violations } from '../test-support/stage.js';
import { catalog as arabic } from './languages/ar.js';
import { catalog as german } from './languages/de.js';
import { catalog as portuguese } from './languages/pt.js';
import { catalog as chinese } from './languages/zh-Hans.js';

let stage: Stage;
beforeAll(async () => {
  stage = await Stage.start();
});
afterAll(() => stage.stop());

const SCRIPT = '<script src="/support/widget.js" data-phone="112" async></script>';
const ENGLISH = 'Chat with us';

/** A page that embeds the real script, with the chat opened. */
async function open(options: OpenOptions, requests: string[] = []): Promise<Page> {
  const page = await stage.open({ head: SCRIPT, element: '', gateway: true, ...options });
  page.on('request', (request) => requests.push(new URL(request.url()).pathname));
  // What was asked for before this listened is asked for again.
  await page.reload();
  await page.locator('.launcher').click();
  await page.getByRole('textbox').waitFor();
  return page;
}

test.each([
  ['the page', 'de-AT', 'en-GB', german.title],
  ['the page, in its script', 'zh-CN', 'en-GB', chinese.title],
  ['the page, in the variety that there is', 'pt-PT', 'en-GB', portuguese.title],
  ['the browser, where the page speaks none of ours', 'fi', 'de-DE', german.title],
  ['English, where neither does', 'fi', 'is-IS', ENGLISH],
  ['English, where the page does', 'en', 'de-DE', ENGLISH],
  ['the browser, where the page says nonsense', 'no such language', 'ar', arabic.title],
])('The chat speaks the language of %s', async (_, language, locale, title) => {
  const requests: string[] = [];
  const page = await open({ language, context: { locale } }, requests);
  await page.getByRole('heading', { name: title }).waitFor();
  // Of all the languages the one that is needed.
  const catalogs = requests.filter((path) => /\/\w\w(-Hans)?-[A-Z0-9]{8}\.js$/.test(path));
  expect(new Set(catalogs).size).toBe(title === ENGLISH ? 0 : 1);
  expect(await page.locator('section[dir=rtl]').count()).toBe(title === arabic.title ? 1 : 0);
  expect(await violations(page)).toEqual([]);
  await page.context().close();
});

test('The language of the element comes before that of the page, and words of the portal before ours', async () => {
  const words = JSON.stringify({ title: 'Fragen Sie Meridian', nonsense: 1 });
  const element = `<throughline-chat lang="de" data-words='${words}'></throughline-chat>`;
  const page = await open({ element });
  await page.getByRole('heading', { name: 'Fragen Sie Meridian' }).waitFor();
  await page.getByRole('button', { name: german.minimize }).waitFor();
  await page.context().close();
});

test('Words of the portal that are not JSON change nothing', async () => {
  const page = await open({ element: `<throughline-chat data-words="{title: 'Hi'}"></throughline-chat>` });
  await page.getByRole('heading', { name: ENGLISH }).waitFor();
  await page.context().close();
});

test('[T7] Without the words of its language the chat comes in English', async () => {
  const page = await stage.open({ head: SCRIPT, element: '', gateway: true, language: 'de' });
  await page.route(/\/de-[A-Z0-9]+\.js$/, (route) => route.abort());
  // What had been fetched before the route was there does not count.
  await page.reload();
  await page.locator('.launcher').click();
  await page.getByRole('heading', { name: ENGLISH }).waitFor();
  await page.context().close();
});

test('[T7] The script of a language says its first words before anything else has come, and without it', async () => {
  const head = '<script src="/support/widget.de.js" data-phone="112" async></script>';
  const page = await stage.open({ head, element: '', language: 'de' });
  await page.route('**/support/widget/**', (route) => route.abort());
  await page.getByRole('button', { name: german.title }).click();
  await page.clock.runFor(3_000);
  await page.getByRole('heading', { name: german.failureHeading }).waitFor();
  await page.getByRole('link', { name: german.callUs }).waitFor();
  await page.context().close();
});
