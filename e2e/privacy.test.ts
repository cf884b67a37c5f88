/** The life cycle of customers' data as operators see it, with the embedded database, while conversations are live. */
import { cp, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { v7 as uuidv7 } from 'uuid';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type CommandResult, throughline } from './support/command-line.js';
import { Frames } from './support/frames.js';
import { type HttpBrowser, signInCustomer } from './support/http-browser.js';
import { Product } from './support/product.js';

let product: Product;
let ava: HttpBrowser;
let frames: Frames;
let conversationId: string;

const inData = (name: string) => join(product.dataDir, name);
const privacy = (...words: string[]): Promise<CommandResult> =>
  throughline({ THROUGHLINE_DATA_DIR: product.dataDir }, 'privacy', ...words);

/** Signs in, opens a conversation, and says something. */
async function converse(name: string, text: string) {
  const browser = await signInCustomer(product.urls.customer, name);
  const socket = await Frames.greet(browser.socket('/support/v1/socket'));
  const ref = uuidv7();
  socket.send({ type: 'open', ref, context: {} });
  const { conversation } = await socket.next('opened', (event) => event.ref === ref);
  socket.send({ type: 'send', id: uuidv7(), conversationId: conversation.id, text });
  await socket.next('ack');
  return { browser, socket, conversationId: conversation.id };
}

beforeAll(async () => {
  product = await Product.start();
  ({
    browser: ava,
    socket: frames,
    conversationId,
  } = await converse('ava', 'My <b>kettle</b> arrived broken'));
});
afterAll(() => product[Symbol.asyncDispose]());

describe('with the embedded database', () => {
  it('[PRIV-5] exports everything of a customer, for programs and for people, and says so on the trail', async () => {
    const { code, stderr } = await privacy('export', 'ava', '--out', inData('export'));
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    const data = JSON.parse(await readFile(inData('export/export.json'), 'utf8'));
    expect(data).toMatchObject({
      customer: { externalId: 'ava' },
      sessions: [{ claims: { displayName: expect.stringContaining('Ava') } }],
      conversations: [{ id: conversationId, entries: [{ text: 'My <b>kettle</b> arrived broken' }] }],
      contactCenter: { state: 'done', data: { interactions: [{ conversationId }] } },
    });
    const page = await readFile(inData('export/export.html'), 'utf8');
    expect(page).toContain('My &lt;b&gt;kettle&lt;/b&gt; arrived broken');
    expect(page).not.toMatch(/<script|src=|href=|<b>kettle/);
    const trail = await throughline({ THROUGHLINE_DATA_DIR: product.dataDir }, 'audit', 'export');
    expect(trail.stdout).toContain('"action":"privacy.exported"');
  });

  it('[PRIV-3] erases nothing under a legal hold, and says why', async () => {
    const reason = ['--reason', 'case 7'];
    expect((await privacy('hold', 'place', 'ava', ...reason)).code).toBe(0);
    expect((await privacy('hold', 'list')).stdout).toMatch(/^ava of \S+, since \S+ by \S+\n$/);
    const { code, stderr } = await privacy('erase', 'ava');
    expect({ code, stderr }).toEqual({ code: 1, stderr: expect.stringContaining('is under a legal hold') });
    expect((await privacy('hold', 'lift', 'ava', ...reason)).code).toBe(0);
    expect(await trail('legal_hold.placed')).toMatchObject([{ details: { reason: 'case 7' } }]);
  });

  it('[PRIV-6][PRIV-7] erases a customer in a live conversation, kindly, and nobody else', async () => {
    const ben = await converse('ben', 'The toaster works');
    await product.stop();
    await cp(inData('database'), inData('backup'), { recursive: true });
    await product.launch();
    frames = await Frames.greet(ava.socket('/support/v1/socket'), { conversationId, lastSeq: 0 });

    const { code, stderr } = await privacy('erase', 'ava', '--out', inData('receipt.json'));

    expect({ code, stderr }).toEqual({ code: 0, stderr: 'Erased, also at the contact center.\n' });
    const { entries } = await frames.next('entries', (event) =>
      event.entries.some(({ kind }) => kind === 'ended'),
    );
    expect(entries.at(-1)).toMatchObject({ kind: 'ended', reason: 'erased' });
    expect(await frames.closeCode()).toBe(4401);
    const again = await privacy('export', 'ava', '--out', inData('export-2'));
    expect(again.stderr).toContain('Nothing is kept of a customer ava');
    const kept = await Frames.greet(ben.browser.socket('/support/v1/socket'));
    expect((await kept.next('welcome')).conversation).toMatchObject({ id: ben.conversationId });
  });

  it('[PRIV-8] gives a receipt that says what is gone, whom it is about, and when it was changed', async () => {
    const verified = await privacy('verify', inData('receipt.json'));
    expect(verified.stdout.split('\n')).toEqual([
      expect.stringMatching(/^ok {3}erasure \S+, asked for at \S+: complete$/),
      expect.stringMatching(/removed at \S+: .*1 conversations, 1 customers, .*1 sessions$/),
      expect.stringContaining('data keys destroyed at'),
      expect.stringContaining('confirmed by the contact center at'),
      expect.stringMatching(/about customer ava of \S+$/),
      '',
    ]);
    const receipt = await readFile(inData('receipt.json'), 'utf8');
    await writeFile(inData('forged.json'), receipt.replace('"conversations": 1', '"conversations": 7'));
    await writeFile(inData('other.json'), receipt.replace('"externalId": "ava"', '"externalId": "ben"'));
    for (const name of ['forged.json', 'other.json']) {
      const { code, stdout } = await privacy('verify', inData(name));
      expect({ code, stdout }).toEqual({ code: 1, stdout: expect.stringContaining('fail ') });
    }
    await expectSoundTrail();
  });

  it('[PRIV-9] keeps the customer erased when a database from before is restored', async () => {
    await product.stop();
    await rm(inData('database'), { recursive: true });
    await cp(inData('backup'), inData('database'), { recursive: true });
    await product.launch();
    const { stderr } = await privacy('export', 'ava', '--out', inData('export-3'));
    expect(stderr).toContain('Nothing is kept of a customer ava');
    expect((await privacy('export', 'ben', '--out', inData('export-ben'))).code).toBe(0);
    expect((await privacy('replay')).stdout).toBe('The database knows nobody who was erased.\n');
    expect((await privacy('verify', inData('receipt.json'))).code).toBe(0);
    expect(await trail('privacy.erasure_reopened')).toHaveLength(1);
  });

  it('[AUDIT-12] takes a restore for a cut until an operator states that it was one', async () => {
    const audit = (...words: string[]) =>
      throughline({ THROUGHLINE_DATA_DIR: product.dataDir }, 'audit', ...words);
    expect((await audit('verify')).stdout).toContain('what lies between was rewritten');
    expect((await audit('accept-restore', '--reason', 'incident 4')).code).toBe(0);
    await expectSoundTrail();
    expect((await audit('verify')).stdout).toMatch(/warn .* lost with a restore, accepted .*: incident 4/);
    expect((await audit('accept-restore', '--reason', 'again')).stderr).toContain('nothing was lost');
  });
});

async function trail(action: string): Promise<Record<string, unknown>[]> {
  const environment = { THROUGHLINE_DATA_DIR: product.dataDir };
  const exported = () => throughline(environment, 'audit', 'export', '--action', action);
  await expect.poll(async () => (await exported()).stdout).not.toBe('');
  return (await exported()).stdout
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line));
}

async function expectSoundTrail(): Promise<void> {
  const { stdout } = await throughline(
    { THROUGHLINE_DATA_DIR: product.dataDir },
    'audit',
    'verify',
    '--json',
  );
  expect(JSON.parse(stdout)).toMatchObject({ findings: [], unsigned: [] });
}
