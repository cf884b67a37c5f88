import type { Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import {
  agentSays,
  chat,
  customerSays,
  lifecycle,
  pending,
  ready,
  unknown,
} from '../test-support/snapshots.js';
import { callsOf, type OpenOptions, Stage, show, violations } from '../test-support/stage.js';

let stage: Stage;
let page: Page;
beforeAll(async () => {
  stage = await Stage.start();
});
afterAll(() => stage.stop());
afterEach(async () => {
  expect(await violations(page)).toEqual([]);
  await page.context().close();
});

const launcher = () => page.getByRole('button', { name: 'Chat with us' });
const box = () => page.getByRole('textbox', { name: 'Message' });
const log = () => page.getByRole('log', { name: 'Conversation' });
const send = () => page.getByRole('button', { name: 'Send', exact: true });

/** The accessible name or text of what has the focus, inside the shadow root if it is there. */
const focused = () =>
  page.evaluate(() => {
    const active = document.activeElement?.shadowRoot?.activeElement ?? document.activeElement;
    return active?.getAttribute('aria-label') ?? active?.textContent;
  });

async function openPage(snapshot = ready, options: OpenOptions = {}): Promise<void> {
  page = await stage.open(options);
  await show(page, snapshot);
}

async function openPanel(snapshot = ready, options: OpenOptions = {}): Promise<void> {
  await openPage(snapshot, options);
  await launcher().click();
}

const manyMessages = Array.from({ length: 40 }, (_, index) => agentSays(index + 1, `Line ${index + 1}`));

describe('Connection', () => {
  test('The client starts once the page has settled, with the panel closed', async () => {
    await openPage(unknown);
    await page.clock.runFor(3_000);
    expect(await callsOf(page, 'start')).toHaveLength(1);
    expect(await log().isVisible()).toBe(false);
  });

  test('The pointer over the launcher starts it at once', async () => {
    await openPage(unknown);
    await launcher().hover();
    expect(await callsOf(page, 'start')).toHaveLength(1);
  });

  test('[T4] A sign-in that is needed stays quiet until the panel is opened', async () => {
    await openPage({ ...unknown, connection: { kind: 'sign-in-needed' } });
    expect(await page.getByText('Please sign in').isVisible()).toBe(false);
    await launcher().click();
    // Nobody has been here yet whose session could have ended.
    expect(await focused()).toBe('Please sign in to continue');
    expect(await page.getByText('Your session has ended').isVisible()).toBe(false);
  });

  test('A network that comes back wakes the client', async () => {
    await openPage();
    await launcher().hover();
    await page.evaluate(() => dispatchEvent(new Event('online')));
    expect(await callsOf(page, 'wake')).toHaveLength(1);
  });

  test('[CLIENT-7] A tab that becomes visible wakes the client', async () => {
    await openPage();
    await launcher().hover();
    await page.evaluate(() => document.dispatchEvent(new Event('visibilitychange')));
    expect(await callsOf(page, 'wake')).toHaveLength(1);
  });

  test('[CLIENT-7] Opening the panel wakes the client, so that session and connection are made sure of', async () => {
    await openPage();
    await launcher().hover();
    expect(await callsOf(page, 'wake')).toHaveLength(0);
    await launcher().click();
    expect(await callsOf(page, 'wake')).toHaveLength(1);
    await page.keyboard.press('Escape');
    await launcher().click();
    expect(await callsOf(page, 'wake')).toHaveLength(2);
  });

  test('Leaving the page stops the client and coming back starts it again', async () => {
    await openPanel();
    await page.evaluate(() => {
      const element = document.querySelector('throughline-chat');
      element?.remove();
      if (element) document.body.append(element);
    });
    await page.clock.runFor(3_000);
    expect(await callsOf(page, 'stop')).toHaveLength(1);
    expect(await callsOf(page, 'start')).toHaveLength(2);
  });
});

describe('Load limit', () => {
  test('[T7] A panel without a chat after 3 s offers the phone and the e-mail address', async () => {
    await openPanel(unknown);
    // The page's clock also runs by itself, so a slow machine gets a wide margin before the limit.
    await page.clock.runFor(1_000);
    expect(await page.getByText('Connecting…').isVisible()).toBe(true);
    await page.clock.runFor(2_000);
    expect(await focused()).toBe("We can't open chat right now");
    const call = page.getByRole('link', { name: 'Call us' });
    expect(await call.getAttribute('href')).toBe('tel:+442079460000');
    const mail = page.getByRole('link', { name: 'Send an email' });
    expect(await mail.getAttribute('href')).toBe('mailto:help@meridian.example');
  });

  test('[T7] The failure card turns back into the chat when it comes, and keeps the draft', async () => {
    await openPanel(unknown);
    await box().fill('My order is');
    await page.clock.runFor(3_000);
    expect(await box().isVisible()).toBe(false);
    await show(page, { connection: ready.connection, customer: ready.customer });
    expect(await focused()).toBe('Message');
    expect(await box().inputValue()).toBe('My order is');
  });

  test('[T7] A refused page gets the card at once', async () => {
    await openPanel({ ...unknown, connection: { kind: 'refused', code: 'version_unsupported' } });
    expect(await page.getByRole('heading', { name: "We can't open chat right now" }).isVisible()).toBe(true);
    expect(await page.getByText('We keep trying').isVisible()).toBe(false);
  });

  test('[T7] Ways that are not configured are left out', async () => {
    await openPanel(unknown, { element: '<throughline-chat data-phone="112"></throughline-chat>' });
    await page.clock.runFor(3_000);
    expect(await page.getByRole('link', { name: 'Call us' }).isVisible()).toBe(true);
    expect(await page.getByRole('link', { name: 'Send an email' }).isVisible()).toBe(false);
  });
});

describe('Focus and keyboard', () => {
  test('Opening moves the focus to the message box, Escape back to the launcher', async () => {
    await openPanel();
    expect(await focused()).toBe('Message');
    expect(await launcher().getAttribute('aria-expanded')).toBe('true');
    await page.keyboard.press('Escape');
    expect(await focused()).toBe('Chat with us');
    expect(await launcher().getAttribute('aria-expanded')).toBe('false');
    expect(await page.evaluate(() => window.events)).toEqual(['throughline-open', 'throughline-close']);
  });

  test('Minimizing keeps the draft', async () => {
    await openPanel();
    await box().fill('half a thought');
    await page.getByRole('button', { name: 'Minimize chat' }).click();
    expect(await focused()).toBe('Chat with us');
    await launcher().click();
    expect(await box().inputValue()).toBe('half a thought');
  });

  test('Arrow keys walk through the messages and Escape leads back to the message box', async () => {
    await openPanel(chat([customerSays(1, 'one'), agentSays(2, 'two')]));
    await log().focus();
    await page.keyboard.press('ArrowUp');
    expect(await focused()).toContain('two');
    await page.keyboard.press('ArrowUp');
    expect(await focused()).toContain('one');
    await page.keyboard.press('End');
    expect(await focused()).toContain('two');
    await page.keyboard.press('Escape');
    expect(await focused()).toBe('Message');
  });

  test('On a small screen the panel is a modal dialog that keeps Tab inside', async () => {
    await openPanel(chat([agentSays(1, 'hello')]), { context: { viewport: { width: 375, height: 667 } } });
    const dialog = page.getByRole('dialog', { name: 'Chat with us' });
    expect(await dialog.getAttribute('aria-modal')).toBe('true');
    expect(await dialog.boundingBox()).toEqual({ x: 0, y: 0, width: 375, height: 667 });
    await page.keyboard.press('Tab');
    expect(await focused()).toBe('Send');
    await page.keyboard.press('Tab');
    expect(await focused()).toBe('End chat');
    await page.keyboard.press('Shift+Tab');
    expect(await focused()).toBe('Send');
    await page.getByRole('button', { name: 'End chat' }).click();
    await page.keyboard.press('Tab');
    expect(await focused()).toBe('Yes, end chat');
    await page.keyboard.press('Tab');
    expect(await focused()).toBe('Minimize chat');
    await page.keyboard.press('Escape');
    await page.keyboard.press('Escape');
    expect(await focused()).toBe('Chat with us');
  });

  test('On a large screen Tab leaves the panel', async () => {
    await openPanel(chat([agentSays(1, 'hello')]));
    await page.keyboard.press('Tab');
    await page.keyboard.press('Tab');
    expect(await focused()).toBe('Chat with us');
    expect(await page.getByRole('dialog').count()).toBe(0);
    expect(await page.getByRole('region', { name: 'Chat with us' }).isVisible()).toBe(true);
  });
});

describe('Composer', () => {
  test('Enter sends, Shift+Enter breaks the line, blank text stays', async () => {
    await openPanel();
    await page.keyboard.press('Enter');
    await page.keyboard.type('first');
    await page.keyboard.press('Shift+Enter');
    await page.keyboard.type('second');
    await page.keyboard.press('Enter');
    expect(await callsOf(page, 'send')).toEqual([['first\nsecond']]);
    expect(await box().inputValue()).toBe('');
  });

  test('The button sends and the focus stays in the message box', async () => {
    await openPanel();
    await box().fill('hello');
    await send().click();
    expect(await callsOf(page, 'send')).toEqual([['hello']]);
    expect(await focused()).toBe('Message');
  });

  test.each([
    { name: 'isComposing', init: { isComposing: true, keyCode: 13 } },
    { name: 'key code 229', init: { isComposing: false, keyCode: 229 } },
  ])('Enter belongs to an input method that composes ($name)', async ({ init }) => {
    await openPanel();
    await box().fill('にほ');
    await box().dispatchEvent('keydown', { key: 'Enter', ...init });
    expect(await callsOf(page, 'send')).toEqual([]);
  });

  test('Enter breaks the line on a phone', async () => {
    await openPanel(ready, {
      context: { viewport: { width: 375, height: 667 }, hasTouch: true, isMobile: true },
    });
    await page.keyboard.type('a');
    await page.keyboard.press('Enter');
    expect(await callsOf(page, 'send')).toEqual([]);
    expect(await box().inputValue()).toBe('a\n');
  });

  test('It grows with the text, to about five lines', async () => {
    await openPanel();
    const height = async () => (await box().boundingBox())?.height ?? 0;
    const one = await height();
    await box().fill('1\n2\n3');
    const three = await height();
    await box().fill('1\n2\n3\n4\n5\n6\n7\n8');
    expect(three).toBe(one + 48);
    expect(await height()).toBe(132);
    await box().fill('');
    expect(await height()).toBe(one);
  });

  test('The agent is told of typing, not of an emptied box', async () => {
    await openPanel();
    await page.keyboard.type('a');
    await page.keyboard.press('Backspace');
    expect(await callsOf(page, 'typing')).toHaveLength(1);
  });

  test('It says that saving is paused and what becomes of messages, and when it is over', async () => {
    const talk = chat([agentSays(1, 'hi')]);
    await openPanel(talk);
    await show(page, { ...talk, savingPaused: true });
    expect(
      await page
        .getByRole('status')
        .filter({ hasText: /trouble saving/ })
        .isVisible(),
    ).toBe(true);
    await page.keyboard.type('kept');
    await page.keyboard.press('Enter');
    expect(await callsOf(page, 'send')).toEqual([['kept']]);
    await show(page, talk);
    expect(
      await page
        .getByRole('status')
        .filter({ hasText: /trouble saving/ })
        .count(),
    ).toBe(0);
  });

  test('It stays usable while reconnecting and after the end', async () => {
    await openPanel({
      ...chat([agentSays(1, 'hi')]),
      connection: { kind: 'waiting', retryAt: 0, attempt: 1 },
    });
    expect(await page.getByText('Reconnecting… your messages will be sent').isVisible()).toBe(true);
    await page.keyboard.type('one');
    await page.keyboard.press('Enter');
    await show(page, chat([agentSays(1, 'hi'), lifecycle(2, 'ended')], { state: 'ended', agent: null }));
    expect(await page.getByPlaceholder('Write to start a new chat').isVisible()).toBe(true);
    await page.keyboard.type('two');
    await page.keyboard.press('Enter');
    expect(await callsOf(page, 'send')).toEqual([['one'], ['two']]);
  });
});

describe('Log', () => {
  test('History is silent; what comes after is spoken, own messages are not', async () => {
    const history = [customerSays(1, 'first'), agentSays(2, 'second')];
    await openPanel(unknown);
    await show(page, chat([], { headSeq: 2 }));
    await show(page, chat(history));
    await page.clock.runFor(1_000);
    await show(page, chat([...history, agentSays(3, 'third'), customerSays(4, 'fourth')]));
    expect(await page.evaluate(() => window.silent.join())).toMatch(/first.*second.*fourth/);
    expect(await page.evaluate(() => window.spoken)).toEqual([expect.stringMatching(/^Sam says.*third/)]);
  });

  test('What came while minimized is not read out on reopening', async () => {
    await openPanel(chat([agentSays(1, 'first')]));
    await page.clock.runFor(1_000);
    await page.keyboard.press('Escape');
    await show(page, chat([agentSays(1, 'first'), agentSays(2, 'second')]));
    await launcher().click();
    expect(await page.evaluate(() => window.spoken)).toEqual([]);
    expect(await log().getByText('second').isVisible()).toBe(true);
  });

  test('A message stays the same element from sending to read', async () => {
    await openPanel({ ...chat([]), pending: [pending('m1', 'hello')] });
    const row = await log().getByRole('article').elementHandle();
    expect(await row?.textContent()).toContain('Sending…');
    await show(page, {
      ...chat([customerSays(1, 'hello')], { agentReceipts: { deliveredSeq: 1, readSeq: 1 } }),
      pending: [],
    });
    expect(await row?.evaluate((node) => node.isConnected)).toBe(true);
    expect(await row?.textContent()).toContain('Read');
    expect(await log().getByRole('article').count()).toBe(1);
  });

  test('A failed message says why, and can be tried again or deleted', async () => {
    const failed = pending('p1', 'hello', { status: 'failed', error: 'rate_limited' });
    await openPanel(chat([]));
    await show(page, { pending: [failed] });
    expect(await page.getByRole('alert').textContent()).toBe('Message not sent');
    expect(await log().getByText('Too many messages at once').isVisible()).toBe(true);
    await page.getByRole('button', { name: 'Try again' }).click();
    await page.getByRole('button', { name: 'Delete' }).click();
    expect(await callsOf(page, 'retry')).toEqual([['p1']]);
    expect(await callsOf(page, 'discard')).toEqual([['p1']]);
    await show(page, { pending: [] });
    expect(await focused()).toBe('Message');
  });

  test('Text is never read as markup, and only web addresses become links', async () => {
    const text = '<img src=x onerror=alert(1)> javascript:alert(1) (see https://meridian.example/a_(b)?c=1).';
    await openPanel(chat([agentSays(1, text)]));
    expect(await log().textContent()).toContain(text);
    const links = await log()
      .getByRole('link')
      .evaluateAll((found) => found.map((link) => [link.getAttribute('href'), link.getAttribute('rel')]));
    expect(links).toEqual([['https://meridian.example/a_(b)?c=1', 'noopener noreferrer nofollow']]);
  });

  test('A reader who has scrolled up is not moved, and is told of new messages', async () => {
    await openPanel(chat(manyMessages));
    const top = () => log().evaluate((node) => node.scrollTop);
    await log().evaluate((node) => node.scrollTo(0, 100));
    await show(page, chat([...manyMessages, agentSays(41, 'the newest')]));
    expect(await top()).toBe(100);
    const pill = page.getByRole('button', { name: 'New messages' });
    expect(await callsOf(page, 'markRead')).toEqual([[40]]);
    await pill.click();
    expect(await pill.isVisible()).toBe(false);
    expect(await log().getByText('the newest').isVisible()).toBe(true);
    expect(await callsOf(page, 'markRead')).toEqual([[40], [41]]);
  });

  test('A reader at the end stays there when messages come and when the box grows', async () => {
    await openPanel(chat(manyMessages));
    const below = () => log().evaluate((node) => node.scrollHeight - node.scrollTop - node.clientHeight);
    expect(await below()).toBeLessThan(2);
    await show(page, chat([...manyMessages, agentSays(41, 'the newest')]));
    expect(await below()).toBeLessThan(2);
    await box().fill('1\n2\n3\n4\n5');
    await expect.poll(below).toBeLessThan(2);
  });
});

describe('Unread', () => {
  const three = [agentSays(1, 'a'), agentSays(2, 'b'), customerSays(3, 'c'), agentSays(4, 'd')];

  test('The launcher counts what no tab has read yet', async () => {
    await openPage(chat(three, { customerReceipts: { deliveredSeq: 4, readSeq: 1 } }));
    await page.getByRole('button', { name: 'Chat with us, 2 unread' }).click();
    expect(await callsOf(page, 'markRead')).toEqual([[4]]);
    await page.keyboard.press('Escape');
    expect(await launcher().getAttribute('aria-label')).toBe('Chat with us');
  });

  test('The count stops at 9+', async () => {
    await openPage(chat(manyMessages));
    expect(await launcher().getAttribute('aria-label')).toBe('Chat with us, 9+ unread');
  });
});

describe('State', () => {
  test.each([
    [2, '2 people ahead of you'],
    [1, '1 person ahead of you'],
    [0, 'You are next in line'],
  ])('With %d ahead the customer reads "%s"', async (ahead, words) => {
    await openPanel(
      chat([customerSays(1, 'hi')], { state: 'queued', agent: null, queue: { ahead, wait: null } }),
    );
    expect(await page.getByRole('status').filter({ hasText: words }).isVisible()).toBe(true);
    expect(await page.getByRole('link', { name: 'Call us' }).isVisible()).toBe(true);
  });

  test('Offer, arrival, typing and end are said in words', async () => {
    const hi = customerSays(1, 'hi');
    await openPanel(chat([hi], { state: 'offered', agent: null }));
    expect(await page.getByText('Connecting you to an agent…').isVisible()).toBe(true);
    await show(page, { ...chat([hi, lifecycle(2, 'joined')]), agentTyping: true });
    expect(await log().getByText('Sam joined').isVisible()).toBe(true);
    expect(await page.getByText('Sam is typing…').isVisible()).toBe(true);
    await show(page, chat([hi, lifecycle(2, 'joined'), lifecycle(3, 'ended')], { state: 'ended' }));
    expect(await log().getByText('Sam ended the chat').isVisible()).toBe(true);
    expect(await page.getByRole('button', { name: 'End chat' }).isVisible()).toBe(false);
  });

  test('Ending asks once; Escape keeps the chat', async () => {
    await openPanel(chat([agentSays(1, 'hi')]));
    const end = page.getByRole('button', { name: 'End chat' });
    await end.click();
    expect(await focused()).toBe('Keep chatting');
    await page.keyboard.press('Escape');
    expect(await focused()).toBe('End chat');
    expect(await callsOf(page, 'end')).toHaveLength(0);
    await end.click();
    await page.getByRole('button', { name: 'Yes, end chat' }).click();
    expect(await callsOf(page, 'end')).toHaveLength(1);
    await show(
      page,
      chat([agentSays(1, 'hi'), lifecycle(2, 'ended', { role: 'customer' })], { state: 'ended' }),
    );
    expect(await log().getByText('You ended the chat').isVisible()).toBe(true);
    expect(await focused()).toBe('Message');
  });

  test('An end that is refused is said, and can be tried again', async () => {
    await openPanel(chat([agentSays(1, 'hi')]));
    await page.evaluate(() => {
      window.client.endResult = 'refused';
    });
    await page.getByRole('button', { name: 'End chat' }).click();
    await page.getByRole('button', { name: 'Yes, end chat' }).click();
    await expect
      .poll(() => page.getByRole('alertdialog').getByRole('alert').textContent())
      .toContain('could not be ended');
    await page.getByRole('button', { name: 'Yes, end chat' }).click();
    expect(await callsOf(page, 'end')).toHaveLength(2);
  });
});

describe('A session that has ended', () => {
  const signedOut = { connection: { kind: 'sign-in-needed' } } as const;
  const element = '<throughline-chat data-sign-in-url="/login?next={return}"></throughline-chat>';
  const signIn = () => page.getByRole('link', { name: 'Sign in again' });

  test('[T4] leaves the text box usable and what was written in it, and takes no focus', async () => {
    await openPanel(chat([agentSays(1, 'hi')]), { element });
    await box().fill('unfinished');
    await show(page, signedOut);
    expect(await focused()).toBe('Message');
    expect(await page.getByRole('alert').textContent()).toBe('Please sign in again to continue');
    expect(await log().getByText('hi').isVisible()).toBe(true);
    await box().press('End');
    await box().pressSequentially(' business');
    expect(await box().inputValue()).toBe('unfinished business');
    await box().press('Enter');
    expect(await callsOf(page, 'send')).toEqual([['unfinished business']]);
    await show(page, { pending: [pending('p', 'unfinished business', { status: 'waiting' })] });
    expect(await page.getByText('Waiting to send').isVisible()).toBe(true);
    await show(page, { connection: { kind: 'ready' } });
    expect(await page.getByText('Please sign in again').first().isVisible()).toBe(false);
  });

  test("[T4] leads to the portal's sign-in, which is told the way back to this very page", async () => {
    await openPanel(chat([agentSays(1, 'hi')]), { element });
    await show(page, signedOut);
    expect(await signIn().getAttribute('target')).toBeNull();
    const address = new URL((await signIn().getAttribute('href')) ?? '');
    expect(address.origin).toBe(new URL(page.url()).origin);
    expect(address.pathname).toBe('/login');
    expect(address.searchParams.get('next')).toBe('/?order=42');
  });

  test.each(['javascript:alert(1)//{return}', 'data:text/html,x'])('[T5] never leads to %s', async (url) => {
    await openPanel(chat([agentSays(1, 'hi')]), {
      element: `<throughline-chat data-sign-in-url="${url}"></throughline-chat>`,
    });
    await show(page, signedOut);
    expect(await signIn().isVisible()).toBe(false);
    expect(await page.getByRole('button', { name: 'Reload the page' }).isVisible()).toBe(true);
  });

  test('[T4] opens the panel again on the page that comes after the sign-in', async () => {
    await openPanel(chat([agentSays(1, 'hi')]), { element });
    await show(page, signedOut);
    await page.reload();
    await show(page, unknown);
    expect(await page.getByText('Connecting…').isVisible()).toBe(true);
    expect(await callsOf(page, 'start')).toHaveLength(1);
    await show(page, chat([agentSays(1, 'hi')]));
    expect(await log().getByText('hi').isVisible()).toBe(true);
    await page.reload();
    await show(page, ready);
    expect(await box().isVisible()).toBe(false);
  });

  test('[T4] leaves it closed for another customer, and for who had closed it', async () => {
    await openPanel(chat([agentSays(1, 'hi')]), { element });
    await show(page, signedOut);
    await page.reload();
    await show(page, { ...ready, customer: { displayName: 'Ben Okafor', locale: null, tag: 'ben' } });
    expect(await box().isVisible()).toBe(false);
    await launcher().click();
    await show(page, signedOut);
    await page.keyboard.press('Escape');
    await page.reload();
    await show(page, ready);
    expect(await box().isVisible()).toBe(false);
  });
});

test('[T4] The text box shows the draft that the client has, and another one when it changes', async () => {
  await openPanel({ ...ready, draft: 'from the page before' });
  expect(await box().inputValue()).toBe('from the page before');
  await box().fill('my secret');
  expect(await page.evaluate(() => window.client.snapshot.draft)).toBe('my secret');
  await show(page, { customer: { displayName: 'Ben Okafor', locale: null, tag: 'ben' }, draft: '' });
  expect(await box().inputValue()).toBe('');
  expect((await box().boundingBox())?.height).toBe(44);
});

describe('Escalation', () => {
  test('Opening says the page and the intent, and says nothing twice', async () => {
    await openPage(ready, { element: '<throughline-chat data-intent="help"></throughline-chat>' });
    await page.clock.runFor(3_000);
    expect(await callsOf(page, 'setContext')).toEqual([]);
    await launcher().click();
    await launcher().click();
    await launcher().click();
    const where = { url: '/?order=42', title: 'Meridian – your accounts' };
    expect(await callsOf(page, 'setContext')).toEqual([[{ intent: 'help', page: where }]]);
  });

  test('A page can escalate with an intent of its own', async () => {
    await openPage();
    await page.evaluate(() =>
      document.querySelector('throughline-chat')?.escalate({ intent: 'order-stuck' }),
    );
    expect(await focused()).toBe('Message');
    expect(await callsOf(page, 'setContext')).toEqual([[expect.objectContaining({ intent: 'order-stuck' })]]);
    await page.evaluate(() => document.querySelector('throughline-chat')?.close());
    expect(await box().isVisible()).toBe(false);
  });
});

test('[T5] Nothing is kept in the browser', async () => {
  await openPanel(chat([agentSays(1, 'hi')]));
  await page.keyboard.type('a draft');
  expect(await page.evaluate(() => localStorage.length + sessionStorage.length)).toBe(0);
});
