import { AxeBuilder } from '@axe-core/playwright';
import type { WaysWithoutChat } from '@throughline/protocol/without-chat';
import type { BrowserContextOptions, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { Stage, show, violations } from '../test-support/stage.js';
import { STATES } from '../test-support/states.js';
import { catalog as arabic } from './languages/ar.js';
import { laterEnglish } from './later-words.js';
import { words as english } from './words.js';

/** Folder for pictures of every state; none are taken without it. */
const PICTURES = process.env.THROUGHLINE_PICTURES;

interface Surrounding {
  readonly name: string;
  readonly context: BrowserContextOptions;
  readonly language?: 'ar';
  readonly states: readonly string[];
}

const SURROUNDINGS: readonly Surrounding[] = [
  {
    name: 'light',
    context: {},
    states: some(
      'active',
      'ended',
      'end-question',
      'failure-reachable',
      'fallback',
      'options',
      'queued',
      'survey',
    ),
  },
  {
    name: 'dark',
    context: { colorScheme: 'dark' },
    states: some('active', 'failure', 'fallback', 'survey', 'unread'),
  },
  {
    name: 'phone',
    context: { viewport: { width: 375, height: 667 } },
    states: some('empty', 'end-question', 'failure', 'marks', 'queued', 'sign-in'),
  },
  {
    name: 'narrow',
    context: { viewport: { width: 320, height: 400 } },
    states: some('active', 'fallback', 'options', 'sign-in-during-chat', 'survey'),
  },
  { name: 'forced colors', context: { forcedColors: 'active' }, states: some('unread', 'active') },
  { name: 'right to left', context: {}, language: 'ar', states: some('unread', 'marks') },
  {
    name: 'right to left, narrow',
    context: { viewport: { width: 320, height: 400 } },
    language: 'ar',
    states: some('options'),
  },
];

/** These, or with `THROUGHLINE_TEST_FULL=1` all. */
function some(...states: readonly string[]): readonly string[] {
  return process.env.THROUGHLINE_TEST_FULL === '1' ? Object.keys(STATES) : states;
}

let stage: Stage;
beforeAll(async () => {
  stage = await Stage.start();
});
afterAll(() => stage.stop());

describe.each(SURROUNDINGS)('$name', ({ name, context, language, states }) => {
  test.each(states)('%s has no accessibility violation, fits, and keeps to the policy', async (state) => {
    const page = await stage.open({ context, ...(language && { language }) });
    await enter(page, state, language);
    if (PICTURES) await page.screenshot({ path: `${PICTURES}/${state}-${name}.png` });
    const { violations: found } = await new AxeBuilder({ page }).setLegacyMode().analyze();
    expect(found.map(({ id, nodes }) => [id, nodes.map((node) => node.failureSummary)])).toEqual([]);
    expect(await overflowing(page)).toEqual([]);
    expect(await violations(page)).toEqual([]);
    await page.context().close();
  });
});

test('In a right-to-left page the launcher and own messages are at the left', async () => {
  const page = await stage.open({ language: 'ar' });
  await enter(page, 'active', 'ar');
  const launcher = await page.locator('.launcher').boundingBox();
  const [own, agents] = await Promise.all(
    ['Ah, I see.', 'Hello Ava, this'].map((text) => page.getByText(text).boundingBox()),
  );
  expect(launcher?.x).toBe(20);
  expect(own?.x).toBeLessThan(agents?.x ?? 0);
  await page.context().close();
});

describe('on a phone', () => {
  const context = { viewport: { width: 375, height: 667 }, hasTouch: true, isMobile: true };

  test.each(some('marks', 'fallback', 'sign-in-during-chat'))(
    '%s has controls of at least 44 by 44 pixels',
    async (state) => {
      const page = await stage.open({ context });
      await enter(page, state);
      const small = await page.evaluate(() =>
        [
          ...(document
            .querySelector('throughline-chat')
            ?.shadowRoot?.querySelectorAll('button, a, summary') ?? []),
        ]
          .filter((control) => control.getClientRects().length > 0 && !control.closest('.bubble'))
          .filter(
            (control) =>
              Math.min(control.getBoundingClientRect().width, control.getBoundingClientRect().height) < 44,
          )
          .map((control) => control.outerHTML.slice(0, 80)),
      );
      expect(small).toEqual([]);
      await page.context().close();
    },
  );

  test('The panel fills what the on-screen keyboard leaves, and the page again without it', async () => {
    const page = await stage.open({ context });
    await enter(page, 'active');
    const bottomOf = async () => {
      const box = await page.locator('.panel').boundingBox();
      return box && box.y + box.height;
    };
    const showKeyboard = (height: number) =>
      page.evaluate((seen) => {
        Object.defineProperty(visualViewport, 'height', { configurable: true, value: seen });
        visualViewport?.dispatchEvent(new Event('resize'));
      }, height);
    await page.locator('.badge').waitFor({ state: 'attached' });
    expect(await bottomOf()).toBe(667);
    await showKeyboard(367);
    expect(await bottomOf()).toBe(367);
    await showKeyboard(667);
    expect(await bottomOf()).toBe(667);
    await page.context().close();
  });
});

async function enter(page: Page, name: string, language?: 'ar'): Promise<void> {
  const state = STATES[name];
  if (state === undefined) throw new Error(`no state ${name}`);
  const { snapshot, open = true, afterMs = 0, ending = false, options = false } = state;
  const words = language === 'ar' ? arabic : { ...english, ...laterEnglish };
  if (state.reachable) await answerRequests(page);
  await show(page, snapshot);
  if (open) await page.locator('.launcher').click();
  await page.clock.runFor(afterMs + 600);
  if (state.reachable) await page.getByText('CDEF-GHJK').waitFor();
  if (ending) await page.getByRole('button', { name: words.endChat }).click();
  if (options) {
    await page.getByRole('button', { name: words.options }).click();
    await page.getByRole('group', { name: words.options }).waitFor();
  }
}

/** A code for a call, opening hours, and calls. */
async function answerRequests(page: Page): Promise<void> {
  await page.route('**/v1/carry-over', (route) =>
    route.fulfill({ json: { code: 'CDEF-GHJK', expiresAt: '2026-12-31T12:00:00.000Z' } }),
  );
  const weekday = [{ from: 8 * 60, to: 20 * 60 }];
  const saturday = [
    { from: 9 * 60, to: 12 * 60 },
    { from: 13 * 60, to: 17 * 60 },
  ];
  const week = [weekday, weekday, weekday, weekday, weekday, saturday, []];
  const hours = { timeZone: 'Europe/Berlin', week, isOpen: true };
  await page.route('**/v1/without-chat', (route) =>
    route.fulfill({ json: { hours, callbackFrom: '2026-03-11T12:00:00.000Z' } satisfies WaysWithoutChat }),
  );
}

/** Boxes whose content sticks out sideways. */
async function overflowing(page: Page): Promise<readonly string[]> {
  return page.evaluate(() => {
    const boxes = [
      ...(document.querySelector('throughline-chat')?.shadowRoot?.querySelectorAll('div') ?? []),
    ];
    return boxes
      .filter(
        (box) =>
          !box.classList.contains('unseen') && box.scrollWidth > box.clientWidth && box.clientWidth > 0,
      )
      .map((box) => box.className);
  });
}
