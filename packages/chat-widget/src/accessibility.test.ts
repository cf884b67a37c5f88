import { AxeBuilder } from '@axe-core/playwright';
import type { BrowserContextOptions, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { Stage, show, violations } from '../test-support/stage.js';
import { STATES } from '../test-support/states.js';

/** Folder for pictures of every state; none are taken without it. */
const PICTURES = process.env.THROUGHLINE_PICTURES;

const SMALL_SCREEN_STATES = [
  'active',
  'empty',
  'end-question',
  'failure',
  'marks',
  'options',
  'queued',
  'sign-in',
  'sign-in-during-chat',
];

interface Surrounding {
  readonly name: string;
  readonly context: BrowserContextOptions;
  readonly direction?: 'rtl';
  readonly states: readonly string[];
}

const SURROUNDINGS: readonly Surrounding[] = [
  { name: 'light', context: {}, states: Object.keys(STATES) },
  { name: 'dark', context: { colorScheme: 'dark' }, states: Object.keys(STATES) },
  { name: 'phone', context: { viewport: { width: 375, height: 667 } }, states: SMALL_SCREEN_STATES },
  { name: 'narrow', context: { viewport: { width: 320, height: 400 } }, states: SMALL_SCREEN_STATES },
  { name: 'forced colors', context: { forcedColors: 'active' }, states: ['unread', 'active'] },
  { name: 'right to left', context: {}, direction: 'rtl', states: ['unread', 'active'] },
];

let stage: Stage;
beforeAll(async () => {
  stage = await Stage.start();
}, 60_000);
afterAll(() => stage.stop());

describe.each(SURROUNDINGS)('$name', ({ name, context, direction, states }) => {
  test.each(states)('%s has no accessibility violation, fits, and keeps to the policy', async (state) => {
    const page = await stage.open({ context, ...(direction && { direction }) });
    await enter(page, state);
    if (PICTURES) await page.screenshot({ path: `${PICTURES}/${state}-${name}.png` });
    const { violations: found } = await new AxeBuilder({ page }).setLegacyMode().analyze();
    expect(found.map(({ id, nodes }) => [id, nodes.map((node) => node.failureSummary)])).toEqual([]);
    expect(await overflowing(page)).toEqual([]);
    expect(await violations(page)).toEqual([]);
    await page.context().close();
  });
});

test('In a right-to-left page the launcher and own messages are at the left', async () => {
  const page = await stage.open({ direction: 'rtl' });
  await enter(page, 'active');
  const launcher = await page.getByRole('button', { name: 'Chat with us' }).boundingBox();
  const [own, agents] = await Promise.all(
    ['Ah, I see.', 'Hello Ava, this'].map((text) => page.getByText(text).boundingBox()),
  );
  expect(launcher?.x).toBe(20);
  expect(own?.x).toBeLessThan(agents?.x ?? 0);
  await page.context().close();
});

async function enter(page: Page, name: string): Promise<void> {
  const state = STATES[name];
  if (state === undefined) throw new Error(`no state ${name}`);
  const { snapshot, open = true, afterMs = 0, ending = false, options = false } = state;
  await show(page, snapshot);
  if (open) await page.getByRole('button', { name: 'Chat with us' }).click();
  await page.clock.runFor(afterMs + 600);
  if (ending) await page.getByRole('button', { name: 'End chat' }).click();
  if (options) {
    await page.getByRole('button', { name: 'Chat options' }).click();
    await page.getByRole('group', { name: 'Chat options' }).waitFor();
  }
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
