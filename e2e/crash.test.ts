/** Messages both ways while the server is killed at random moments; see T2 and T3. */
import { type ChatClient, createChatClient } from '@throughline/chat-client';
import { createDeskClient, type DeskClient } from '@throughline/chat-client/desk';
import type { Entry } from '@throughline/protocol';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { Frames } from './support/frames.js';
import { type HttpBrowser, signInAgent, signInCustomer } from './support/http-browser.js';
import { Product } from './support/product.js';

const FULL = process.env.THROUGHLINE_TEST_FULL === '1';
const MESSAGES = FULL ? 1_000 : 300;
const KILLS = FULL ? 10 : 4;
/** Pause between two messages of one side, in milliseconds: below the rate, so that sending spans all kills. */
const PACE_MS = 60;

let product: Product;
let ava: HttpBrowser;
let sam: HttpBrowser;
let customer: ChatClient;
let agent: DeskClient;

beforeAll(async () => {
  product = await Product.start();
  ava = await signInCustomer(product.urls.customer, 'ava');
  sam = await signInAgent(product.urls.agent, 'sam');
  const signIn = () => Promise.resolve();
  customer = createChatClient({ connect: () => ava.socket('/support/v1/socket'), signIn });
  agent = createDeskClient({ connect: () => sam.socket('/api/v1/socket'), signIn });
});
afterAll(async () => {
  customer.stop();
  agent.stop();
  await product[Symbol.asyncDispose]();
});

/** Fulfils when `holds` becomes true after a change of the client. */
function until(client: { subscribe(listener: () => void): () => void }, holds: () => boolean): Promise<void> {
  return new Promise((resolve) => {
    const check = () => {
      if (!holds()) return;
      stop();
      resolve();
    };
    const stop = client.subscribe(check);
    check();
  });
}

const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));
const messageIds = (entries: readonly Entry[]) =>
  entries.filter(({ kind }) => kind === 'message').map(({ id }) => id);

/** What the store has, read by a tab that knows nothing. */
async function storedEntries(): Promise<Entry[]> {
  const frames = await Frames.greet(ava.socket('/support/v1/socket'));
  const { conversation } = await frames.next('welcome');
  const head = conversation?.headSeq ?? 0;
  if (head > 0) await frames.next('entries', ({ entries }) => (entries.at(-1)?.seq ?? 0) >= head);
  frames.close();
  return frames.received.flatMap((event) => (event.type === 'entries' ? event.entries : []));
}

it(
  `[T2] [T3] [CONV-7] loses, doubles and reorders nothing of ${MESSAGES} messages over ${KILLS} kills of the server`,
  async () => {
    customer.start();
    agent.start();
    await until(agent, () => agent.snapshot.connection.kind === 'ready');
    await agent.setAvailable(true);
    const fromCustomer = [customer.send('message 0 of the customer')];
    await until(agent, () => (agent.snapshot.desk?.offers.length ?? 0) > 0);
    await agent.accept(agent.snapshot.desk?.offers[0]?.interactionId ?? '');
    await until(agent, () => (agent.snapshot.desk?.conversations.length ?? 0) > 0);
    const conversationId = agent.snapshot.desk?.conversations[0]?.conversationId ?? '';
    const atDesk = () => agent.snapshot.transcripts.get(conversationId);
    const fromAgent: string[] = [];

    const writing = (async () => {
      for (let count = 0; count < MESSAGES / 2; count += 1) {
        if (count > 0) fromCustomer.push(customer.send(`message ${count} of the customer`));
        fromAgent.push(agent.send(conversationId, `message ${count} of the agent`));
        await pause(PACE_MS);
      }
    })();

    let acknowledgedAtKills = 0;
    for (let kill = 0; kill < KILLS; kill += 1) {
      await pause(Math.random() * ((MESSAGES / 2 / KILLS) * PACE_MS));
      await product.kill();
      const unsettled = new Set(
        [...customer.snapshot.pending, ...(atDesk()?.pending ?? [])].map(({ id }) => id),
      );
      const acknowledged = [...fromCustomer, ...fromAgent].filter((id) => !unsettled.has(id));
      await product.launch();
      const stored = new Set(messageIds(await storedEntries()));
      expect(acknowledged.filter((id) => !stored.has(id))).toEqual([]);
      acknowledgedAtKills += acknowledged.length;
    }
    await writing;
    await until(customer, () => customer.snapshot.pending.length === 0);
    await until(agent, () => atDesk()?.pending.length === 0);
    const sent = [...fromCustomer, ...fromAgent];
    await until(customer, () => messageIds(customer.snapshot.entries).length >= sent.length);
    await until(agent, () => messageIds(atDesk()?.entries ?? []).length >= sent.length);

    const stored = await storedEntries();
    expect(stored.map(({ seq }) => seq)).toEqual(stored.map((_, index) => index + 1));
    expect(customer.snapshot.entries).toEqual(stored);
    expect(atDesk()?.entries).toEqual(stored);
    expect(messageIds(stored).toSorted()).toEqual(sent.toSorted());
    const inOrder = (ids: readonly string[]) => messageIds(stored).filter((id) => new Set(ids).has(id));
    expect(inOrder(fromCustomer)).toEqual(fromCustomer);
    expect(inOrder(fromAgent)).toEqual(fromAgent);
    console.log(
      `crash: ${sent.length} sent = ${messageIds(stored).length} stored = shown once on both sides; ${KILLS} kills, ${acknowledgedAtKills} acknowledgements checked at kills, 0 lost`,
    );
  },
  FULL ? 300_000 : 120_000,
);
