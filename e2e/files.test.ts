/** Files on their way from customer to agent and back, over HTTP and the wire. */
import { type ChatClient, createChatClient } from '@throughline/chat-client';
import { createDeskClient, type DeskClient } from '@throughline/chat-client/desk';
import type { Attachment, Entry } from '@throughline/protocol';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { anImage, SECRET, withSecrets } from '../packages/server/test-support/images.js';
import { answerToBody } from './support/announced-body.js';
import { type Headers, HttpBrowser, signInAgent, signInCustomer } from './support/http-browser.js';
import { Product } from './support/product.js';

const PATIENCE = { timeout: 60_000 };
const PDF = '%PDF-1.7\n%%EOF\n';
const EICAR = 'X5O!P%@AP[4\\PZX54(P^)7CC)7}$EICAR-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*';
const CUSTOMER_FILES = '/support/v1/files';

let product: Product;
let ava: HttpBrowser;
let sam: HttpBrowser;
let chat: ChatClient;
let desk: DeskClient;
let conversationId: string;

beforeAll(async () => {
  product = await Product.start();
  ava = await signInCustomer(product.urls.customer, 'ava');
  sam = await signInAgent(product.urls.agent, 'sam');
  const signIn = () => Promise.resolve();
  chat = createChatClient({ connect: () => ava.socket('/support/v1/socket'), signIn });
  desk = createDeskClient({ connect: () => sam.socket('/api/v1/socket'), signIn });
  for (const client of [chat, desk]) client.start();
  await vi.waitUntil(() => desk.snapshot.desk !== null, PATIENCE);
  await desk.setAvailable(true);
  chat.send('I have a file for you');
  await vi.waitUntil(() => desk.snapshot.desk?.offers.length === 1, PATIENCE);
  await desk.accept(desk.snapshot.desk?.offers[0]?.interactionId ?? '');
  await vi.waitUntil(() => chat.snapshot.conversation?.agent != null, PATIENCE);
  conversationId = chat.snapshot.conversation?.id ?? '';
});
afterAll(async () => {
  for (const client of [chat, desk]) client.stop();
  await product[Symbol.asyncDispose]();
});

function upload(
  browser: HttpBrowser,
  path: string,
  body: Buffer | string,
  name = 'statement.pdf',
  type = 'application/pdf',
  headers: Headers = {},
) {
  return fetch(new URL(path, browser.origin), {
    method: 'POST',
    headers: {
      origin: browser.origin,
      'x-requested-by': 'throughline',
      cookie: browser.cookieHeader,
      'content-type': type,
      'x-file-name': encodeURIComponent(name),
      ...headers,
    },
    body: new Uint8Array(Buffer.from(body)),
  });
}

async function uploaded(...request: Parameters<typeof upload>): Promise<Attachment> {
  const response = await upload(...request);
  expect(response.status).toBe(201);
  return (await response.json()) as Attachment;
}

const filesOf = (entry: Entry | undefined) =>
  entry?.kind === 'message' && entry.content?.kind === 'attachments' ? entry.content.files : [];
const lastAtDesk = () => desk.snapshot.transcripts.get(conversationId)?.entries.at(-1);

describe('a file', () => {
  it('[FILE-8] [CONT-1] reaches the agent of the conversation, with its preview', async () => {
    expect(chat.snapshot.files).toMatchObject({ maxBytes: 10_000_000 });
    const pdf = await uploaded(ava, CUSTOMER_FILES, PDF, 'Auszug Müller.pdf');
    const image = await uploaded(ava, CUSTOMER_FILES, withSecrets('image/jpeg'), 'photo.jpg', 'image/jpeg');
    const path = `${CUSTOMER_FILES}?previewOf=${image.id}`;
    const preview = await uploaded(ava, path, anImage('image/png'), 'p.png', 'image/png');
    chat.send('', { kind: 'attachments', ids: [pdf.id, image.id] });
    await expect
      .poll(() => filesOf(lastAtDesk()), PATIENCE)
      .toEqual([
        { id: pdf.id, name: 'Auszug Müller.pdf', mediaType: 'application/pdf', bytes: PDF.length },
        {
          ...image,
          preview: { id: preview.id, width: 1, height: 1 },
        },
      ]);
    expect(lastAtDesk()).toMatchObject({ text: '[Auszug Müller.pdf]\n[photo.jpg]' });
    const answer = await sam.request('GET', `/api/v1/files/${image.id}`);
    const content = Buffer.from(await answer.arrayBuffer());
    expect([answer.status, content.includes(SECRET)]).toEqual([200, false]);
    expect((await sam.request('GET', `/api/v1/files/${preview.id}`)).status).toBe(200);
  });

  it('[FILE-8] goes from the agent to the customer, once it is sent', async () => {
    const path = `/api/v1/files?conversation=${conversationId}`;
    const { id } = await uploaded(sam, path, PDF);
    expect((await ava.request('GET', `${CUSTOMER_FILES}/${id}`)).status).toBe(404);
    desk.send(conversationId, 'Here you are', { kind: 'attachments', ids: [id] });
    await expect.poll(() => filesOf(chat.snapshot.entries.at(-1))[0]?.id, PATIENCE).toBe(id);
    const answer = await ava.request('GET', `${CUSTOMER_FILES}/${id}`);
    expect([answer.status, await answer.text()]).toEqual([200, PDF]);
  });

  it('[FILE-9] is answered as an attachment that nothing runs, frames or keeps', async () => {
    const { id } = await uploaded(ava, CUSTOMER_FILES, 'a<script>', "it's (1).txt", 'text/plain');
    const { headers } = await ava.request('GET', `${CUSTOMER_FILES}/${id}`);
    expect(Object.fromEntries(headers)).toMatchObject({
      'content-type': 'text/plain; charset=utf-8',
      'content-disposition': "attachment; filename*=UTF-8''it%27s%20%281%29.txt",
      'content-security-policy': "sandbox; default-src 'none'",
      'x-content-type-options': 'nosniff',
      'cross-origin-resource-policy': 'same-origin',
      'cache-control': 'no-store',
    });
  });

  it('[FILE-8] [T10] is nobody else’s: the same answer as for a file that does not exist', async () => {
    const { id } = await uploaded(ava, CUSTOMER_FILES, PDF);
    chat.send('', { kind: 'attachments', ids: [id] });
    await expect.poll(() => filesOf(lastAtDesk())[0]?.id, PATIENCE).toBe(id);
    const ben = await signInCustomer(product.urls.customer, 'ben');
    const riley = await signInAgent(product.urls.agent, 'riley');
    const missing = await ben.request('GET', `${CUSTOMER_FILES}/${conversationId}`);
    const words = await missing.text();
    for (const [browser, path] of [
      [ben, `${CUSTOMER_FILES}/${id}`],
      [riley, `/api/v1/files/${id}`],
    ] as const) {
      const answer = await browser.request('GET', path);
      expect([answer.status, await answer.text()]).toEqual([404, words]);
    }
    const nobody = new HttpBrowser(product.urls.customer);
    expect((await nobody.request('GET', `${CUSTOMER_FILES}/${id}`)).status).toBe(401);
    expect((await upload(riley, `/api/v1/files?conversation=${conversationId}`, PDF)).status).toBe(404);
    const benFile = await uploaded(ben, CUSTOMER_FILES, PDF);
    const messageId = chat.send('', { kind: 'attachments', ids: [benFile.id] });
    await expect
      .poll(() => chat.snapshot.pending.find((message) => message.id === messageId), PATIENCE)
      .toMatchObject({ status: 'failed', error: 'not_found' });
    chat.discard(messageId);
  });

  it.each([
    ['an unknown type', 'file_refused', 422, PDF, 'a.exe', 'application/x-msdownload', {}],
    ['what it is not', 'file_refused', 422, '<html>', 'a.pdf', 'application/pdf', {}],
    ['what the scanner finds', 'file_infected', 422, EICAR, 'a.txt', 'text/plain', {}],
    [
      'another origin',
      'origin_refused',
      403,
      PDF,
      'a.pdf',
      'application/pdf',
      { origin: 'https://a.example' },
    ],
    ['no session', 'unauthenticated', 401, PDF, 'a.pdf', 'application/pdf', { cookie: '' }],
    ['no name', 'bad_request', 400, PDF, 'a.pdf', 'application/pdf', { 'x-file-name': '%' }],
  ])(
    '[FILE-1] [FILE-2] [FILE-5] [FILE-10] is refused: %s',
    async (_, code, status, body, name, type, headers) => {
      const response = await upload(ava, CUSTOMER_FILES, body, name, type, headers);
      const { error } = (await response.json()) as { error: { code: string } };
      expect([response.status, error.code]).toEqual([status, code]);
    },
  );

  it('[FILE-1] is refused: too many bytes', async () => {
    const { status, text } = await answerToBody(ava, CUSTOMER_FILES, 10_000_001, 'text/plain');
    expect([status, JSON.parse(text).error.code]).toEqual([413, 'too_large']);
  });

  it('[FILE-6] [T6] leaves nothing of itself in what the process writes', () => {
    expect(product.output).not.toContain('Müller');
    expect(product.output).not.toContain('PDF-1.7');
  });
});

describe('content', () => {
  it('[CONT-5] [WIRE-51] is asked by the agent and answered by the customer', async () => {
    const replies = [
      { id: 'yes', label: 'Yes' },
      { id: 'no', label: 'No' },
    ];
    desk.send(conversationId, 'Does that help?', { kind: 'quick-replies', replies });
    await expect
      .poll(() => chat.snapshot.entries.at(-1), PATIENCE)
      .toMatchObject({
        content: { kind: 'quick-replies', replies },
      });
    const asked = chat.snapshot.entries.at(-1);
    const given = { kind: 'picked', ids: ['yes'] } as const;
    chat.send('Yes', { kind: 'answer', toSeq: asked?.seq ?? 0, given });
    const option = { id: 'yes', label: 'Yes' };
    const content = {
      kind: 'answer',
      text: 'Yes',
      to: asked?.id,
      given: { kind: 'picked', options: [option] },
    };
    await expect.poll(lastAtDesk, PATIENCE).toMatchObject({ text: 'Yes', content });
    await expect.poll(() => chat.snapshot.entries.at(-1), PATIENCE).toMatchObject({ content });
  });
});
