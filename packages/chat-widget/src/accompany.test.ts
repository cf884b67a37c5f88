import { readFile } from 'node:fs/promises';
import type { BrowserReport } from '@throughline/protocol';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import {
  agentSays,
  chat,
  customerSays,
  lifecycle,
  NOW,
  pending,
  ready,
  unknown,
} from '../test-support/snapshots.js';
import { Stage, show, violations } from '../test-support/stage.js';

let stage: Stage;
beforeAll(async () => {
  stage = await Stage.start();
});
afterAll(() => stage.stop());

const ASKED = customerSays(1, 'Where is my card 4111?');
const ANSWERED = agentSays(2, 'On its way.');

describe('calling the customer back', () => {
  test('the title of a hidden page tells of new messages until the page is looked at', async () => {
    const { page, setHidden } = await hideable();
    await show(page, chat([ASKED]));
    await page.clock.runFor(500);
    await setHidden(true);
    await show(page, chat([ASKED, ANSWERED]));
    await page.clock.runFor(900);
    await expect.poll(() => page.title()).toBe('1 new message');
    await page.clock.runFor(1_500);
    expect(await page.title()).toBe('Meridian – your accounts');
    await page.clock.runFor(1_500);
    await show(page, chat([ASKED, ANSWERED, agentSays(3, 'Tomorrow.')]));
    await page.clock.runFor(900);
    await expect.poll(() => page.title()).toBe('2 new messages');
    await setHidden(false);
    await expect.poll(() => page.title()).toBe('Meridian – your accounts');
    await page.clock.runFor(10_000);
    expect(await page.title()).toBe('Meridian – your accounts');
    await page.context().close();
  });

  test('a sound plays only where somebody has touched the page, does not look, and wants sounds', async () => {
    const page = await stage.open();
    await page.evaluate(() => {
      const played: number[] = [];
      // What a test evaluates counts as a gesture of the user.
      Object.defineProperty(navigator, 'userActivation', {
        configurable: true,
        value: { hasBeenActive: false },
      });
      Object.assign(window, { played });
      const { start } = OscillatorNode.prototype;
      OscillatorNode.prototype.start = function (...args) {
        played.push(1);
        return start.apply(this, args);
      };
    });
    const played = () => page.evaluate(() => (window as unknown as { played: number[] }).played.length);
    await show(page, chat([ASKED]));
    await page.clock.runFor(500);
    await show(page, chat([ASKED, ANSWERED]));
    expect(await played()).toBe(0);
    await page.evaluate(() => Object.assign(navigator.userActivation, { hasBeenActive: true }));
    await page.getByRole('button', { name: 'Chat with us' }).click();
    await page.clock.runFor(600);
    await show(page, chat([ASKED, ANSWERED, agentSays(3, 'Seen at once')]));
    expect(await played()).toBe(0);
    await page.getByRole('button', { name: 'Minimize chat' }).click();
    await show(page, chat([ASKED, ANSWERED, agentSays(3, 'Seen at once'), agentSays(4, 'Heard')]));
    await page.clock.runFor(1_000);
    await expect.poll(played).toBe(2);
    await page.getByRole('button', { name: 'Chat with us' }).click();
    await page.getByRole('button', { name: 'Chat options' }).click();
    await page.getByRole('button', { name: 'Turn sounds off' }).click();
    await page.getByRole('button', { name: 'Turn sounds on' }).waitFor();
    await page.getByRole('button', { name: 'Minimize chat' }).click();
    await show(page, chat([ASKED, ANSWERED, agentSays(3, '3'), agentSays(4, '4'), agentSays(5, 'Quiet')]));
    await page.clock.runFor(500);
    expect(await played()).toBe(2);
    await page.context().close();
  });
});

test('the conversation can be kept as a file, by the keyboard, with what was hidden left out', async () => {
  const page = await stage.open();
  await show(
    page,
    chat([{ ...ASKED, text: 'Where is my card [card]?', maskedTypes: ['CARD'] } as never, ANSWERED]),
  );
  await page.getByRole('button', { name: 'Chat with us' }).click();
  await page.getByRole('button', { name: 'Chat options' }).press('Enter');
  const button = page.getByRole('button', { name: 'Download this chat' });
  const [file] = await Promise.all([page.waitForEvent('download'), button.press('Enter')]);
  expect(file.suggestedFilename()).toBe('chat-2026-03-11.txt');
  const text = await readFile(await file.path(), 'utf8');
  expect(text).toMatch(
    /Chat with us\n\n— Wednesday, 11 March 2026 —\n.*You: Where is my card \[card\]\?\n.*Sam: On its way\./,
  );
  expect(text).toContain('Values that were hidden for your safety are not in this file.');
  await page.keyboard.press('Escape');
  await expect.poll(() => button.isVisible()).toBe(false);
  expect(await page.evaluate(focusedLabel)).toBe('Chat options');
  expect(await violations(page)).toEqual([]);
  await page.context().close();
});

test('the transcript can be sent to the own address, where the gateway knows one', async () => {
  const page = await stage.open();
  const asked: unknown[] = [];
  const refused = (status: number, code: string) => ({ status, json: { error: { code } } });
  const answers = [
    { status: 204 },
    refused(429, 'rate_limited'),
    refused(409, 'no_verified_email'),
    refused(503, 'unavailable'),
  ];
  await page.route('**/v1/transcripts', async (route) => {
    const isAsking = route.request().method() === 'POST';
    if (isAsking) asked.push(route.request().postDataJSON());
    await route.fulfill(isAsking ? (answers[asked.length - 1] ?? {}) : { json: { to: 'a•••@mail.example' } });
  });
  await show(page, chat([ASKED, ANSWERED]));
  await page.getByRole('button', { name: 'Chat with us' }).click();
  await page.getByRole('button', { name: 'Chat options' }).click();
  const button = page.getByRole('button', { name: 'Email this chat to a•••@mail.example' });
  for (const told of [
    'We will email it to a•••@mail.example.',
    'You have asked for many emails. Please try again in an hour.',
    'We have no confirmed email address for you.',
    'That did not work. Please try again.',
  ]) {
    await button.press('Enter');
    await page.getByText(told).waitFor();
  }
  expect(await button.evaluate((node) => node.matches(':focus'))).toBe(true);
  const wish = {
    conversationId: expect.any(String),
    language: expect.stringMatching(/^en/),
    timeZone: expect.any(String),
  };
  expect(asked).toEqual(answers.map(() => wish));
  expect(await violations(page)).toEqual([]);
  await page.context().close();
});

test('a chat in two tabs says so in both while both are open, and one of them calls', async () => {
  const here = await stage.open();
  const there = await here.context().newPage();
  await there.goto(here.url());
  const hint = (page: Page) => page.getByText('Also open in another tab');
  for (const page of [here, there]) {
    await show(page, chat([ASKED]));
    await page.getByRole('button', { name: 'Chat with us' }).click();
    await page.clock.runFor(600);
  }
  await Promise.all([hint(here).waitFor(), hint(there).waitFor()]);
  await there.getByRole('button', { name: 'Minimize chat' }).click();
  await expect.poll(() => hint(here).isVisible()).toBe(false);
  await here.getByRole('button', { name: 'Minimize chat' }).click();

  const titles: string[] = [];
  for (const page of [here, there]) {
    await page.evaluate(() => Object.defineProperty(document, 'hidden', { value: true }));
    await show(page, chat([ASKED, ANSWERED]));
    await page.clock.runFor(1_000);
    // Whose turn it is has been decided by then.
    await page.evaluate(() => navigator.locks.query());
    titles.push(await page.title());
  }
  expect(titles).toEqual(['1 new message', 'Meridian – your accounts']);
  // Seen elsewhere: no longer, and not at all where it was seen before.
  const LATER = agentSays(3, 'Tomorrow.');
  const seen = (readSeq: number) => ({ customerReceipts: { deliveredSeq: 3, readSeq } });
  await show(here, chat([ASKED, ANSWERED], seen(2)));
  expect(await here.title()).toBe('Meridian – your accounts');
  await here.close();
  await show(there, chat([ASKED, ANSWERED, LATER], seen(2)));
  await show(there, chat([ASKED, ANSWERED, LATER], seen(3)));
  await there.clock.runFor(1_000);
  await there.evaluate(() => navigator.locks.query());
  expect(await there.title()).toBe('Meridian – your accounts');
  await there.context().close();
});

describe('[CARRY-1] a code for a call', () => {
  const withWays = (...kinds: readonly ('phone' | 'message')[]) =>
    chat([ASKED], {
      state: 'queued',
      agent: null,
      ways: {
        text: null,
        ways: kinds.map((kind) =>
          kind === 'phone'
            ? { choice: null, label: null, kind, number: '+49 30 1234567', digits: null }
            : { choice: 'message', label: null, kind },
        ),
      },
    });

  test('stands beside a number that the flow offers, says the intent, and is another one before it ends', async () => {
    const page = await stage.open();
    const asked: unknown[] = [];
    await page.route('**/v1/carry-over', async (route) => {
      asked.push(route.request().postDataJSON());
      const expiresAt = new Date(NOW + asked.length * 30 * 60_000).toISOString();
      await route.fulfill({ json: { code: `CDEF-GHJ${asked.length}`, expiresAt } });
    });
    await show(page, withWays('message'));
    await page.evaluate(() =>
      document.querySelector('throughline-chat')?.escalate({ intent: 'order-stuck', priority: 'high' }),
    );
    await page.clock.runFor(1_000);
    expect(asked).toEqual([]);
    await show(page, withWays('phone', 'message'));
    await page.getByText('CDEF-GHJ1').waitFor();
    expect(asked).toMatchObject([{ context: { intent: 'order-stuck', priority: 'high' } }]);
    await page.clock.fastForward(24 * 60_000);
    await show(page, withWays('phone', 'message'));
    expect(asked.length).toBe(1);
    await page.clock.fastForward(2 * 60_000);
    await show(page, withWays('phone', 'message'));
    await page.getByText('CDEF-GHJ2').waitFor();
    await show(page, withWays('message'));
    await expect.poll(() => page.getByText('CDEF-GHJ2').isVisible()).toBe(false);
    await page.context().close();
  });
});

describe('telling the gateway how it went', () => {
  test('times go out when the page is left, without anything that was said', async () => {
    const page = await stage.open();
    const reports = reportsOf(page);
    await page.getByRole('button', { name: 'Chat with us' }).click();
    await page.clock.runFor(400);
    await show(page, ready);
    await page.clock.runFor(100);
    await show(page, { ...chat([]), pending: [pending('p1', 'My secret')] });
    await page.clock.runFor(250);
    await show(page, chat([customerSays(1, 'My secret')]));
    await page.evaluate(() => dispatchEvent(new Event('pagehide')));
    await expect.poll(() => reports.length).toBe(1);
    expect(reports[0]?.samples).toContainEqual({ kind: 'ready', clicked: true, ms: expect.any(Number) });
    expect(reports[0]?.samples).toContainEqual({ kind: 'sent', ms: expect.any(Number) });
    expect(JSON.stringify(reports)).not.toMatch(/secret|Ava|Sam/);
    await page.context().close();
  });

  test('the failure card is told of at once, each time once', async () => {
    const page = await stage.open();
    const reports = reportsOf(page);
    await show(page, unknown);
    await page.getByRole('button', { name: 'Chat with us' }).click();
    await page.clock.runFor(4_000);
    await page.getByRole('heading', { name: "We can't open chat right now" }).waitFor();
    await expect.poll(() => reports.length).toBe(1);
    await show(page, { connection: { kind: 'signing-in' } });
    await page.clock.runFor(4_000);
    expect(reports.flatMap(({ samples }) => samples)).toEqual([
      { kind: 'fallback', phase: 'socket', ms: expect.any(Number) },
    ]);
    await page.context().close();
  });

  test('exceptions of the widget are told by their class, those of the page are not', async () => {
    const page = await stage.open();
    const reports = reportsOf(page);
    await show(page, ready);
    await page.clock.runFor(500);
    const raise = (filename: string) =>
      page.evaluate((name) => {
        const error = new TypeError('reading "card 4111" of undefined');
        dispatchEvent(new ErrorEvent('error', { error, filename: new URL(name, location.href).href }));
      }, filename);
    await raise('/portal.js');
    for (let time = 0; time < 8; time += 1) await raise('/support/widget/0/core.js');
    await expect.poll(() => reports.length).toBe(5);
    expect(reports[0]?.samples).toContainEqual({ kind: 'error', name: 'TypeError' });
    expect(JSON.stringify(reports)).not.toContain('4111');
    await page.context().close();
  });

  test('nothing is told where the portal wants none of it', async () => {
    const page = await stage.open({ element: '<throughline-chat data-telemetry="0"></throughline-chat>' });
    const reports = reportsOf(page);
    await show(page, ready);
    await page.clock.runFor(500);
    await page.evaluate(() => dispatchEvent(new Event('pagehide')));
    await page.clock.runFor(61_000);
    expect(reports).toEqual([]);
    await page.context().close();
  });
});

function reportsOf(page: Page): BrowserReport[] {
  const reports: BrowserReport[] = [];
  page.on('request', (request) => {
    if (request.url().endsWith('/v1/browser-reports')) reports.push(request.postDataJSON());
  });
  return reports;
}

/** A page that can be told that nobody sees it. */
async function hideable() {
  const page = await stage.open();
  const setHidden = (hidden: boolean) =>
    page.evaluate((value) => {
      Object.defineProperty(document, 'hidden', { configurable: true, value });
      Object.defineProperty(document, 'visibilityState', {
        configurable: true,
        value: value ? 'hidden' : 'visible',
      });
      document.dispatchEvent(new Event('visibilitychange'));
    }, hidden);
  return { page, setHidden };
}

const focusedLabel = () =>
  document.querySelector('throughline-chat')?.shadowRoot?.activeElement?.getAttribute('aria-label');

describe('asking how a conversation was', () => {
  const over = (entries: Parameters<typeof chat>[0]) => ({
    ...chat(entries, { state: 'ended', agent: null }),
    survey: true as const,
  });
  const TALK = [ASKED, lifecycle(2, 'joined'), agentSays(3, 'On its way.'), lifecycle(4, 'ended')];

  test('takes one answer, by the keyboard, and thanks for it', async () => {
    const page = await stage.open();
    const answers: unknown[] = [];
    await page.route('**/v1/surveys', async (route) => {
      answers.push(route.request().postDataJSON());
      await route.fulfill({ status: answers.length === 1 ? 503 : 204 });
    });
    await show(page, over(TALK));
    await page.getByRole('button', { name: 'Chat with us' }).click();
    await page.getByRole('radio', { name: 'Fair' }).focus();
    await page.keyboard.press('ArrowRight');
    await page.getByRole('textbox', { name: 'Would you like to say more?' }).fill('Quick and kind');
    await page.getByRole('button', { name: 'Send', exact: true }).first().press('Enter');
    await page.getByText('That did not work. Please try again.').waitFor();
    await page.getByRole('button', { name: 'Send', exact: true }).first().press('Enter');
    await page.getByText('Thank you for telling us.').waitFor();
    expect(answers[1]).toMatchObject({ score: 4, comment: 'Quick and kind' });
    await show(page, over(TALK));
    expect(await page.getByRole('radio').count()).toBe(0);
    expect(await violations(page)).toEqual([]);
    await page.context().close();
  });

  test.each([
    ['before the end', chat(TALK.slice(0, 3))],
    ['where nobody has answered', over([ASKED, lifecycle(2, 'ended')])],
    ['where the contact center asks', { ...over(TALK), survey: undefined }],
  ])('not %s', async (_, snapshot) => {
    const page = await stage.open();
    await show(page, snapshot);
    await page.getByRole('button', { name: 'Chat with us' }).click();
    await page.clock.runFor(1_000);
    expect(await page.getByRole('radio').filter({ visible: true }).count()).toBe(0);
    await page.context().close();
  });
});
