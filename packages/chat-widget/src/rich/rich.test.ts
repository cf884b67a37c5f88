import { AxeBuilder } from '@axe-core/playwright';
import type { MessageContent } from '@throughline/protocol';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { agentSays, chat, customerSays } from '../../test-support/snapshots.js';
import { callsOf, Stage, show, violations } from '../../test-support/stage.js';

const ONE_WHITE_PIXEL = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAAAAAA6fptVAAAACklEQVR4nGP4DwABAQEAsTj2FAAAAABJRU5ErkJggg==',
  'base64',
);
const PICTURES = process.env.THROUGHLINE_PICTURES;

const options = [
  { id: 'yes', label: 'Yes, please' },
  { id: 'no', label: 'No', detail: 'I will wait' },
];
const CONTENT: Readonly<Record<string, MessageContent>> = {
  replies: { kind: 'quick-replies', text: 'Does that help?', replies: options },
  cards: {
    kind: 'cards',
    text: 'Two plans fit you.',
    cards: [
      {
        title: 'Basic',
        detail: 'For one account',
        actions: [
          { kind: 'reply', id: 'basic', label: 'Take Basic' },
          { kind: 'link', label: 'Read more', url: 'https://bank.example/basic' },
        ],
      },
      { title: 'Plus', actions: [{ kind: 'link', label: 'Odd', url: 'javascript:alert(1)' }] },
    ],
  },
  slots: {
    kind: 'date-picker',
    text: 'When may we call?',
    slots: [{ at: '2026-03-12T09:00:00.000Z', minutes: 30 }],
  },
  list: {
    kind: 'list-picker',
    text: 'Which cards?',
    sections: [{ title: 'Cards', multiple: true, options }],
  },
  form: {
    kind: 'form',
    text: 'Tell us about it',
    pages: [
      { title: 'What', fields: [{ id: 'a', kind: 'line', label: 'Shop', required: true }] },
      {
        title: 'How',
        fields: [
          { id: 'b', kind: 'choice', label: 'Paid by', required: false, multiple: false, options },
          { id: 'c', kind: 'date', label: 'On', required: false },
        ],
      },
    ],
  },
};

let stage: Stage;
beforeAll(async () => {
  stage = await Stage.start();
});
afterAll(() => stage.stop());

async function showing(content: MessageContent | undefined, further: object = {}): Promise<Page> {
  const page = await stage.open({ context: { viewport: { width: 375, height: 667 } } });
  const asked = { ...agentSays(2, 'In plain text'), content } as ReturnType<typeof agentSays>;
  await show(page, { ...chat([customerSays(1, 'Hello'), asked]), ...further });
  await page.getByRole('button', { name: 'Chat with us' }).click();
  await page
    .getByText(content?.text ?? '')
    .first()
    .waitFor();
  return page;
}

async function expectSound(page: Page, name: string): Promise<void> {
  if (PICTURES) await page.screenshot({ path: `${PICTURES}/rich-${name}.png` });
  const { violations: found } = await new AxeBuilder({ page }).setLegacyMode().analyze();
  expect(found.map(({ id, nodes }) => [id, nodes.map((node) => node.failureSummary)])).toEqual([]);
  expect(await violations(page)).toEqual([]);
  await page.context().close();
}

const sent = async (page: Page) => (await callsOf(page, 'send')).at(-1);

describe('what an agent asks', () => {
  test('can be picked from quick replies, which are gone once answered', async () => {
    const label = 'No, and here is more than goes into one line of a phone';
    const replies = [...options, { id: 'long', label }];
    const page = await showing({ kind: 'quick-replies', text: 'Does that help?', replies });
    const long = await page.getByRole('button', { name: label }).boundingBox();
    expect((long?.x ?? 0) + (long?.width ?? 0)).toBeLessThan(375);
    await page.getByRole('button', { name: 'No I will wait' }).click();
    expect(await sent(page)).toEqual([
      'No',
      { kind: 'answer', toSeq: 2, given: { kind: 'picked', ids: ['no'] } },
    ]);
    const answer = { kind: 'answer', text: 'No', to: 'm2', given: { kind: 'picked', options: [] } } as const;
    const asked = { ...agentSays(2, 'In plain text'), content: CONTENT.replies } as ReturnType<
      typeof agentSays
    >;
    const entry = { ...customerSays(3, 'No'), content: answer } as ReturnType<typeof customerSays>;
    await show(page, chat([customerSays(1, 'Hello'), asked, entry]));
    await expect.poll(() => page.getByRole('button', { name: 'Yes, please' }).count()).toBe(0);
    await expectSound(page, 'answered');
  });

  test('can be picked from cards, whose links lead nowhere odd', async () => {
    const page = await showing(CONTENT.cards);
    await page.getByRole('button', { name: 'Take Basic' }).click();
    expect(await sent(page)).toMatchObject(['Take Basic', { toSeq: 2, given: { ids: ['basic'] } }]);
    expect(await page.getByRole('link', { name: 'Read more' }).getAttribute('href')).toBe(
      'https://bank.example/basic',
    );
    expect(await page.getByRole('link', { name: 'Odd' }).count()).toBe(0);
    await expectSound(page, 'cards');
  });

  test('can be a time', async () => {
    const page = await showing(CONTENT.slots);
    await page.getByRole('button', { name: /12/ }).click();
    expect(await sent(page)).toMatchObject([
      expect.stringContaining('12'),
      { given: { kind: 'time', at: '2026-03-12T09:00:00.000Z' } },
    ]);
    await expectSound(page, 'slots');
  });

  test('can be several of a list', async () => {
    const page = await showing(CONTENT.list);
    await page.getByRole('checkbox', { name: /Yes/ }).check();
    await page.getByRole('checkbox', { name: /No/ }).check();
    await page.locator('form.asked').getByRole('button', { name: 'Send' }).click();
    expect(await sent(page)).toMatchObject(['Yes, please, No', { given: { ids: ['yes', 'no'] } }]);
    await expectSound(page, 'list');
  });

  test('can be a form of several pages, filled in by the keyboard', async () => {
    const page = await showing(CONTENT.form);
    await page.getByRole('button', { name: 'Next' }).press('Enter');
    await page.getByText('Page 1 of 2').waitFor();
    await page.getByRole('textbox', { name: 'Shop' }).fill('Harbor Lane');
    await page.keyboard.press('Enter');
    await page.getByText('Page 2 of 2').waitFor();
    await page.getByRole('radio', { name: /Yes/ }).check();
    await page.locator('form.asked').getByRole('button', { name: 'Send' }).click();
    expect(await sent(page)).toEqual([
      'Shop: Harbor Lane\nPaid by: Yes, please',
      {
        kind: 'answer',
        toSeq: 2,
        given: {
          kind: 'form',
          fields: [
            { id: 'a', value: 'Harbor Lane' },
            { id: 'b', picked: ['yes'] },
          ],
        },
      },
    ]);
    await expectSound(page, 'form');
  });

  test('shows its files, and their names where a picture cannot be fetched', async () => {
    const page = await showing({
      kind: 'attachments',
      text: 'Your statement',
      files: [
        { id: 'f1', name: 'statement.pdf', mediaType: 'application/pdf', bytes: 1_234_567 },
        {
          id: 'f2',
          name: 'photo.jpg',
          mediaType: 'image/jpeg',
          bytes: 20_000,
          preview: { id: 'p2', width: 40, height: 30 },
        },
      ],
    });
    const link = page.getByRole('link', { name: 'Download statement.pdf, 1.2 MB' });
    expect(await link.getAttribute('href')).toMatch(/\/support\/v1\/files\/f1$/);
    await page.getByRole('link', { name: 'Download photo.jpg, 20 kB' }).waitFor();
    await expect.poll(() => page.locator('canvas').count()).toBe(0);
    await expectSound(page, 'files');
  });

  test('shows what its pictures are of, under a policy without img-src', async () => {
    const preview = { id: 'p3', width: 40, height: 30 };
    const photo = { id: 'f3', name: 'photo.png', mediaType: 'image/png', bytes: 20_000, preview };
    const page = await stage.open();
    await page.route('**/v1/files/p3', (route) =>
      route.fulfill({ contentType: 'image/png', body: ONE_WHITE_PIXEL }),
    );
    const content = { kind: 'attachments', text: '', files: [photo] } as const;
    const said = { ...agentSays(2, ''), content } as ReturnType<typeof agentSays>;
    await show(page, chat([customerSays(1, 'Hello'), said]));
    await page.getByRole('button', { name: 'Chat with us' }).click();
    const isDrawn = (canvas: HTMLCanvasElement) =>
      canvas.getContext('2d')?.getImageData(20, 15, 1, 1).data.join() === '255,255,255,255';
    await expect.poll(() => page.locator('canvas').evaluate(isDrawn)).toBe(true);
    expect(await violations(page)).toEqual([]);
    await page.context().close();
  });
});

test('a file that is not accepted is refused with the reason, before it is sent anywhere', async () => {
  const page = await showing(CONTENT.replies, { files: { maxBytes: 1_000, types: ['application/pdf'] } });
  await page.getByRole('button', { name: 'Attach files' }).waitFor();
  await page.locator('input[type=file]').setInputFiles([
    { name: 'run.exe', mimeType: 'application/x-msdownload', buffer: Buffer.from('MZ') },
    { name: 'big.pdf', mimeType: 'application/pdf', buffer: Buffer.alloc(2_000) },
  ]);
  await page.getByText('run.exe cannot be sent: this kind of file is not accepted.').waitFor();
  await page.getByText('big.pdf is too large. Files may have up to 1 kB.').waitFor();
  await page.getByRole('button', { name: 'Remove big.pdf' }).press('Enter');
  await page.locator('button:focus').press('Enter');
  expect(await page.getByText('cannot be sent').count()).toBe(0);
  expect(await page.locator('button:focus').getAttribute('aria-label')).toBe('Attach files');
  await expectSound(page, 'refused');
});

test('files are taken when they are pasted, or dropped anywhere on the panel', async () => {
  const page = await showing(CONTENT.replies, { files: { maxBytes: 1_000, types: ['application/pdf'] } });
  await page.getByRole('button', { name: 'Attach files' }).waitFor();
  const give = (selector: string, kind: 'paste' | 'drop', name: string) =>
    page.locator(selector).evaluate(
      (target, [what, file]) => {
        const data = new DataTransfer();
        // Not accepted: so nothing is sent to a gateway that is not there.
        data.items.add(new File(['MZ'], file));
        const init = { bubbles: true, composed: true, cancelable: true };
        const event =
          what === 'paste'
            ? new ClipboardEvent(what, { ...init, clipboardData: data })
            : new DragEvent(what, { ...init, dataTransfer: data });
        return target.dispatchEvent(event);
      },
      [kind, name] as const,
    );
  expect(await give('textarea', 'paste', 'pasted.exe')).toBe(false);
  await page.getByText('pasted.exe cannot be sent').waitFor();
  expect(await give('.log', 'drop', 'dropped.exe')).toBe(false);
  await page.getByText('dropped.exe cannot be sent').waitFor();
  await page.context().close();
});

test('Markdown of an agent is shown as elements, that of the customer stays as it was typed', async () => {
  const said =
    '**Two** ways:\n- ask *here*\n- read [the page](https://bank.example/help)\n\n```\nIBAN <b>\n```\n<img src=x onerror=alert(1)>';
  const page = await stage.open({ context: { viewport: { width: 375, height: 667 } } });
  await show(page, chat([customerSays(1, 'is it **free**?'), agentSays(2, said)]));
  await page.getByRole('button', { name: 'Chat with us' }).click();
  await page.locator('.bubble strong').waitFor();
  expect(await page.locator('.bubble li').allTextContents()).toEqual(['ask here', 'read the page']);
  expect(await page.locator('.bubble pre').textContent()).toBe('IBAN <b>');
  const link = page.getByRole('link', { name: 'the page' });
  expect(await link.getAttribute('href')).toBe('https://bank.example/help');
  expect(await link.getAttribute('rel')).toContain('noopener');
  expect(await page.locator('.bubble img').count()).toBe(0);
  await page.getByText('is it **free**?').waitFor();
  // A value that is hidden afterwards is gone from the formatted text too.
  await show(page, chat([customerSays(1, 'is it **free**?'), agentSays(2, 'plain [hidden]')]));
  await page.getByText('plain [hidden]').waitFor();
  expect(await page.locator('.formatted').count()).toBe(1);
  await show(page, chat([customerSays(1, 'is it **free**?'), agentSays(2, said)]));
  await page.locator('.bubble strong').waitFor();
  await expectSound(page, 'formatted');
});
