/** What a browser or a server may ask of the customer door, and how often, on two nodes behind a proxy. */
import { v7 as uuidv7 } from 'uuid';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startThrowawayRedis } from '../tools/test-setup/throwaway-redis.mjs';
import { Cluster, PORTAL, type SignedIn } from './support/cluster.js';
import { Frames, refusedUpgrade } from './support/frames.js';
import { type Headers, HttpBrowser } from './support/http-browser.js';
import { MailServer } from './support/mail-server.js';
import { createDatabase } from './support/test-database.js';

const SIBLING = 'http://www.portal.example';
const RATES = { perSession: 20, perCustomer: 30, perAddress: 40 };

let redis: Awaited<ReturnType<typeof startThrowawayRedis>>;
let cluster: Cluster;
let mail: MailServer;
beforeAll(async () => {
  mail = await MailServer.start();
  redis = await startThrowawayRedis();
  cluster = await Cluster.start({
    nodes: 2,
    databaseUrl: await createDatabase('edge'),
    redisUrl: redis.url,
    agents: 1,
    capacity: 5,
    settings: `origins: [${SIBLING}]
trustedProxies: [127.0.0.1, "::1"]
requestRates: ${JSON.stringify(RATES)}
${mail.settings}`,
  });
});
afterAll(async () => {
  await cluster[Symbol.asyncDispose]();
  await redis.stop();
  await mail[Symbol.asyncDispose]();
});

let addresses = 0;
/** Another visitor, as the proxy sees one. */
function newAddress(): Headers {
  addresses += 1;
  return { origin: PORTAL, 'x-forwarded-for': `203.0.113.${addresses}` };
}

const ask = (person: SignedIn, nodeIndex: number, headers: Headers) => {
  const browser = new HttpBrowser(cluster.node(nodeIndex).urls.customer);
  const cookie = person.browser.cookieHeader;
  return browser.request('GET', '/support/v1/session', undefined, { cookie, ...headers });
};

/** Asks both nodes in turn until one refuses. Returns how many answers came before, and the refusal. */
async function untilRefused(request: (nodeIndex: number) => Promise<Response>) {
  for (let count = 0; count < 100; count += 1) {
    const answer = await request(count % 2);
    if (answer.status === 429) return { count, answer };
    await answer.arrayBuffer();
  }
  throw new Error('Nothing was refused.');
}

/**
 * The nodes counted together: each by itself would have allowed twice as many. While Redis takes longer than a request
 * waits, as on a busy machine, a node counts for itself.
 */
function expectTogether(count: number, uses: number): void {
  expect(count).toBeGreaterThanOrEqual(uses);
  expect(count).toBeLessThan(1.5 * uses);
}

describe('too many requests', () => {
  it('[EDGE-3] of a session, a customer or an address are refused on both nodes, and say when to come again', async () => {
    const [one, two] = [await cluster.customer('busy'), await cluster.customer('busy')];
    const other = await cluster.customer('quiet');
    const session = await untilRefused((node) => ask(one, node, newAddress()));
    expectTogether(session.count, RATES.perSession);
    const waitS = Number(session.answer.headers.get('retry-after'));
    expect(waitS).toBeGreaterThan(0);
    expect(waitS).toBeLessThanOrEqual(60);
    expect(await session.answer.json()).toMatchObject({ error: { code: 'rate_limited', retryable: true } });
    expect(await refusedUpgrade(one.socketAt(cluster.node(1)))).toEqual({
      status: 429,
      code: 'rate_limited',
    });

    const customer = await untilRefused((node) => ask(two, node, newAddress()));
    // Each hand-off took one, each refused request of the session none.
    expectTogether(2 + session.count + customer.count, RATES.perCustomer);
    expect((await ask(other, 0, newAddress())).status).toBe(200);

    const address = newAddress();
    const noCookie = { ...address, cookie: '' };
    const anyone = await untilRefused((node) => ask(other, node, noCookie));
    expectTogether(anyone.count, RATES.perAddress);
    expect((await ask(other, 0, newAddress())).status).toBe(200);
  });

  it('[EDGE-4] are the only ones refused when Redis goes away', async () => {
    const person = await cluster.customer('steady');
    expect((await ask(person, 0, newAddress())).status).toBe(200);
    await redis.kill();
    const answers = [await ask(person, 0, newAddress()), await ask(person, 1, newAddress())];
    expect(answers.map(({ status }) => status)).toEqual([200, 200]);
    const tab = await Frames.greet(person.socketAt(cluster.node(0)));
    tab.close();
    await redis.launch();
  });
});

describe('pages of other origins', () => {
  const fromSibling = () => ({ ...newAddress(), origin: SIBLING, 'sec-fetch-site': 'same-site' });

  it('[EDGE-2] [EDGE-1] of the named sibling may call, and read the answers', async () => {
    const browser = new HttpBrowser(cluster.node(0).urls.customer);
    const preflight = await browser.request('OPTIONS', '/support/v1/session', undefined, {
      ...fromSibling(),
      'access-control-request-method': 'POST',
      'access-control-request-headers': 'content-type,x-requested-by',
    });
    expect(preflight.status).toBe(204);
    expect(Object.fromEntries(preflight.headers)).toMatchObject({
      'access-control-allow-origin': SIBLING,
      'access-control-allow-credentials': 'true',
      'access-control-allow-headers': 'content-type, x-requested-by, x-file-name',
      'access-control-allow-methods': 'GET, POST, DELETE',
      vary: 'Origin',
    });
    const challenge = await browser.request('POST', '/support/v1/assertion/challenge', {}, fromSibling());
    expect(challenge.status).toBe(200);
    expect(challenge.headers.get('access-control-allow-origin')).toBe(SIBLING);
    const refusal = await browser.request('GET', '/support/v1/session', undefined, fromSibling());
    expect(refusal.status).toBe(401);
    expect(refusal.headers.get('access-control-allow-origin')).toBe(SIBLING);
    const widget = await browser.request('GET', '/support/widget.js');
    expect(widget.headers.get('cross-origin-resource-policy')).toBe('same-site');
  });

  it.each([
    ['an origin of another site', 'https://evil.example', 'cross-site'],
    ['a sibling that is not named', 'http://blog.portal.example', 'same-site'],
    ['one that only begins like ours', `${PORTAL}.evil.example`, 'cross-site'],
    ['one that only ends like ours', 'http://evilportal.example', 'cross-site'],
    ['another scheme', PORTAL.replace('http:', 'https:'), 'cross-site'],
    ['no origin at all', 'null', 'cross-site'],
    ['our own name, by another site', PORTAL, 'cross-site'],
    ['the sibling by another site', SIBLING, 'cross-site'],
  ])('[EDGE-1] [EDGE-2] of %s may not', async (_what, origin, site) => {
    const person = await cluster.customer('target');
    const foreign = { ...newAddress(), origin, 'sec-fetch-site': site };
    const call = (method: string, path: string) => person.browser.request(method, path, undefined, foreign);
    for (const [method, path] of [
      ['POST', '/support/v1/assertion/challenge'],
      ['POST', '/support/v1/session'],
      ['DELETE', '/support/v1/session'],
      ['DELETE', '/support/v1/sessions'],
    ] as const) {
      const answer = await call(method, path);
      expect([answer.status, await answer.json()]).toMatchObject([
        403,
        { error: { code: 'origin_refused' } },
      ]);
    }
    if (origin !== SIBLING) {
      const read = await call('GET', '/support/v1/session');
      const preflight = await call('OPTIONS', '/support/v1/session');
      for (const { headers } of [read, preflight]) {
        expect([...headers.keys()].filter((name) => name.startsWith('access-control-'))).toEqual([]);
      }
    }
    const upgrade = person.browser.socket('/support/v1/socket', foreign);
    expect(await refusedUpgrade(upgrade)).toEqual({ status: 403, code: 'origin_refused' });
    expect((await ask(person, 0, newAddress())).status).toBe(200);
  });
});

describe("the portal's server", () => {
  const signOut = async (token: string | null, headers: Headers = {}) => {
    const url = new URL('/support/s2s/v1/sign-out', cluster.node(1).urls.customer);
    const authorization: Headers = token === null ? {} : { authorization: `Bearer ${token}` };
    const answer = await fetch(url, { method: 'POST', headers: { ...authorization, ...headers } });
    return { status: answer.status, body: await answer.text() };
  };
  const request = (customer: string, claims: object = {}) =>
    cluster.sign({ sub: customer, ...claims }, { typ: 'throughline-request+jwt' });

  it("[EDGE-6] [SESS-7] ends a customer's sessions by a request that it signs, once", async () => {
    const person = await cluster.customer('leaving');
    const tab = await Frames.greet(person.socketAt(cluster.node(0)));
    const token = await request('leaving');
    expect((await signOut(token)).status).toBe(204);
    expect(await tab.closeCode()).toBe(4401);
    expect((await ask(person, 0, newAddress())).status).toBe(401);
    const again = await signOut(token);
    expect([again.status, JSON.parse(again.body)]).toMatchObject([
      401,
      { error: { code: 'assertion_replayed' } },
    ]);
  });

  it('[EDGE-6] is not let in by a cookie, an assertion, a late request or another audience', async () => {
    const person = await cluster.customer('staying');
    const cookie = person.browser.cookieHeader;
    const nowS = Math.floor(Date.now() / 1000);
    expect((await signOut(null, { cookie, origin: PORTAL, 'x-requested-by': 'x' })).status).toBe(401);
    expect((await signOut('not-a-token')).status).toBe(401);
    expect((await signOut(await cluster.sign({ sub: 'staying', challenge: 'x' }))).status).toBe(401);
    expect((await signOut(await request('staying', { iat: nowS - 120, exp: nowS - 90 }))).status).toBe(401);
    expect((await signOut(await request('staying', { aud: 'another' }))).status).toBe(401);
    expect((await ask(person, 0, newAddress())).status).toBe(200);
  });
});

it('[MAIL-1] [MAIL-3] [MAIL-4] [MAIL-5] goes as a mail to the confirmed address, though the node that was asked dies', async () => {
  const ava = await cluster.customer('mailed', cluster.node(0), {
    email: 'ava@bank.example',
    email_verified: true,
  });
  const tab = await Frames.greet(ava.socketAt(cluster.node(0)));
  tab.send({ type: 'open', ref: '1', context: {} });
  const { id: conversationId } = (await tab.next('opened')).conversation;
  tab.send({ type: 'send', id: uuidv7(), conversationId, text: 'My card is 4111 1111 1111 1111' });
  await tab.next('ack');
  const wish = { conversationId, language: 'en', timeZone: 'Europe/Berlin' };
  const headers = { ...newAddress(), origin: PORTAL };
  expect((await ava.browser.request('POST', '/support/v1/transcripts', wish, headers)).status).toBe(204);
  await cluster.node(0).end('SIGKILL');

  await expect.poll(() => mail.taken.length).toBe(1);
  const [{ to, message } = { to: [], message: '' }] = mail.taken;
  expect(to).toEqual(['ava@bank.example']);
  expect(message).toContain('You: My card is ');
  expect(message.replaceAll(/\D/g, '')).not.toContain('4111111111111111');
});
