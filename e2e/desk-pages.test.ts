/** Pages of the desk beside the workspace: supervisors try the masking policy, auditors read the trail. */
import type { Page } from 'playwright-core';
import { beforeAll, expect, it } from 'vitest';
import { type Person, seriousViolations, takeScreenshot } from './support/chromium.js';
import { Demo } from './support/demo.js';
import { Frames } from './support/frames.js';
import { type HttpBrowser, signInAgent, signInCustomer } from './support/http-browser.js';

const demo = Demo.forThisFile();

let conversationId: string;
beforeAll(async () => {
  const ava = await signInCustomer(demo.urls.customer, 'ava');
  const tab = await Frames.greet(ava.socket('/support/v1/socket'));
  tab.send({ type: 'open', ref: 'o', context: {} });
  conversationId = (await tab.next('opened')).conversation.id;
  tab.close();
});

async function openAs(person: Person, name: RegExp, page: string): Promise<Page> {
  const opened = await person.visit(`${demo.urls.agent}/#${page}`);
  await opened.getByRole('button', { name }).click();
  return opened;
}

it('[MASK-40] [T6] shows a supervisor what everybody gets of a text, and keeps nothing of it', async () => {
  const lee = await demo.arrive();
  const page = await openAs(lee, /Lee/, 'masking');
  await page
    .getByRole('textbox', { name: 'Text' })
    .fill('I am Ava. Card 4556 7375 8689 9855, cvv 917, mail ava@larkmail.example');
  await page.getByRole('button', { name: 'See what becomes of it' }).click();
  await page.getByText('Found 3 values.').waitFor();
  const found = page.getByRole('table', { name: 'What was found' });
  expect(await found.getByRole('row').allInnerTexts()).toEqual([
    expect.stringMatching(/Value\s+Kind\s+Score/),
    expect.stringMatching(/4556 7375 8689 9855\s+CREDIT_CARD\s+1\.00\s+last4/),
    expect.stringMatching(/917\s+CVV\s+0\.\d\d\s+drop/),
    expect.stringMatching(/ava@larkmail\.example\s+EMAIL\s+\d\.\d\d\s+mask/),
  ]);
  const results = page.getByRole('table', { name: 'What everybody gets' });
  const rows = await results.getByRole('row').allInnerTexts();
  expect(rows).toHaveLength(7);
  expect(rows[1]).toMatch(
    /^Messages.*everybody\s+I am Ava\. Card \[card ••••9855\], cvv \[security code removed\], mail \[email hidden\]/s,
  );
  await takeScreenshot(page, 'desk-masking');
  expect(await seriousViolations(page)).toEqual([]);
  await page.getByRole('link', { name: 'Back to the desk' }).click();
  await page.getByRole('switch', { name: 'Available' }).waitFor();
  const link = page.getByRole('link', { name: 'Masking' });
  expect(await link.getAttribute('href')).toBe('/#masking');
  expect(lee.problems).toEqual([]);
  expect(demo.product.output).not.toMatch(/4556|larkmail/);
});

it('[AUDIT-20] shows an auditor the trail by what it is about, a page at a time, and how it stands', async () => {
  const sam = await signInAgent(demo.urls.agent, 'sam');
  for (let time = 0; time < 25; time += 1)
    await sam.request('POST', '/api/v1/sign-out').then(() => resignIn(sam));
  const lee = await demo.arrive({ viewport: { width: 1280, height: 900 } });
  const page = await openAs(lee, /Lee/, 'audit');
  await page.getByText('As it was written').waitFor();
  const rows = page.getByRole('table', { name: 'Entries' }).getByRole('row');
  await expect.poll(() => rows.count()).toBe(51);
  await takeScreenshot(page, 'desk-audit');
  expect(await seriousViolations(page)).toEqual([]);

  const first = await rows.nth(50).getByRole('rowheader').innerText();
  await page.getByRole('button', { name: 'Older' }).click();
  await expect.poll(() => rows.nth(1).getByRole('rowheader').innerText()).toBe(String(Number(first) - 1));
  await page.getByRole('button', { name: 'Newer' }).click();
  await expect.poll(() => rows.count()).toBe(51);

  const search = page.getByRole('search');
  const actions = () =>
    page.getByRole('table', { name: 'Entries' }).locator('tbody td:nth-child(3)').allInnerTexts();
  await search.getByLabel('Customer (id at the portal)').fill('ava');
  await search.getByRole('button', { name: 'Search' }).click();
  await expect.poll(actions).toContain('conversation.opened');
  expect(await actions()).toContain('session.started');
  expect(await actions()).not.toContain('agent.signed_in');
  await page.getByRole('button', { name: conversationId }).first().click();
  await expect.poll(actions).toEqual(['conversation.opened']);
  expect(await search.getByLabel('Conversation').inputValue()).toBe(conversationId);
  // From the conversation to the session that it was opened from.
  const session = page.locator('.detail', { hasText: 'sessionId' }).getByRole('button');
  await session.click();
  await expect.poll(actions).toEqual(['conversation.opened', 'session.started']);
  await search.getByLabel('Action').fill('audit.exported');
  await search.getByLabel('Session').fill('');
  await search.getByLabel('From').fill('2020-01-01T00:00');
  await search.getByRole('button', { name: 'Search' }).click();
  await expect.poll(async () => new Set(await actions())).toEqual(new Set(['audit.exported']));
  expect(lee.problems).toEqual([]);
});

it('[AGENT-5] [MASK-40] [AUDIT-20] is closed to whoever lacks the role', async () => {
  const sam = await signInAgent(demo.urls.agent, 'sam');
  for (const path of ['masking/try', 'audit/search', 'audit/check']) {
    const answer = await sam.request('POST', `/api/v1/${path}`, { text: 'x' });
    expect([path, answer.status]).toEqual([path, 403]);
  }
  const person = await demo.arrive();
  const page = await openAs(person, /Sam/, 'audit');
  await page.getByRole('switch', { name: 'Available' }).waitFor();
  expect(await page.getByRole('link', { name: /Masking|Audit/ }).count()).toBe(0);
});

async function resignIn(agent: HttpBrowser): Promise<void> {
  await agent.request('POST', '/api/v1/demo-sign-in', { agentId: 'sam' });
}
