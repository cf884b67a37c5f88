/** Frames over HTTP, spoken by hand: what customers' clients get whose WebSockets are blocked. */
import { createChatClient } from '@throughline/chat-client';
import { EitherSocket, HttpSocket, type Way } from '@throughline/chat-client/later';
import type { CustomerEvent } from '@throughline/protocol';
import { SUBPROTOCOLS } from '@throughline/protocol';
import type { ExchangeAnswer } from '@throughline/protocol/exchange';
import { v7 as uuidv7 } from 'uuid';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { answerToBody } from './support/announced-body.js';
import { BufferingProxy, type Upgrades } from './support/buffering-proxy.js';
import { Frames } from './support/frames.js';
import { HttpBrowser, signInCustomer } from './support/http-browser.js';
import { Product } from './support/product.js';

const PATH = '/support/v1/frames';

let product: Product;
let ava: HttpBrowser;
beforeAll(async () => {
  product = await Product.start();
  ava = await signInCustomer(product.urls.customer, 'ava');
});
afterAll(() => product[Symbol.asyncDispose]());

const HELLO = { type: 'hello', v: 1 };
const bodyOf = (frames: readonly object[], seen = '') => ({
  protocols: SUBPROTOCOLS,
  frames: frames.map((frame) => JSON.stringify(frame)),
  seen,
});

async function exchange(frames: readonly object[], seen = '') {
  const response = await ava.request('POST', PATH, bodyOf(frames, seen));
  expect(response.status).toBe(200);
  const answer = (await response.json()) as ExchangeAnswer;
  return { ...answer, events: answer.frames.map((frame) => JSON.parse(frame) as CustomerEvent) };
}

it('[WIRE-70] answers each exchange by itself, and repeated messages with what became of the first', async () => {
  const first = await exchange([HELLO]);
  expect(first.events[0]).toMatchObject({ type: 'welcome', conversation: null });
  const opened = await exchange([HELLO, { type: 'open', ref: 'a', context: {} }], first.seen);
  const conversationId = opened.events.find((event) => event.type === 'opened')?.conversation.id ?? '';
  const id = uuidv7();
  const send = { type: 'send', id, conversationId, text: 'Where is my card?' };
  const resume = { conversationId, lastSeq: 0 };
  const typing = { type: 'typing', conversationId, on: true };
  for (const _ of ['sent', 'sent again']) {
    const { events } = await exchange([{ ...HELLO, resume }, typing, send], opened.seen);
    expect(events.filter(({ type }) => type === 'ack')).toEqual([
      expect.objectContaining({ id, conversationId }),
    ]);
  }
  const { events, seen } = await exchange([{ ...HELLO, resume }]);
  const entries = events.flatMap((event) => (event.type === 'entries' ? event.entries : []));
  expect(entries.filter((entry) => entry.id === id)).toHaveLength(1);
  const lastSeq = entries.at(-1)?.seq ?? 0;

  // Nothing is new: the answer waits for what another tab says.
  const heard = async (from: string): Promise<CustomerEvent[]> => {
    const { events, seen: next } = await exchange([{ ...HELLO, resume: { conversationId, lastSeq } }], from);
    // The place in the queue is news, too.
    return JSON.stringify(events).includes('Anybody there?') ? events : [...events, ...(await heard(next))];
  };
  const waiting = heard(seen);
  const tab = await Frames.greet(ava.socket('/support/v1/socket'));
  tab.send({ type: 'send', id: uuidv7(), conversationId, text: 'Anybody there?' });
  expect((await waiting).map(({ type }) => type)).not.toContain('welcome');
  await exchange([HELLO, { type: 'end', ref: 'z', conversationId }]);
  tab.close();
});

it('[WIRE-71] says with which code the gateway would close, and names a command that does not fit', async () => {
  expect((await exchange([{ type: 'hello', v: 999 }])).closed).toBe(4426);
  expect((await exchange([{ type: 'open', ref: '1', context: {} }])).closed).toBe(4400);
  const { events, closed } = await exchange([HELLO, { type: 'end', ref: 'x', conversationId: 'x', more: 1 }]);
  expect(closed).toBeUndefined();
  expect(events.at(-1)).toMatchObject({ type: 'error', code: 'bad_frame', ref: 'x' });
});

it('[WIRE-72] lets in whom the socket lets in, and nothing that is too much', async () => {
  const body = bodyOf([HELLO]);
  const status = async (browser: HttpBrowser, what: object, headers = {}) =>
    (await browser.request('POST', PATH, what, headers)).status;
  expect(await status(new HttpBrowser(product.urls.customer), body)).toBe(401);
  expect(await status(ava, body, { origin: 'https://elsewhere.example' })).toBe(403);
  expect(await status(ava, body, { 'sec-fetch-site': 'cross-site' })).toBe(403);
  expect(await status(ava, { ...body, frames: [] })).toBe(400);
  expect(await status(ava, { ...body, frames: Array.from({ length: 10 }, () => body.frames[0]) })).toBe(400);
  expect(await status(ava, { ...body, frames: ['x'.repeat(40_000)] })).toBe(400);
  expect((await answerToBody(ava, PATH, 200_000, 'application/json')).status).toBe(413);
  expect(await status(ava, { ...body, protocols: ['throughline.v9'] })).toBe(400);
});

/** As the widget reaches the gateway. */
function clientThrough(proxy: BufferingProxy, browser: HttpBrowser, ways: Way[]) {
  const origin = product.urls.customer;
  const behind = new HttpBrowser(proxy.url);
  for (const [name, value] of browser.cookies) behind.cookies.set(name, value);
  return createChatClient({
    signIn: async () => undefined,
    connect: () =>
      new EitherSocket({
        openSocket: () => behind.socket('/support/v1/socket', { origin }),
        openHttp: () =>
          new HttpSocket(PATH, (_url, init) => behind.request('POST', PATH, init?.body, { origin })),
        headStartMs: 1_200,
        onAnswer: (way) => ways.push(way),
        setTimer: (callback, ms) => {
          const timer = setTimeout(callback, ms);
          return () => clearTimeout(timer);
        },
      }),
  });
}

it('[CLIENT-14] [CLIENT-15] talks through a proxy that holds answers back and swallows WebSockets', async () => {
  const troubles = [
    [200, 'ben'],
    [400, 'chloe'],
    ['never', 'ava'],
  ] as const satisfies readonly (readonly [Upgrades, string])[];
  const talk = async ([upgrades, customer]: (typeof troubles)[number]) => {
    const proxy = await BufferingProxy.start(product.urls.customer, upgrades);
    const ways: Way[] = [];
    const client = clientThrough(proxy, await signInCustomer(product.urls.customer, customer), ways);
    client.start();
    // The longest that goes into one exchange, in the letters that take the most bytes.
    const texts = ['Hello?', ...Array.from({ length: 8 }, () => '漢'.repeat(3_900)), 'Still there?'];
    const ids = texts.map((text) => client.send(text));
    const shown = () => client.snapshot.entries.filter(({ kind }) => kind === 'message').map(({ id }) => id);
    await expect.poll(shown, { timeout: 60_000 }).toEqual(ids);
    expect(client.snapshot.pending).toEqual([]);
    expect(new Set(ways)).toEqual(new Set(['http']));
    await client.end();
    client.stop();
    proxy.stop();
  };
  await Promise.all(troubles.map(talk));
});
