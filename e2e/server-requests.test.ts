/** What a portal's server tells the gateway of its customers' live conversations, over HTTP, on one node. */
import type { CustomerCard, EscalationContext } from '@throughline/protocol';
import { v7 as uuidv7 } from 'uuid';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { launchChromium, Person, seriousViolations } from './support/chromium.js';
import { Cluster, PORTAL } from './support/cluster.js';
import { Frames } from './support/frames.js';
import { createDatabase, query } from './support/test-database.js';

const FLOW = `flow: payments
facts: { intent: { from: webchat.intent }, priority: { from: webchat.priority }, basket: { from: webchat.context.basket } }
start: paying
default: over
steps:
  paying: { kind: decide, when: [{ if: intent == 'payment', then: wait }, { if: "priority == 'high' && basket == '2 lamps'", then: over }], otherwise: serve }
  wait: { kind: hold, owner: billing, release: paid, limit: 1h, released: serve, then: serve }
  serve: { kind: queue, queue: all, limit: 1h, then: over }
  over: { kind: leaveMessage, queue: all }
`;
const FIELDS = [
  { name: 'orderState', label: 'State of the order', class: 'public' },
  { name: 'risk', label: 'Risk', class: 'internal' },
  { name: 'birthPlace', label: 'Place of birth', class: 'personal', optional: true },
  { name: 'basket', label: 'In the basket', class: 'public', fromPage: true },
];

let database: string;
let cluster: Cluster;
let desk: Frames;
beforeAll(async () => {
  database = await createDatabase('server_requests');
  cluster = await Cluster.start({
    nodes: 1,
    databaseUrl: database,
    agents: 1,
    capacity: 20,
    flow: FLOW,
    settings: `context: { fields: ${JSON.stringify(FIELDS)} }\nmail: { host: 127.0.0.1, port: 9, tls: none, from: chat@bank.example }`,
  });
  desk = await Frames.greet((await cluster.agent('a0')).socketAt(cluster.node(0)));
  desk.send({ type: 'presence', ref: 'p', available: true });
  await desk.next('done', ({ ref }) => ref === 'p');
});
afterAll(() => cluster[Symbol.asyncDispose]());

/** What the portal's server signs for one request about a customer. */
const sign = (sub: string) => cluster.sign({ sub }, { typ: 'throughline-request+jwt' });

async function send(method: string, path: string, token: string, body: object) {
  const url = new URL(`/support/s2s/v1/conversations/${path}`, cluster.node(0).urls.customer);
  const headers = { authorization: `Bearer ${token}`, 'content-type': 'application/json' };
  const answer = await fetch(url, { method, headers, body: JSON.stringify(body) });
  const text = await answer.text();
  return {
    status: answer.status,
    error: text ? (JSON.parse(text).error as { code: string; message: string }) : null,
  };
}

const enrich = async (customer: string, id: string, fields: object) =>
  send('PATCH', `${id}/context`, await sign(customer), { fields });
const release = async (customer: string, id: string, name: string) =>
  send('POST', `${id}/released`, await sign(customer), { release: name });

/** A customer with a live conversation. */
async function talkTo(customer: string, intent = 'help', more: EscalationContext = {}) {
  const tab = await Frames.greet((await cluster.customer(customer)).socketAt(cluster.node(0)));
  tab.send({ type: 'open', ref: 'o', context: { intent, ...more } });
  const { conversation } = await tab.next('opened');
  return { tab, id: conversation.id, state: conversation.state };
}

const cardAt = (list: 'offers' | 'conversations', id: string, isIt: (card: CustomerCard) => boolean) =>
  desk
    .next('desk', (state) =>
      state[list].some(({ conversationId, customer }) => conversationId === id && isIt(customer)),
    )
    .then((state) => state[list].find(({ conversationId }) => conversationId === id));

async function accept(id: string): Promise<void> {
  const offer = await cardAt('offers', id, () => true);
  desk.send({ type: 'accept', ref: id, interactionId: offer?.interactionId ?? '' });
  await desk.next('done', ({ ref }) => ref === id);
}

const changesOf = async (id: string) =>
  query<{ actor_id: string; details: object }>(
    database,
    `select actor_id, details from audit_entry
     where conversation_id = '${id}' and action = 'conversation.context_changed' order by seq`,
  );

describe('the context of a live conversation', () => {
  it('[CONV-26] [CONV-28] reaches the card at once, masked; personal values with the assignment', async () => {
    const { id } = await talkTo('ava');
    const card = 'paid with 4111 1111 1111 1111';
    const fields = { birthPlace: 'Lisbon', risk: 'high', orderState: card };
    expect(await enrich('ava', id, fields)).toEqual({ status: 204, error: null });
    const offer = await cardAt('offers', id, ({ fields = [] }) => fields.length > 0);
    expect(offer?.customer.fields).toEqual([
      { label: 'State of the order', value: expect.not.stringContaining('4111 1111'), class: 'public' },
      { label: 'Risk', value: 'high', class: 'internal' },
    ]);
    expect(offer?.customer).toMatchObject({ customerId: 'ava', intent: 'help' });
    await accept(id);
    const isWhole = ({ fields = [] }: CustomerCard) => fields.length === 3;
    const assigned = await cardAt('conversations', id, isWhole);
    expect(assigned?.customer.fields?.at(-1)).toMatchObject({ value: 'Lisbon', class: 'personal' });

    expect((await enrich('ava', 'current', { risk: null, orderState: 'shipped' })).status).toBe(204);
    const values = ({ fields = [] }: CustomerCard) => fields.map(({ value }) => value).join();
    await cardAt('conversations', id, (now) => values(now) === 'shipped,Lisbon');

    const stored = await query<{ sealed: Buffer }>(
      database,
      `select sealed from conversation_context where conversation_id = '${id}'`,
    );
    expect(stored).toHaveLength(3);
    expect(stored.map(({ sealed }) => sealed.toString('latin1')).join()).not.toMatch(/Lisbon|shipped|4111/);
  });

  it("[CONV-29] goes before what a page said of the fields that are the page's to say", async () => {
    const said = { basket: 'my card 4111 1111 1111 1111', risk: 'none', shoeSize: 39 };
    const { id, tab } = await talkTo('gus', 'help', { context: said });
    const isThere = ({ fields = [] }: CustomerCard) => fields.length > 0;
    const offer = await cardAt('offers', id, isThere);
    expect(offer?.customer.fields).toEqual([
      { label: 'In the basket', value: expect.stringMatching(/^my card (?!4111)/), class: 'public' },
    ]);
    expect((await enrich('gus', id, { basket: '1 lamp' })).status).toBe(204);
    const value = ({ fields = [] }: CustomerCard) => fields.map((field) => field.value).join();
    await cardAt('offers', id, (card) => value(card) === '1 lamp');
    tab.send({ type: 'open', ref: 'again', context: { intent: 'more', context: { basket: '9 lamps' } } });
    await cardAt('offers', id, (card) => card.intent === 'more' && value(card) === '1 lamp');
  });

  it('[CONV-29] decides where flows test it', async () => {
    const context = { basket: '2 lamps' };
    const calm = await talkTo('hal', 'help', { priority: 'normal', context });
    const urgent = await talkTo('ida', 'help', { priority: 'high', context });
    expect(calm.state).not.toBe('fallback');
    expect(urgent.state).toBe('fallback');
  });

  it('[MAIL-4] [MAIL-5] offers a transcript where the portal vouches for the address, some times an hour', async () => {
    const claims = { email: 'kim@mail.example', email_verified: true };
    const kim = await cluster.customer('kim', cluster.node(0), claims);
    const tab = await Frames.greet(kim.socketAt(cluster.node(0)));
    tab.send({ type: 'open', ref: 'o', context: {} });
    const { conversation } = await tab.next('opened');
    const ask = (signedIn: typeof kim, body?: object) =>
      signedIn.browser.request(body ? 'POST' : 'GET', '/support/v1/transcripts', body, {
        origin: PORTAL,
      });
    expect(await (await ask(kim)).json()).toEqual({ to: 'k•••@mail.example' });
    const wish = { conversationId: conversation.id, language: 'de', timeZone: 'Europe/Berlin' };
    const statuses = [];
    for (let time = 0; time < 6; time += 1) statuses.push((await ask(kim, wish)).status);
    expect(statuses).toEqual([204, 204, 204, 204, 204, 429]);
    expect((await ask(kim, { ...wish, to: 'eve@mail.example' })).status).toBe(400);
    const stranger = await cluster.customer('lea', cluster.node(0), { email: 'lea@mail.example' });
    expect(await (await ask(stranger)).json()).toEqual({ to: null });
    expect((await ask(stranger, wish)).status).toBe(409);
    const metrics = async () => (await fetch(`${cluster.node(0).urls.operations}/metrics`)).text();
    // Nothing listens at the mail server's port.
    await expect.poll(metrics, { timeout: 60_000 }).toMatch(/^throughline_mails_waiting 1$/m);
    expect(await metrics()).toContain('throughline_mails_total{step="queued"} 1\n');
    tab.close();
  });

  it('[CONV-26] is shown at the desk, which says what is not for the customer', async () => {
    const { id } = await talkTo('finn');
    expect((await enrich('finn', id, { orderState: 'shipped', risk: 'high' })).status).toBe(204);
    const offer = await cardAt('offers', id, ({ fields = [] }) => fields.length > 0);
    const browser = await launchChromium();
    try {
      const person = await Person.arrive(browser);
      const page = await person.visit(cluster.node(0).urls.agent);
      await page.evaluate((card) => {
        document.body.replaceChildren(Object.assign(document.createElement('desk-customer'), { card }));
      }, offer?.customer);
      const panel = page.getByRole('region', { name: 'Customer' });
      await panel.getByText('Risk Do not tell the customer').waitFor();
      expect(await panel.innerText()).toMatch(/State of the order\s+shipped\s+Risk Do not tell[^\n]+\s+high/);
      expect([...(await seriousViolations(page)), ...person.problems]).toEqual([]);
    } finally {
      await browser.close();
    }
  });

  it('[CONV-27] is written once however often it is sent, and audited by the names of fields', async () => {
    const { id, tab } = await talkTo('ben');
    const fields = { orderState: 'packed, to ben@bank.example', risk: 'low' };
    for (let time = 0; time < 3; time += 1) expect((await enrich('ben', id, fields)).status).toBe(204);
    expect((await enrich('ben', id, { birthPlace: null, risk: 'low' })).status).toBe(204);
    expect((await enrich('ben', id, { risk: null })).status).toBe(204);
    // A tab that only comes back adds nothing either.
    tab.send({ type: 'open', ref: 'again', context: { intent: 'help' } });
    await tab.next('opened', ({ ref }) => ref === 'again');
    await expect
      .poll(() => changesOf(id))
      .toEqual([
        { actor_id: 'portal', details: { fields: 'orderState risk' } },
        { actor_id: 'portal', details: { fields: 'risk' } },
      ]);
    const stored = await query(
      database,
      `select id from conversation_context where conversation_id = '${id}'`,
    );
    expect(stored).toHaveLength(3);
  });

  it('[CONV-26] takes declared fields of at most 256 characters, and says which those are', async () => {
    const { id } = await talkTo('cleo');
    const unknown = await enrich('cleo', id, { risk: 'low', shoeSize: '39' });
    expect(unknown).toMatchObject({ status: 400, error: { code: 'bad_request' } });
    expect(unknown.error?.message).toMatch(/"shoeSize".*orderState, risk, birthPlace/);
    const long = await enrich('cleo', id, { risk: 'x'.repeat(257) });
    expect(long).toMatchObject({ status: 400, error: { code: 'bad_request' } });
    expect(long.error?.message).toMatch(/"risk" has 257 characters; at most 256/);
    expect(await enrich('cleo', id, { risk: 3 })).toMatchObject({
      status: 400,
      error: { code: 'bad_request' },
    });
    expect(await enrich('cleo', id, { risk: 'x'.repeat(20_000) })).toMatchObject({
      status: 413,
      error: { code: 'too_large' },
    });
    expect(await changesOf(id)).toEqual([]);
    expect((await enrich('cleo', id, { risk: 'x'.repeat(256) })).status).toBe(204);
  });
});

describe('what agents see', () => {
  it('[WIRE-44] is shown to the customer, without what the portal does not tell', async () => {
    const { tab, id } = await talkTo('gina');
    const fields = { orderState: 'shipped', risk: 'high', birthPlace: 'Lisbon' };
    expect((await enrich('gina', id, fields)).status).toBe(204);
    const { conversation } = await tab.next('conversation', (event) =>
      Boolean(event.conversation?.shared?.some(({ kind }) => kind === 'field')),
    );
    expect(conversation.shared).toEqual([
      { kind: 'name', value: 'Customer gina' },
      { kind: 'customer-id', value: 'gina' },
      { kind: 'intent', value: 'help', name: 'help' },
      { kind: 'field', label: 'State of the order', value: 'shipped' },
      { kind: 'field', label: 'Place of birth', value: 'Lisbon', name: 'birthPlace' },
      { kind: 'internal', value: '' },
    ]);
  });

  it('[CONV-60] [T10] is taken back by the customer where it is optional, and leaves the card at once', async () => {
    const { tab, id } = await talkTo('hugo');
    await accept(id);
    const page = { url: '/orders/17', title: 'Order 17' };
    const open = (ref: string) => tab.send({ type: 'open', ref, context: { intent: 'help', page } });
    open('page');
    expect((await enrich('hugo', id, { birthPlace: 'Lisbon', orderState: 'shipped' })).status).toBe(204);
    await cardAt('conversations', id, ({ pages, fields }) => pages.length === 1 && fields?.length === 2);
    const withhold = async (kind: string, name: string, by = tab) => {
      const ref = uuidv7();
      by.send({ type: 'withhold', ref, conversationId: id, kind, name });
      const isAnswer = (event: { ref?: string }) => event.ref === ref;
      return Promise.race([by.next('done', isAnswer), by.next('error', isAnswer)]);
    };
    const stranger = await talkTo('ines');
    expect(await withhold('page', page.url, stranger.tab)).toMatchObject({ code: 'not_found' });
    expect(await withhold('field', 'orderState')).toMatchObject({ code: 'not_found' });
    for (let time = 0; time < 2; time += 1) {
      expect(await withhold('page', page.url)).toMatchObject({ type: 'done' });
    }
    await withhold('field', 'birthPlace');
    await withhold('intent', 'help');
    const isLess = (card: CustomerCard) => card.pages.length === 0 && card.intent === null;
    const assigned = await cardAt('conversations', id, isLess);
    expect(assigned?.customer.fields).toEqual([expect.objectContaining({ label: 'State of the order' })]);
    // Neither a tab that says it again nor the portal brings it back.
    open('again');
    await tab.next('opened', ({ ref }) => ref === 'again');
    expect((await enrich('hugo', id, { birthPlace: 'Porto' })).status).toBe(204);
    const { conversation } = await tab.next('conversation', (event) =>
      Boolean(event.conversation?.shared?.every(({ kind }) => kind !== 'page' && kind !== 'intent')),
    );
    expect(JSON.stringify(conversation.shared)).not.toMatch(/Lisbon|Porto|orders/);
    const entries = await query(
      database,
      `select actor_kind, details from audit_entry where conversation_id = '${id}' and action = 'conversation.context_withheld' order by details->>'kind'`,
    );
    expect(entries).toEqual([
      { actor_kind: 'customer', details: { kind: 'field', field: 'birthPlace' } },
      { actor_kind: 'customer', details: { kind: 'intent' } },
      { actor_kind: 'customer', details: { kind: 'page' } },
    ]);
  });
});

describe('a held conversation', () => {
  it('[RUN-20] goes on when the portal says that what it waits for has happened, and once only', async () => {
    const { id, tab } = await talkTo('dora', 'payment');
    await tab.next('conversation', ({ conversation }) => conversation?.state === 'held');
    const early = await release('dora', id, 'shipped');
    expect(early).toMatchObject({ status: 409, error: { code: 'release_not_awaited' } });
    expect(await release('dora', 'current', 'paid')).toEqual({ status: 204, error: null });
    await accept(id);
    expect(await release('dora', id, 'paid')).toEqual({ status: 204, error: null });
  });

  it('[RUN-20] is none that waits in a queue', async () => {
    const { id } = await talkTo('emil');
    const answer = await release('emil', id, 'paid');
    expect(answer).toMatchObject({ status: 409, error: { code: 'release_not_awaited' } });
  });
});

describe.each([
  ['context', (customer: string, id: string) => enrich(customer, id, { risk: 'low' })],
  ['released', (customer: string, id: string) => release(customer, id, 'paid')],
])('%s', (path, ask) => {
  it('[EDGE-8] [T10] is not found for what is not this customer’s live conversation, in the same words', async () => {
    const { id } = await talkTo(`own-${path}`, 'payment');
    const over = await talkTo(`over-${path}`, 'payment');
    over.tab.send({ type: 'end', ref: 'e', conversationId: over.id });
    await over.tab.next('done', ({ ref }) => ref === 'e');
    const answers = [
      await ask('another', id),
      await ask(`own-${path}`, uuidv7()),
      await ask(`own-${path}`, 'no-id%00'),
      await ask(`over-${path}`, over.id),
      await ask(`over-${path}`, 'current'),
    ];
    expect(answers[0]).toMatchObject({ status: 404, error: { code: 'not_found' } });
    for (const answer of answers) expect(answer).toEqual(answers[0]);
    expect(await changesOf(id)).toEqual([]);
  });

  it('[EDGE-6] takes each signed request once, and nothing else', async () => {
    const customer = `once-${path}`;
    const { id } = await talkTo(customer, 'payment');
    const method = path === 'context' ? 'PATCH' : 'POST';
    const body = path === 'context' ? { fields: { risk: 'low' } } : { release: 'paid' };
    const token = await sign(customer);
    expect((await send(method, `${id}/${path}`, token, body)).status).toBe(204);
    const again = await send(method, `${id}/${path}`, token, body);
    expect(again).toMatchObject({ status: 401, error: { code: 'assertion_replayed' } });
    const assertion = await cluster.sign({ sub: customer, challenge: 'x' });
    const refused = await send(method, `${id}/${path}`, assertion, body);
    expect(refused).toMatchObject({ status: 401, error: { code: 'assertion_invalid' } });
    const foreign = await cluster.sign(
      { sub: customer, iss: 'http://evil.example' },
      { typ: 'throughline-request+jwt' },
    );
    const stranger = await send(method, `${id}/${path}`, foreign, body);
    expect(stranger).toMatchObject({ status: 401, error: { code: 'assertion_invalid' } });
  });
});
