/** The main job in real Chromium with Genesys Cloud as the contact center: widget, gateway, adapter, door, desk, and back. */
import type { Page } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import { seriousViolations, signInAtDesk, signInAtPortal, takeScreenshot } from './support/chromium.js';
import { Demo } from './support/demo.js';
import { Platform } from './support/door.js';
import { signInAgent } from './support/http-browser.js';

const demo = Demo.forThisFile({ THROUGHLINE_CONTACT_CENTER: 'genesys' });

const log = (page: Page) => page.getByRole('log', { name: 'Conversation' });

async function write(page: Page, box: 'Message' | 'Reply', text: string): Promise<void> {
  await page.getByRole('textbox', { name: box }).fill(text);
  await page.getByRole('button', { name: 'Send', exact: true }).click();
}

/** As a flow or a script of an agent of Genesys Cloud offers them; the emulator stands in for it. */
async function offerReplies(text: string, replies: readonly string[]): Promise<void> {
  const platform = await Platform.signedIn(demo.urls.genesys);
  const interval = `${new Date(Date.now() - 3_600_000).toISOString()}/${new Date(Date.now() + 60_000).toISOString()}`;
  const { body } = await platform.call('POST', '/api/v2/analytics/conversations/details/query', { interval });
  const { conversationId } = body.conversations[0];
  const content = replies.map((reply) => ({
    contentType: 'QuickReply',
    quickReply: { text: reply, payload: reply, action: 'Message' },
  }));
  const answer = await platform.call('POST', `/emulator/v1/conversations/${conversationId}/messages`, {
    text,
    content,
    originatingEntity: 'Human',
    nickname: 'Sam',
  });
  expect(answer.status).toBeLessThan(300);
}

describe('the main job over Genesys Cloud', () => {
  it('[GUEST-1] [GUEST-3] [GUEST-4] [GUEST-8] [GUEST-9] brings Ava to Sam, both ways, with a file and quick replies, to the end', async () => {
    const ava = await demo.arrive();
    const sam = await demo.arrive();
    const portal = await signInAtPortal(ava, demo.urls.customer, /Ava/);
    const desk = await signInAtDesk(sam, demo.urls.agent, /Sam/);
    await portal.getByRole('button', { name: /^Chat with us/ }).click();
    await write(portal, 'Message', 'Is it the card 4111 1111 1111 1111?');
    await desk.getByRole('switch', { name: 'Available' }).click();
    await desk.getByRole('button', { name: 'Accept' }).click();
    await log(desk)
      .getByText(/Is it the card/)
      .waitFor();
    expect(await desk.content()).not.toContain('4111 1111');
    await write(desk, 'Reply', 'It is, Ava.');
    await log(portal)
      .getByText(/Sam joined/)
      .waitFor();
    await log(portal).getByText('It is, Ava.').waitFor();
    await desk.getByRole('textbox', { name: 'Reply' }).pressSequentially('One more');
    await portal.getByText(/Sam is typing/).waitFor();
    await portal.getByRole('textbox', { name: 'Message' }).pressSequentially('And');
    await desk
      .getByText(/typing/i)
      .first()
      .waitFor();
    await takeScreenshot(portal, 'relay-portal-active');
    await takeScreenshot(desk, 'relay-desk-active');
    await portal.locator('throughline-chat input[type=file]').setInputFiles({
      name: 'statement.pdf',
      mimeType: 'application/pdf',
      buffer: Buffer.from('%PDF-1.7\n%%EOF\n'),
    });
    await write(portal, 'Message', 'My statement');
    await log(desk)
      .getByText(/statement\.pdf/)
      .waitFor();
    await offerReplies('Did you get a letter?', ['Yes', 'Not yet']);
    await log(portal).getByRole('button', { name: 'Yes', exact: true }).waitFor();
    await takeScreenshot(portal, 'relay-portal-replies');
    await log(portal).getByRole('button', { name: 'Not yet' }).click();
    await log(desk)
      .getByText(/\[QuickReply\] Not yet/)
      .waitFor();
    await expect.poll(() => log(portal).getByRole('button', { name: 'Yes', exact: true }).count()).toBe(0);
    await write(desk, 'Reply', 'Then it is on its way.');
    await log(portal).getByText('Then it is on its way.').waitFor();
    await desk.getByRole('button', { name: 'End conversation' }).click();
    await desk.getByRole('button', { name: /^(Yes, end|End now|End it|Yes)/ }).click();
    await log(portal).getByText(/ended/).waitFor();
    await takeScreenshot(portal, 'relay-portal-ended');
    expect(ava.problems).toEqual([]);
    expect(sam.problems).toEqual([]);
  });
});

describe('the page for the switch of new conversations', () => {
  it('[OPS-33] takes a proposal of one and the confirmation of another, and shows who, until when and why', async () => {
    const lee = await demo.arrive();
    const desk = await signInAtDesk(lee, demo.urls.agent, /Lee/);
    expect(await desk.getByRole('link', { name: 'Switch' }).getAttribute('href')).toBe('/#switch');
    const page = await lee.visit(`${demo.urls.agent}/#switch`);
    await page.getByText('New conversations go to the usual contact center.').waitFor();
    await page.getByRole('spinbutton', { name: /minutes/ }).fill('30');
    await page.getByRole('textbox', { name: /Why/ }).fill('Genesys Cloud is down');
    await page.getByRole('button', { name: 'Propose' }).click();
    await page.getByText('Another supervisor has to confirm it').waitFor();
    expect(await page.getByRole('button', { name: 'Confirm' }).count()).toBe(0);
    await takeScreenshot(page, 'desk-switch-proposed');
    await page.getByRole('button', { name: 'Take it back' }).click();
    await page.getByRole('button', { name: 'Propose' }).waitFor();

    const riley = await signInAgent(demo.urls.agent, 'riley');
    const proposal = { minutes: 45, reason: 'Their status page says so' };
    expect((await riley.request('POST', '/api/v1/stand-in/propose', proposal)).status).toBe(200);
    await page.getByRole('button', { name: 'Confirm' }).click();
    await page.getByText('New conversations come to this desk.').waitFor();
    const terms = await page.locator('dl').innerText();
    expect(terms).toMatch(
      /Until\s.*\d.*Why\sTheir status page says so\s.*Proposed by\sRiley\s.*Confirmed by\sLee/s,
    );
    await takeScreenshot(page, 'desk-switch-in-force');
    expect(await seriousViolations(page)).toEqual([]);
    await page.getByRole('button', { name: 'End it now' }).click();
    await page.getByText('New conversations go to the usual contact center.').waitFor();
    const auditor = await signInAgent(demo.urls.agent, 'lee');
    const steps = async () => {
      const answer = await auditor.request('POST', '/api/v1/audit/search', {});
      const { entries } = (await answer.json()) as { entries: { action: string; actorKind: string }[] };
      return entries
        .filter(({ action }) => action.startsWith('contact_center.'))
        .map(({ action, actorKind }) => `${action.replace('contact_center.switch_', '')} by ${actorKind}`);
    };
    await expect
      .poll(steps, { timeout: 60_000 })
      .toEqual([
        'proposed by agent',
        'ended by agent',
        'proposed by agent',
        'confirmed by agent',
        'ended by agent',
      ]);
    expect(lee.problems).toEqual([]);
  });

  it('[OPS-33] [AGENT-5] is closed to whoever is no supervisor, and refuses the confirmation of who proposed it', async () => {
    const sam = await signInAgent(demo.urls.agent, 'sam');
    for (const step of ['propose', 'confirm', 'end']) {
      const answer = await sam.request('POST', `/api/v1/stand-in/${step}`, {});
      expect([step, answer.status]).toEqual([step, 403]);
    }
    const lee = await signInAgent(demo.urls.agent, 'lee');
    const proposal = { minutes: 241, reason: 'x' };
    expect((await lee.request('POST', '/api/v1/stand-in/propose', proposal)).status).toBe(400);
    const proposed = await lee.request('POST', '/api/v1/stand-in/propose', { ...proposal, minutes: 240 });
    const { current } = (await proposed.json()) as { current: { id: string } };
    expect((await lee.request('POST', '/api/v1/stand-in/confirm', { id: current.id })).status).toBe(403);
    expect((await lee.request('POST', '/api/v1/stand-in/end', {})).status).toBe(200);
  });
});
