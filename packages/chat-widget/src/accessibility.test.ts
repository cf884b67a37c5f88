import { AxeBuilder } from '@axe-core/playwright';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { Stage, show, violations } from '../test/stage.js';
import { STATES, type State } from '../test/states.js';

/** Folder for pictures of every state; none are taken without it. */
const PICTURES = process.env.THROUGHLINE_PICTURES;

const SURROUNDINGS = {
  light: {},
  dark: { colorScheme: 'dark' },
  phone: { viewport: { width: 375, height: 667 } },
  narrow: { viewport: { width: 320, height: 480 } },
} as const;

let stage: Stage;
beforeAll(async () => {
  stage = await Stage.start();
}, 60_000);
afterAll(() => stage.stop());

describe.each(Object.entries(SURROUNDINGS))('%s', (surrounding, context) => {
  test.each(Object.entries(STATES))(
    '%s has no accessibility violation and keeps to the policy',
    async (name, state) => {
      const page = await stage.open({ context });
      await enter(page, state);
      if (PICTURES) await page.screenshot({ path: `${PICTURES}/${name}-${surrounding}.png` });
      const { violations: found } = await new AxeBuilder({ page }).analyze();
      expect(found.map(({ id, nodes }) => [id, nodes.map((node) => node.failureSummary)])).toEqual([]);
      expect(await violations(page)).toEqual([]);
      await page.context().close();
    },
  );
});

async function enter(
  page: Page,
  { snapshot, open = true, afterMs = 0, ending = false }: State,
): Promise<void> {
  await show(page, snapshot);
  if (open) await page.getByRole('button', { name: 'Chat with us' }).click();
  await page.clock.runFor(afterMs + 600);
  if (ending) await page.getByRole('button', { name: 'End chat' }).click();
}
