/** What is more than text, through the gateway, the adapter and the Genesys-compatible door, and back. */
import { type ChatClient, createChatClient } from '@throughline/chat-client';
import { createDeskClient, type DeskClient } from '@throughline/chat-client/desk';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { type HttpBrowser, signInAgent, signInCustomer } from './support/http-browser.js';
import { Product } from './support/product.js';

const PATIENCE = { timeout: 60_000 };
const PDF = '%PDF-1.7\n%%EOF\n';
const DEMO_CLIENT = 'Basic ZGVtby1jbGllbnQ6ZGVtby1zZWNyZXQ=';

let product: Product;
let ava: HttpBrowser;
let chat: ChatClient;
let desk: DeskClient;
/** As the door knows the conversation. */
let there: string;

beforeAll(async () => {
  product = await Product.start({ THROUGHLINE_CONTACT_CENTER: 'genesys' });
  ava = await signInCustomer(product.urls.customer, 'ava');
  const sam = await signInAgent(product.urls.agent, 'sam');
  const signIn = () => Promise.resolve();
  chat = createChatClient({ connect: () => ava.socket('/support/v1/socket'), signIn });
  desk = createDeskClient({ connect: () => sam.socket('/api/v1/socket'), signIn });
  for (const client of [chat, desk]) client.start();
  await vi.waitUntil(() => desk.snapshot.desk !== null, PATIENCE);
  await desk.setAvailable(true);
  chat.send('Hello');
  await vi.waitUntil(() => desk.snapshot.desk?.offers.length === 1, PATIENCE);
  await desk.accept(desk.snapshot.desk?.offers[0]?.interactionId ?? '');
  await vi.waitUntil(() => desk.snapshot.desk?.conversations.length === 1, PATIENCE);
  there = desk.snapshot.desk?.conversations[0]?.conversationId ?? '';
  desk.send(there, 'Hi Ava');
  await vi.waitUntil(() => chat.snapshot.conversation?.agent != null, PATIENCE);
});
afterAll(async () => {
  for (const client of [chat, desk]) client.stop();
  await product[Symbol.asyncDispose]();
});

const lastHere = () => chat.snapshot.entries.at(-1);
const textsThere = () =>
  (desk.snapshot.transcripts.get(there)?.entries ?? []).flatMap((entry) =>
    entry.kind === 'message' ? [entry.text] : [],
  );

/** A message with content, as a flow or an agent of Genesys Cloud would send it. */
async function push(message: object): Promise<void> {
  const signedIn = await fetch(new URL('/oauth/token', product.urls.genesys), {
    method: 'POST',
    headers: { authorization: DEMO_CLIENT, 'content-type': 'application/x-www-form-urlencoded' },
    body: 'grant_type=client_credentials',
  });
  const { access_token: token } = (await signedIn.json()) as { access_token: string };
  const url = new URL(`/emulator/v1/conversations/${there}/messages`, product.urls.genesys);
  const answer = await fetch(url, {
    method: 'POST',
    headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
    body: JSON.stringify(message),
  });
  expect(answer.status).toBeLessThan(300);
}

describe('content over Genesys Cloud', () => {
  it('[GUEST-8] offers quick replies, and brings the answer to the agent', async () => {
    const reply = (text: string) => ({
      contentType: 'QuickReply',
      quickReply: { text, payload: `${text}-1`, action: 'Message' },
    });
    await push({
      text: 'Is it your card?',
      content: [reply('Yes'), reply('No')],
      originatingEntity: 'Human',
      nickname: 'Sam',
    });
    await expect
      .poll(lastHere, PATIENCE)
      .toMatchObject({ content: { kind: 'quick-replies', replies: [{ label: 'Yes' }, { label: 'No' }] } });
    const asked = lastHere();
    const [yes] =
      asked?.kind === 'message' && asked.content?.kind === 'quick-replies' ? asked.content.replies : [];
    const given = { kind: 'picked' as const, ids: [yes?.id ?? ''] };
    chat.send('Yes', { kind: 'answer', toSeq: asked?.seq ?? 0, given });
    await expect.poll(() => textsThere().at(-1), PATIENCE).toContain('[QuickReply] Yes');
  });

  it('[GUEST-9] brings a file to the agent, as it was kept', async () => {
    const upload = await fetch(new URL('/support/v1/files', ava.origin), {
      method: 'POST',
      headers: {
        origin: ava.origin,
        'x-requested-by': 'throughline',
        cookie: ava.cookieHeader,
        'content-type': 'application/pdf',
        'x-file-name': 'statement.pdf',
      },
      body: PDF,
    });
    const { id } = (await upload.json()) as { id: string };
    chat.send('', { kind: 'attachments', ids: [id] });
    await expect.poll(() => textsThere().at(-1), PATIENCE).toBe('[File] statement.pdf');
    await expect.poll(lastHere, PATIENCE).toMatchObject({ content: { kind: 'attachments' } });
    const seq = lastHere()?.seq ?? 0;
    await expect.poll(() => chat.snapshot.conversation?.agentReceipts.deliveredSeq, PATIENCE).toBe(seq);
  });
});
