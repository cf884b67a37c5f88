/** A rolling deploy: clients of an earlier build at today's gateway, and today's clients at a gateway of that build. */
import { type ChatClient, createChatClient } from '@throughline/chat-client';
import { createDeskClient, type DeskClient } from '@throughline/chat-client/desk';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import * as older from './fixtures/older-client.mjs';
import recorded from './fixtures/older-gateway.json' with { type: 'json' };
import { type HttpBrowser, signInAgent, signInCustomer } from './support/http-browser.js';
import { Product } from './support/product.js';
import { type RecordedStep, ReplayedGateway } from './support/replayed-gateway.js';

const PATIENCE = { timeout: 60_000 };
const signIn = () => Promise.resolve();

const textsOf = (entries: ChatClient['snapshot']['entries'] | undefined) =>
  entries?.map((entry) => (entry.kind === 'message' ? entry.text : entry.kind));

/** The agent takes the first offer; fulfils with the conversation's id when its transcript is there. */
async function takeOffer(desk: DeskClient): Promise<string> {
  await expect.poll(() => desk.snapshot.desk?.offers.length, PATIENCE).toBe(1);
  await desk.accept(desk.snapshot.desk?.offers[0]?.interactionId ?? '');
  await expect.poll(() => desk.snapshot.desk?.conversations.length, PATIENCE).toBe(1);
  const id = desk.snapshot.desk?.conversations[0]?.conversationId ?? '';
  await expect.poll(() => desk.snapshot.transcripts.get(id)?.entries.length, PATIENCE).toBe(2);
  return id;
}

describe('clients of an earlier build at this gateway', () => {
  let product: Product;
  let ava: HttpBrowser;
  let sam: HttpBrowser;
  beforeAll(async () => {
    product = await Product.start();
    ava = await signInCustomer(product.urls.customer, 'ava');
    sam = await signInAgent(product.urls.agent, 'sam');
  });
  afterAll(() => product[Symbol.asyncDispose]());

  it('[WIRE-24] [WIRE-35] [WIRE-45] [T3] talk, resume and end as before, beside a tab of today', async () => {
    const connect = () => ava.socket('/support/v1/socket');
    const earlier = ['throughline.v1'];
    const connectEarlier = () => ava.socket('/support/v1/socket', {}, earlier);
    const chat = older.createChatClient({ connect: connectEarlier, signIn });
    const desk = older.createDeskClient({ connect: () => sam.socket('/api/v1/socket', {}, earlier), signIn });
    const today = createChatClient({ connect, signIn });
    for (const client of [chat, desk, today]) client.start();
    await expect.poll(() => desk.snapshot.desk, PATIENCE).not.toBeNull();
    await desk.setAvailable(true);
    chat.send('First');
    const id = await takeOffer(desk);
    desk.send(id, 'Second');
    await expect.poll(() => textsOf(today.snapshot.entries), PATIENCE).toEqual(['First', 'joined', 'Second']);

    await product.kill();
    chat.send('Third, while the gateway is away');
    await product.launch();
    const all = ['First', 'joined', 'Second', 'Third, while the gateway is away'];
    for (const { snapshot } of [chat, today].map((client) => ({ snapshot: () => client.snapshot.entries }))) {
      await expect.poll(() => textsOf(snapshot()), PATIENCE).toEqual(all);
    }
    await expect.poll(() => textsOf(desk.snapshot.transcripts.get(id)?.entries), PATIENCE).toEqual(all);
    // A value that is completed by a later message: earlier builds know no redaction, and get the message again.
    for (const [index, part] of ['my card is 4556 7375', '8689 9855'].entries()) {
      chat.send(part);
      await expect.poll(() => today.snapshot.entries.length, PATIENCE).toBe(index === 0 ? 5 : 7);
    }
    const [, , , , first, second, redaction] = textsOf(today.snapshot.entries) ?? [];
    expect(first).toMatch(/^my card is \[/);
    expect(redaction).toBe('redacted');
    const withAgain = [first, second].map((text) => expect.stringContaining(text ?? ''));
    for (const seen of [() => chat.snapshot.entries, () => desk.snapshot.transcripts.get(id)?.entries]) {
      await expect.poll(() => textsOf(seen())?.length, PATIENCE).toBe(7);
      expect(seen()?.every(({ kind }) => kind === 'message' || kind === 'joined')).toBe(true);
      expect(textsOf(seen())?.slice(5)).toEqual(withAgain.toReversed());
    }
    await chat.end();
    await expect.poll(() => today.snapshot.conversation?.state, PATIENCE).toBe('ended');
    for (const client of [chat, desk, today]) client.stop();
  });
});

describe('clients of today at a gateway of an earlier build', () => {
  it('[WIRE-35] [T4] a customer keeps what was written until a gateway of today is reached', async () => {
    const earlier = new ReplayedGateway(recorded.customer as RecordedStep[]);
    const product = await Product.start();
    const ava = await signInCustomer(product.urls.customer, 'ava');
    let dials = 0;
    const connect = () => {
      dials += 1;
      return dials === 1 ? earlier.connect() : ava.socket('/support/v1/socket');
    };
    const seen = new Set<string>();
    const chat = createChatClient({ connect, signIn });
    chat.subscribe(() => {
      const { connection, customer, pending } = chat.snapshot;
      if (dials === 1) seen.add(`${connection.kind} ${customer === null} ${pending.length}`);
    });
    chat.start();
    chat.send('Written meanwhile');
    await expect.poll(() => textsOf(chat.snapshot.entries), PATIENCE).toEqual(['Written meanwhile']);
    expect(seen).toContain('waiting true 1');
    expect(dials).toBe(2);
    chat.stop();
    await product[Symbol.asyncDispose]();
  });

  it('[WIRE-24] [WIRE-35] an agent takes an offer and answers', async () => {
    const gateway = new ReplayedGateway(recorded.agent as RecordedStep[]);
    const desk = createDeskClient({ connect: gateway.connect, signIn });
    desk.start();
    await expect.poll(() => desk.snapshot.desk, PATIENCE).not.toBeNull();
    await desk.setAvailable(true);
    const id = await takeOffer(desk);
    desk.send(id, 'Second, from Sam');
    await expect.poll(() => textsOf(desk.snapshot.transcripts.get(id)?.entries)?.length, PATIENCE).toBe(5);
    expect(desk.snapshot.transcripts.get(id)?.pending).toEqual([]);
    expect(gateway.isOver).toBe(true);
    desk.stop();
  });
});
