/** The demo with its own identity provider, in Chromium: from the portal's sign-in to the chat and out again. */
import type { Page } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import { type Person, seriousViolations } from './support/chromium.js';
import { Demo } from './support/demo.js';

const demo = Demo.forThisFile();

/** The portal, and so the chat, speaks Arabic to Chloe. */
const chatButton = (page: Page) => page.getByRole('button', { name: /Chat with us|تحدث معنا/ });

/** By way of the identity provider, on its own page. */
async function signInAtProvider(person: Person, name: RegExp): Promise<Page> {
  const page = await person.visit(demo.urls.customer);
  await page.getByRole('link', { name: 'use your Meridian account' }).click();
  await page.waitForURL('**/idp/interaction/**');
  expect(await seriousViolations(page)).toEqual([]);
  await page.getByRole('button', { name }).click();
  await chatButton(page).waitFor();
  return page;
}

describe('a customer whom the identity provider signed in', () => {
  it('[OIDC-4] [T5] chats without a second login, and the page holds nothing worth stealing', async () => {
    const ava = await demo.arrive();
    const page = await signInAtProvider(ava, /Ava/);
    await page.goto(`${demo.urls.customer}/orders/M-20418?from=mail`);
    await chatButton(page).click();
    await page.getByRole('heading', { name: /Hello Ava/ }).waitFor();
    expect(page.url()).toBe(`${demo.urls.customer}/orders/M-20418?from=mail`);
    const reachable = await page.evaluate(() =>
      JSON.stringify({ ...localStorage, ...sessionStorage, cookie: document.cookie, url: location.href }),
    );
    expect(reachable).not.toMatch(/eyJ|code=|state=/);
    const cookies = await ava.context.cookies();
    expect(cookies.find(({ name }) => name === 'throughline_session')).toMatchObject({
      httpOnly: true,
      sameSite: 'Strict',
    });
    for (const { value } of cookies) expect(reachable).not.toContain(value);
    expect(ava.problems).toEqual([]);
    await ava.context.close();
  });

  it('[OIDC-9] is signed out of the chat in every tab by signing out of the portal', async () => {
    const ben = await demo.arrive();
    const page = await signInAtProvider(ben, /Ben/);
    await chatButton(page).click();
    await page.getByRole('heading', { name: /Hello Ben/ }).waitFor();
    const other = await ben.visit(demo.urls.customer);
    await chatButton(other).click();
    await other.getByRole('heading', { name: /Hello Ben/ }).waitFor();
    await page.getByRole('button', { name: 'Sign out' }).click();
    await other.getByText('Please sign in again to continue').first().waitFor();
    await page.getByRole('link', { name: 'use your Meridian account' }).waitFor();
    expect(ben.problems).toEqual([]);
    await ben.context.close();
  });

  it('[OIDC-4] is asked to sign in when the identity provider does not know the browser, and comes back', async () => {
    const chloe = await demo.arrive();
    const page = await signInAtProvider(chloe, /Chloe/);
    await chloe.context.clearCookies({ path: '/idp' });
    await chloe.context.clearCookies({ name: /^_session/ });
    await chatButton(page).click();
    await page.getByRole('link', { name: 'تسجيل الدخول', exact: true }).click();
    await page.waitForURL('**/idp/interaction/**');
    await page.getByRole('button', { name: /Chloe/ }).click();
    await page.getByRole('heading', { name: /مرحبًا .?Chloe/ }).waitFor();
    expect(chloe.problems).toEqual([]);
    await chloe.context.close();
  });

  it('says nothing on the console of the demo', () => {
    expect(demo.product.output).not.toMatch(/oidc-provider (WARNING|NOTICE)/);
  });
});
