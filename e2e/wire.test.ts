/** The wire of both doors, spoken by hand: what a well-behaved client relies on, and what a broken or hostile one gets. */
import { v7 as uuidv7 } from 'uuid';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Frames, refusedUpgrade } from './support/frames.js';
import { HttpBrowser, signInAgent, signInCustomer } from './support/http-browser.js';
import { Product } from './support/product.js';

const CUSTOMER_SOCKET = '/support/v1/socket';
const DESK_SOCKET = '/api/v1/socket';

let product: Product;
let ava: HttpBrowser;
let ben: HttpBrowser;
let sam: HttpBrowser;

beforeAll(async () => {
  product = await Product.start();
  ava = await signInCustomer(product.urls.customer, 'ava');
  ben = await signInCustomer(product.urls.customer, 'ben');
  sam = await signInAgent(product.urls.agent, 'sam');
});
afterAll(() => product[Symbol.asyncDispose]());

const tab = (browser: HttpBrowser, resume?: { conversationId: string; lastSeq: number }) =>
  Frames.greet(browser.socket(CUSTOMER_SOCKET), resume);
const desk = (browser: HttpBrowser) => Frames.greet(browser.socket(DESK_SOCKET));

async function open(frames: Frames, context: object = {}): Promise<string> {
  const ref = uuidv7();
  frames.send({ type: 'open', ref, context });
  return (await frames.next('opened', (event) => event.ref === ref)).conversation.id;
}

async function end(frames: Frames, conversationId: string): Promise<void> {
  const ref = uuidv7();
  frames.send({ type: 'end', ref, conversationId });
  await frames.next('done', (event) => event.ref === ref);
}

async function send(frames: Frames, conversationId: string, text: string, id = uuidv7()) {
  frames.send({ type: 'send', id, conversationId, text });
  return frames.next('ack', (event) => event.id === id);
}

describe('values that are split over messages', () => {
  it('[WIRE-41] are hidden where they are completed', async () => {
    const frames = await tab(ava);
    const conversationId = await open(frames);
    await send(frames, conversationId, 'my card is 4111 1111');
    const completing = await send(frames, conversationId, '1111 1111');
    expect(completing).toMatchObject({ text: '[card hidden]', maskedTypes: ['CREDIT_CARD'] });
    await end(frames, conversationId);
    frames.close();
  });
});

describe('what began a value that was completed later', () => {
  it('[WIRE-42] is redacted for those who have it, and gone for those who come', async () => {
    const [frames, other] = [await tab(ava), await tab(ava)];
    const conversationId = await open(frames);
    const id = uuidv7();
    await send(frames, conversationId, 'my card is 4111 1111', id);
    await send(frames, conversationId, '1111 1111');
    const isRedacted = ({ entries }: { entries: readonly { kind: string }[] }) =>
      entries.some(({ kind }) => kind === 'redacted');
    for (const each of [frames, other]) {
      const { entries } = await each.next('entries', isRedacted);
      expect(entries.find(({ kind }) => kind === 'redacted')).toMatchObject({
        seq: 3,
        redacts: id,
        text: 'my card is [card hidden]',
        maskedTypes: ['CREDIT_CARD'],
      });
    }
    const late = await tab(ava);
    const seen: object[] = [];
    while (seen.length < 3) seen.push(...(await late.next('entries')).entries);
    expect(seen[0]).toMatchObject({ id, text: 'my card is [card hidden]' });
    expect(JSON.stringify(seen)).not.toContain('1111');
    await end(frames, conversationId);
    for (const each of [frames, other, late]) each.close();
  });
});

describe('connecting', () => {
  it('[WIRE-1] refuses an upgrade from a foreign origin with 403 and one without a session with 401', async () => {
    const foreign = { origin: 'https://evil.example' };
    expect(await refusedUpgrade(ava.socket(CUSTOMER_SOCKET, foreign))).toEqual({
      status: 403,
      code: 'origin_refused',
    });
    expect(await refusedUpgrade(sam.socket(DESK_SOCKET, foreign))).toEqual({
      status: 403,
      code: 'origin_refused',
    });
    const nobody = new HttpBrowser(product.urls.customer);
    expect(await refusedUpgrade(nobody.socket(CUSTOMER_SOCKET))).toEqual({
      status: 401,
      code: 'unauthenticated',
    });
    const customerAtDesk = new HttpBrowser(product.urls.agent);
    for (const [name, value] of ava.cookies) customerAtDesk.cookies.set(name, value);
    expect(await refusedUpgrade(customerAtDesk.socket(DESK_SOCKET))).toEqual({
      status: 401,
      code: 'unauthenticated',
    });
  });

  it('[WIRE-2] closes with 4400 when the first frame is not hello', async () => {
    const frames = await Frames.open(ava.socket(CUSTOMER_SOCKET));
    frames.send({ type: 'open', ref: '1', context: {} });
    expect((await frames.next('error')).code).toBe('hello_required');
    expect(await frames.closeCode()).toBe(4400);
  });

  it('[WIRE-3] closes with 4426 when the version is another', async () => {
    const frames = await Frames.open(ava.socket(CUSTOMER_SOCKET));
    frames.send({ type: 'hello', v: 999 });
    expect((await frames.next('error')).code).toBe('version_unsupported');
    expect(await frames.closeCode()).toBe(4426);
  });

  it('[WIRE-5] welcomes with the live conversation, or the resumed one that has ended since', async () => {
    const first = await tab(ava);
    const conversationId = await open(first);
    const second = await tab(ava);
    expect((await second.next('welcome')).conversation?.id).toBe(conversationId);
    await end(first, conversationId);
    const resumed = await tab(ava, { conversationId, lastSeq: 0 });
    expect((await resumed.next('welcome')).conversation).toMatchObject({
      id: conversationId,
      state: 'ended',
    });
    const fresh = await tab(ava);
    expect((await fresh.next('welcome')).conversation).toBeNull();
    for (const frames of [first, second, resumed, fresh]) frames.close();
  });
});

describe('the terms of a session', () => {
  it('[WIRE-32] [WIRE-33] are a lifetime, and a tag and key of that customer alone', async () => {
    const terms = async (browser: HttpBrowser) => {
      const frames = await tab(browser);
      const { session } = await frames.next('welcome');
      frames.close();
      if (!session) throw new Error('The welcome has no terms.');
      return session;
    };
    const ben = await signInCustomer(product.urls.customer, 'ben');
    const elsewhere = await signInCustomer(product.urls.customer, 'ava');
    const [first, again, other] = [await terms(ava), await terms(elsewhere), await terms(ben)];
    expect(first.lifetimeMs).toBeGreaterThan(0);
    expect(first.lifetimeMs).toBeLessThanOrEqual(30 * 60_000);
    expect({ ...again, lifetimeMs: 0 }).toEqual({ ...first, lifetimeMs: 0 });
    for (const name of ['customerTag', 'draftKey'] as const) {
      expect(first[name]).toMatch(/^[\w-]{43}$/);
      expect(other[name]).not.toBe(first[name]);
    }
    expect(first.customerTag).not.toBe(first.draftKey);
  });
});

describe('resuming and sending', () => {
  it('[WIRE-6] [WIRE-7] brings what a client lacks, in order', async () => {
    const first = await tab(ava);
    const conversationId = await open(first);
    for (const text of ['one', 'two', 'three']) await send(first, conversationId, text);
    const resumed = await tab(ava, { conversationId, lastSeq: 1 });
    const missing = await resumed.next('entries');
    expect(missing.entries.map(({ seq }) => seq)).toEqual([2, 3]);
    resumed.send({ type: 'fill', conversationId, afterSeq: 0 });
    const all = await resumed.next('entries', (event) => event.entries[0]?.seq === 1);
    expect(all.entries.map((entry) => (entry.kind === 'message' ? entry.text : entry.kind))).toEqual([
      'one',
      'two',
      'three',
    ]);
    await end(first, conversationId);
    first.close();
    resumed.close();
  });

  it('[WIRE-8] sends heartbeats with the head', async () => {
    const frames = await tab(ava);
    const conversationId = await open(frames);
    await send(frames, conversationId, 'hello');
    const heartbeat = await frames.next('heartbeat', (event) => event.heads[conversationId] === 1);
    expect(heartbeat.heads).toEqual({ [conversationId]: 1 });
    await end(frames, conversationId);
    frames.close();
  });

  it('[WIRE-9] [T4] closes the open sockets of a session with 4401 when it signs out', async () => {
    const browser = await signInCustomer(product.urls.customer, 'chloe');
    const frames = await tab(browser);
    expect((await browser.request('DELETE', '/support/v1/session')).status).toBe(204);
    expect(await frames.closeCode()).toBe(4401);
    expect((await browser.request('GET', '/support/v1/session')).status).toBe(401);
  });

  it('[NOCHAT-1] promises a call to a customer for whom no chat opens, one at a time', async () => {
    const ben = await signInCustomer(product.urls.customer, 'ben');
    const ask = (wish: object) => ben.request('POST', '/support/v1/callbacks', wish);
    const ways = await (await ben.request('GET', '/support/v1/without-chat')).json();
    expect(ways).toMatchObject({ hours: { timeZone: 'America/New_York' } });
    expect(Date.parse(ways.callbackFrom)).toBeGreaterThan(Date.now() - 60_000);
    const wish = { phone: '+49 30 901820', timeZone: 'Europe/Berlin', note: 'My card 4111 1111 1111 1111' };
    expect((await ask({ ...wish, phone: '12' })).status).toBe(400);
    expect((await ask({ ...wish, at: '2020-01-01T00:00:00Z' })).status).toBe(400);
    const promised = await ask(wish);
    expect(promised.status).toBe(201);
    const callback = await promised.json();
    expect(callback).toMatchObject({ phoneEnd: '820', timeZone: 'Europe/Berlin' });
    expect(await (await ask({ ...wish, phone: '+49 30 901821' })).json()).toMatchObject({ id: callback.id });
    const frames = await tab(ben);
    expect(await frames.next('callback', (event) => event.callback?.id === callback.id)).toBeDefined();
    const statuses = [];
    for (let asked = 4; asked <= 11; asked += 1) statuses.push((await ask(wish)).status);
    expect(statuses.at(-1)).toBe(429);
    // Within the opening hours it is due at once, and agents of later tests would get it.
    frames.send({ type: 'cancel-callback', ref: 'no-call', callbackId: callback.id });
    await frames.next('done', ({ ref }) => ref === 'no-call');
    frames.close();
  });

  it('[WIRE-10] [WIRE-11] [CONV-9] answers a burst of messages in the order of sending', async () => {
    const frames = await tab(ava);
    const conversationId = await open(frames);
    const ids = Array.from({ length: 50 }, () => uuidv7());
    for (const id of ids) frames.send({ type: 'send', id, conversationId, text: `message ${id}` });
    await frames.next('ack', (event) => event.id === ids.at(-1));
    const acks = frames.received.filter((event) => event.type === 'ack');
    expect(acks.map(({ id }) => id)).toEqual(ids);
    expect(acks.map(({ seq }) => seq)).toEqual(ids.map((_, index) => index + 1));
    await end(frames, conversationId);
    frames.close();
  });

  it('[WIRE-11] [CONV-8] [T3] answers a repeated message with the first result and stores it once', async () => {
    const frames = await tab(ava);
    const other = await tab(ava);
    const conversationId = await open(frames);
    await other.next('conversation', (event) => event.conversation.id === conversationId);
    const id = uuidv7();
    const first = await send(frames, conversationId, 'the first text', id);
    const again = await send(other, conversationId, 'another text under the same id', id);
    expect(again).toEqual(first);
    const next = await send(frames, conversationId, 'next');
    expect(next.seq).toBe(first.seq + 1);
    await end(frames, conversationId);
    frames.close();
    other.close();
  });

  it('[WIRE-12] reads a sender above the rate more slowly, and neither refuses nor reorders', async () => {
    const frames = await tab(ava);
    const conversationId = await open(frames);
    const ids = Array.from({ length: 90 }, () => uuidv7());
    const startedAt = performance.now();
    for (const id of ids) frames.send({ type: 'send', id, conversationId, text: 'x' });
    await frames.next('ack', (event) => event.id === ids.at(-1));
    expect(performance.now() - startedAt).toBeGreaterThan(1_000);
    const acks = frames.received.filter((event) => event.type === 'ack');
    expect(acks.map(({ id }) => id)).toEqual(ids);
    expect(frames.received.filter((event) => event.type === 'error')).toEqual([]);
    await end(frames, conversationId);
    frames.close();
  });

  it('[WIRE-13] [CONV-1] [T1] keeps every tab in step with one conversation', async () => {
    const tabs = await Promise.all([tab(ava), tab(ava), tab(ava)]);
    const opened = await Promise.all(tabs.map((frames) => open(frames)));
    expect(new Set(opened).size).toBe(1);
    const conversationId = opened[0] ?? '';
    await Promise.all(tabs.map((frames, index) => send(frames, conversationId, `from tab ${index}`)));
    for (const frames of tabs) await frames.next('entries', (event) => event.entries.at(-1)?.seq === 3);
    const shown = tabs.map((frames) =>
      frames.received.flatMap((event) => (event.type === 'entries' ? event.entries : [])).map(({ id }) => id),
    );
    expect(shown[0]).toHaveLength(3);
    expect(shown[1]).toEqual(shown[0]);
    expect(shown[2]).toEqual(shown[0]);
    await end(tabs[0] as Frames, conversationId);
    for (const frames of tabs) frames.close();
  });
});

describe('bad input', () => {
  it.each<[string, string | object | Buffer]>([
    ['no JSON', 'this is not JSON'],
    ['a JSON array', '[]'],
    ['JSON null', 'null'],
    ['an unknown type', { type: 'launch' }],
    ['a missing property', { type: 'typing', on: true }],
    ['an unknown property', { type: 'typing', conversationId: uuidv7(), on: true, role: 'agent' }],
    ['a conversation id that is no UUID', { type: 'fill', conversationId: "' or 1=1", afterSeq: 0 }],
    ['a negative number', { type: 'fill', conversationId: uuidv7(), afterSeq: -1 }],
    ['a number beyond integers', `{"type":"fill","conversationId":"${uuidv7()}","afterSeq":1e400}`],
    ['an id with a NUL', { type: 'send', id: 'a\u0000b', conversationId: uuidv7(), text: 'x' }],
    ['a prototype', `{"type":"open","ref":"1","context":{},"__proto__":{"type":"hello"}}`],
  ])('[WIRE-14] [WIRE-18] answers %s with bad_frame and stays open', async (_case, frame) => {
    const frames = await tab(ava);
    frames.send(frame as object | string);
    expect((await frames.next('error')).code).toBe('bad_frame');
    expect(await open(frames).then((id) => end(frames, id))).toBeUndefined();
    frames.close();
  });

  it('[WIRE-14] answers a text that is too long or empty with too_long', async () => {
    const frames = await tab(ava);
    const conversationId = await open(frames);
    for (const text of ['', 'x'.repeat(4_001)]) {
      const id = uuidv7();
      frames.send({ type: 'send', id, conversationId, text });
      expect((await frames.next('error', (event) => event.ref === id)).code).toBe('too_long');
    }
    expect((await send(frames, conversationId, 'x'.repeat(4_000))).text).toHaveLength(4_000);
    await end(frames, conversationId);
    frames.close();
  });

  it('[WIRE-14] answers a binary frame with bad_frame', async () => {
    const frames = await tab(ava);
    frames.socket.send(Buffer.from([1, 2, 3]));
    expect((await frames.next('error')).code).toBe('bad_frame');
    frames.close();
  });

  it('[WIRE-15] closes with 4400 after 20 malformed frames in a row', async () => {
    const frames = await tab(ava);
    for (let count = 0; count < 20; count += 1) frames.send('{');
    expect(await frames.closeCode()).toBe(4400);
  });

  it('[WIRE-16] [WIRE-18] closes an oversized frame with 1009, and no other connection', async () => {
    const quiet = await tab(ava);
    const frames = await tab(ava);
    frames.send({ type: 'send', id: uuidv7(), conversationId: uuidv7(), text: 'x'.repeat(40_000) });
    expect(await frames.closeCode()).toBe(1009);
    const conversationId = await open(quiet);
    await end(quiet, conversationId);
    quiet.close();
  });

  it('[WIRE-17] [CONV-11] [T10] answers a foreign conversation like one that does not exist, for every command', async () => {
    const owner = await tab(ava);
    const foreign = await open(owner);
    const secret = await send(owner, foreign, 'only for me');
    const intruder = await tab(ben);
    const agent = await desk(sam);
    for (const frames of [intruder, agent]) {
      for (const command of ['send', 'fill', 'typing', 'receipt', 'end']) {
        const answers: unknown[] = [];
        for (const conversationId of [foreign, uuidv7()]) {
          frames.received.length = 0;
          frames.send({ ...COMMANDS[command], conversationId });
          const { code, message } = await frames.next('error');
          answers.push({ code, message });
        }
        expect(answers[0], command).toMatchObject({ code: 'not_found' });
        expect(answers[1], command).toEqual(answers[0]);
      }
      expect(JSON.stringify(frames.received)).not.toContain(secret.text);
    }
    const resumed = await tab(ben, { conversationId: foreign, lastSeq: 0 });
    expect((await resumed.next('welcome')).conversation).toBeNull();
    await end(owner, foreign);
    for (const frames of [owner, intruder, agent, resumed]) frames.close();
  });

  it('[CONV-12] refuses a message to an ended conversation', async () => {
    const frames = await tab(ava);
    const conversationId = await open(frames);
    await end(frames, conversationId);
    const id = uuidv7();
    frames.send({ type: 'send', id, conversationId, text: 'too late' });
    expect((await frames.next('error', (event) => event.ref === id)).code).toBe('conversation_ended');
    frames.close();
  });

  it('[WIRE-19] quotes nothing of what was sent, in answers and in the log', async () => {
    const canary = 'canary-5d1e90';
    const frames = await tab(ava);
    frames.send(`{"type":"${canary}"}`);
    frames.send(`${canary}`);
    frames.send({ type: 'send', id: canary, conversationId: canary, text: canary });
    const last = { type: 'fill', conversationId: uuidv7(), afterSeq: 0 };
    frames.send(last);
    await frames.next('error', (event) => event.code === 'not_found');
    const errors = frames.received.filter((event) => event.type === 'error');
    expect(errors.map(({ message }) => message).join(' ')).not.toContain(canary);
    expect(product.output).not.toContain(canary);
    frames.close();
  });
});

describe('the desk', () => {
  it('[WIRE-20] [WIRE-21] [WIRE-22] [CONV-16] [CONV-18] offers with the card, assigns, and refuses an offer that is over', async () => {
    const customer = await tab(ava);
    const agent = await desk(sam);
    agent.send({ type: 'presence', ref: 'p1', available: true });
    await agent.next('done', (event) => event.ref === 'p1');
    const page = { url: '/orders/M-20418', title: 'Order M-20418' };
    const conversationId = await open(customer, { intent: 'order-stuck', page });
    const { offers } = await agent.next('desk', (event) => event.offers.length === 1);
    const offer = offers[0];
    expect(offer?.customer).toMatchObject({
      customerId: 'ava',
      displayName: 'Ava Lindqvist',
      tier: 'PREMIUM',
      intent: 'order-stuck',
      pages: [page],
      previousConversation: expect.objectContaining({ id: expect.any(String) }),
    });
    expect(offer?.queueName).toBe('Premium');
    expect(offer?.customer.routingReasons.join(' ')).toContain('PREMIUM');

    agent.send({ type: 'accept', ref: 'a1', interactionId: offer?.interactionId });
    await agent.next('done', (event) => event.ref === 'a1');
    await customer.next('conversation', (event) => event.conversation.agent?.displayName === 'Sam');
    agent.send({ type: 'accept', ref: 'a2', interactionId: offer?.interactionId });
    expect((await agent.next('error', (event) => event.ref === 'a2')).code).toBe('offer_gone');

    await send(customer, conversationId, 'My card is 4111 1111 1111 1111');
    const seen = await agent.next('entries', (event) => event.entries.some(({ kind }) => kind === 'message'));
    expect(JSON.stringify(seen)).not.toContain('4111 1111');
    expect(JSON.stringify(seen)).toContain('1111');
    await send(agent, conversationId, 'I see it, one moment');
    await customer.next('entries', (event) => event.entries.at(-1)?.party.displayName === 'Sam');

    await end(agent, conversationId);
    const ended = await customer.next('entries', (event) => event.entries.at(-1)?.kind === 'ended');
    expect(ended.entries.at(-1)).toMatchObject({ seq: 4, party: { role: 'agent', displayName: 'Sam' } });
    agent.send({ type: 'presence', ref: 'p2', available: false });
    await agent.next('done', (event) => event.ref === 'p2');
    customer.close();
    agent.close();
  });
});

const COMMANDS: Record<string, object> = {
  send: { type: 'send', id: 'm1', text: 'x' },
  fill: { type: 'fill', afterSeq: 0 },
  typing: { type: 'typing', on: true },
  receipt: { type: 'receipt', deliveredSeq: 1, readSeq: 1 },
  end: { type: 'end', ref: 'e1' },
};
