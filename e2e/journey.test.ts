/** The main job in real Chromium: Ava in one browser, Sam in another, and they talk. */
import type { Page } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import { seriousViolations, signInAtDesk, signInAtPortal, takeScreenshot } from './support/chromium.js';
import { Demo } from './support/demo.js';

const demo = Demo.forThisFile();

const log = (page: Page) => page.getByRole('log', { name: 'Conversation' });
const chatButton = (page: Page) => page.getByRole('button', { name: /^Chat with us/ });

async function write(page: Page, box: 'Message' | 'Reply', text: string): Promise<void> {
  await page.getByRole('textbox', { name: box }).fill(text);
  await page.getByRole('button', { name: 'Send', exact: true }).click();
}

/** The messages on screen, in order. */
async function messagesShown(page: Page, pattern: RegExp): Promise<string[]> {
  const text = await log(page).innerText();
  return text.match(new RegExp(pattern, 'g')) ?? [];
}

describe('the main job', () => {
  it('[T1] [T3] [T5] brings Ava to Sam, both ways, in every tab, over a crash of the server, to the end', async () => {
    const ava = await demo.arrive();
    const sam = await demo.arrive();
    const portal = await signInAtPortal(ava, demo.urls.customer, /Ava/);
    const desk = await signInAtDesk(sam, demo.urls.agent, /Sam/);
    expect(await seriousViolations(portal)).toEqual([]);
    expect(await seriousViolations(desk)).toEqual([]);

    await portal.goto(`${demo.urls.customer}/orders/M-20418`);
    await chatButton(portal).click();
    await portal.getByRole('textbox', { name: 'Message' }).waitFor();
    expect(await seriousViolations(portal)).toEqual([]);
    await write(portal, 'Message', 'Why is my payment held?');
    await portal.getByText(/next in line/i).waitFor();
    await takeScreenshot(portal, 'portal-queued');
    expect(await seriousViolations(portal)).toEqual([]);

    await desk.getByRole('list', { name: 'Waiting' }).getByText('Ava Lindqvist').waitFor();
    await desk.getByRole('switch', { name: 'Available' }).click();
    const card = desk.getByRole('region', { name: 'Customer' });
    await card.getByText('PREMIUM').first().waitFor();
    expect(await card.innerText()).toMatch(/ava/);
    expect(await card.innerText()).toMatch(/M-20418/);
    expect(await card.innerText()).toMatch(/order-stuck/);
    await takeScreenshot(desk, 'desk-offer');
    expect(await seriousViolations(desk)).toEqual([]);
    await desk.getByRole('button', { name: 'Accept' }).click();
    await log(desk).getByText('Why is my payment held?').waitFor();
    await log(portal)
      .getByText(/Sam joined/)
      .waitFor();

    await write(desk, 'Reply', 'Hello Ava, I am looking at order M-20418 now.');
    await log(portal).getByText('I am looking at order M-20418 now').waitFor();
    await desk.getByRole('textbox', { name: 'Reply' }).pressSequentially('One more');
    await portal.getByText(/Sam is typing/).waitFor();
    await portal.getByRole('textbox', { name: 'Message' }).pressSequentially('And');
    await desk
      .getByText(/typing/i)
      .first()
      .waitFor();
    await desk.getByRole('textbox', { name: 'Reply' }).fill('');

    const secondTab = await ava.visit(`${demo.urls.customer}/`);
    await chatButton(secondTab).click();
    await log(secondTab).getByText('Why is my payment held?').waitFor();
    await write(secondTab, 'Message', 'From my second tab: is it the card 4111 1111 1111 1111?');
    await log(portal)
      .getByText(/From my second tab/)
      .waitFor();
    await log(desk)
      .getByText(/From my second tab/)
      .waitFor();
    for (const page of [portal, secondTab, desk]) {
      expect(await page.content()).not.toContain('4111 1111');
      expect(await log(page).innerText()).not.toContain('4111 1111');
    }

    await demo.product.kill();
    await write(portal, 'Message', 'Written while the server was down');
    await demo.product.launch();
    await log(desk).getByText('Written while the server was down').waitFor({ timeout: 60_000 });
    await write(desk, 'Reply', 'I am still here');
    await log(portal).getByText('I am still here').waitFor({ timeout: 60_000 });
    await log(secondTab).getByText('I am still here').waitFor({ timeout: 60_000 });
    for (const page of [portal, secondTab, desk]) {
      expect(
        await messagesShown(page, /payment held\?|at order M-20418|second tab|server was down|still here/),
      ).toEqual(['payment held?', 'at order M-20418', 'second tab', 'server was down', 'still here']);
    }
    await takeScreenshot(portal, 'portal-active');
    await takeScreenshot(desk, 'desk-active');
    expect(await seriousViolations(portal)).toEqual([]);
    expect(await seriousViolations(desk)).toEqual([]);

    await desk.getByRole('button', { name: 'End conversation' }).click();
    await desk.getByRole('button', { name: /^(Yes, end|End now|End it|Yes)/ }).click();
    await log(portal)
      .getByText(/Sam ended the chat/)
      .waitFor();
    await portal.getByRole('radio', { name: 'Good', exact: true }).check();
    await portal.getByRole('textbox', { name: /say more/ }).fill('Fast, thank you');
    await takeScreenshot(portal, 'portal-ended');
    expect(await seriousViolations(portal)).toEqual([]);
    await portal.getByRole('button', { name: 'Send', exact: true }).first().click();
    await portal.getByText('Thank you for telling us.').waitFor();
    expect(ava.problems).toEqual([]);
    expect(sam.problems).toEqual([]);
  });

  it('[T5] leaves nothing worth stealing in the page', async () => {
    const ben = await demo.arrive();
    const page = await signInAtPortal(ben, demo.urls.customer, /Ben/);
    await chatButton(page).click();
    // Greets by name: the hand-off is over and the session is there.
    await page.getByRole('heading', { name: /Hello Ben/ }).waitFor();
    const reachable = await page.evaluate(() =>
      JSON.stringify({ ...localStorage, ...sessionStorage, cookie: document.cookie }),
    );
    const cookies = await ben.context.cookies();
    const session = cookies.find(({ name }) => name === 'throughline_session');
    expect(session).toMatchObject({ httpOnly: true, sameSite: 'Strict' });
    expect(reachable).not.toMatch(/eyJ/);
    for (const { value } of cookies) expect(reachable).not.toContain(value);
    await ben.context.close();
  });
});
