/** The hand-off from the portal's session to the gateway's, attacked over HTTP. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Frames } from './support/frames.js';
import {
  HttpBrowser,
  handOff,
  obtainAssertion,
  signInAgent,
  signInCustomer,
  signInToPortal,
} from './support/http-browser.js';
import { Product } from './support/product.js';

let product: Product;
beforeAll(async () => {
  product = await Product.start();
});
afterAll(() => product[Symbol.asyncDispose]());

async function answerOf(response: Response): Promise<{ status: number; code: string }> {
  const { error } = (await response.json()) as { error: { code: string } };
  return { status: response.status, code: error.code };
}

describe('the hand-off', () => {
  it('[T5] signs the customer in without any token in the answer', async () => {
    const browser = await signInToPortal(product.urls.customer, 'ava');
    const response = await handOff(browser);
    expect(response.status).toBe(200);
    const cookies = response.headers.getSetCookie().join('\n');
    const body = await response.text();
    expect(JSON.parse(body)).toEqual({
      customer: { displayName: 'Ava Lindqvist', locale: 'en' },
      expiresAt: expect.stringMatching(/^\d{4}-/),
      lifetimeMs: expect.closeTo(30 * 60_000, -4),
    });
    const session = browser.cookies.get('throughline_session') ?? '';
    expect(session).toMatch(/^[\w-]{43}$/);
    expect(body).not.toContain(session);
    expect(cookies).toMatch(/throughline_session=[^;]+;.*HttpOnly/i);
    expect(cookies).toMatch(/SameSite=Strict/i);
    expect(cookies).not.toMatch(/Domain=/i);
  });

  it('[T5] refuses an assertion used a second time', async () => {
    const browser = await signInToPortal(product.urls.customer, 'ava');
    const assertion = await obtainAssertion(browser);
    const preSession = browser.cookies.get('throughline_handoff') ?? '';
    expect((await browser.request('POST', '/support/v1/session', { assertion })).status).toBe(200);
    browser.cookies.set('throughline_handoff', preSession);
    const again = await browser.request('POST', '/support/v1/session', { assertion });
    expect(await answerOf(again)).toEqual({ status: 401, code: 'assertion_replayed' });
  });

  it('[T5] refuses an unused assertion that was stolen to another browser', async () => {
    const victim = await signInToPortal(product.urls.customer, 'ava');
    const stolen = await obtainAssertion(victim);
    const thief = new HttpBrowser(product.urls.customer);
    const without = await thief.request('POST', '/support/v1/session', { assertion: stolen });
    expect(await answerOf(without)).toEqual({ status: 401, code: 'challenge_missing' });
    await thief.request('POST', '/support/v1/assertion/challenge');
    const withOwn = await thief.request('POST', '/support/v1/session', { assertion: stolen });
    expect(await answerOf(withOwn)).toEqual({ status: 401, code: 'assertion_invalid' });
    expect((await victim.request('POST', '/support/v1/session', { assertion: stolen })).status).toBe(200);
  });

  it('[T5] does not adopt a session id that the browser brings (fixation)', async () => {
    const browser = await signInToPortal(product.urls.customer, 'ava');
    const planted = 'A'.repeat(43);
    browser.cookies.set('throughline_session', planted);
    expect((await browser.request('GET', '/support/v1/session')).status).toBe(401);
    await handOff(browser);
    expect(browser.cookies.get('throughline_session')).not.toBe(planted);
  });

  it('[T4] [SESS-2] goes on in the same session, under a new cookie, when the same customer is vouched for again', async () => {
    const browser = await signInCustomer(product.urls.customer, 'ava');
    const session = browser.cookies.get('throughline_session');
    const tab = await Frames.greet(browser.socket('/support/v1/socket'));
    expect((await handOff(browser)).status).toBe(200);
    expect(browser.cookies.get('throughline_session')).not.toBe(session);
    expect(tab.closed).toBeNull();
    tab.close();
  });

  it('[T4] [SESS-3] [WIRE-32] lets five tabs renew at once, in one session and without closing a socket', async () => {
    const browser = await signInCustomer(product.urls.customer, 'ava');
    const session = browser.cookies.get('throughline_session');
    const tabs = await Promise.all(
      [1, 2, 3, 4, 5].map(() => Frames.greet(browser.socket('/support/v1/socket'))),
    );
    const answers = await Promise.all(tabs.map(() => handOff(browser)));
    expect(answers.map(({ status }) => status)).toEqual([200, 200, 200, 200, 200]);
    expect(browser.cookies.get('throughline_session')).not.toBe(session);
    for (const tab of tabs) {
      tab.send({ type: 'open', ref: 'r', context: {} });
      await tab.next('opened');
      expect(tab.closed).toBeNull();
      tab.close();
    }
  });

  it('[T4] ends the session of the customer before when another one signs in on the same browser', async () => {
    const browser = await signInCustomer(product.urls.customer, 'ava');
    const before = new Map(browser.cookies);
    const openTab = await Frames.greet(browser.socket('/support/v1/socket'));
    await browser.submit('/sign-out', {});
    await browser.submit('/sign-in', { customer: 'ben' });
    const answer = await handOff(browser);
    expect(await answer.json()).toMatchObject({ customer: { displayName: 'Ben Okafor' } });
    expect(await openTab.closeCode()).toBe(4401);
    browser.cookies.set('throughline_session', before.get('throughline_session') ?? '');
    expect((await browser.request('GET', '/support/v1/session')).status).toBe(401);
  });

  it('[T5] treats a session cookie that is there twice as none', async () => {
    const browser = await signInCustomer(product.urls.customer, 'ava');
    const twice = `${browser.cookieHeader}; throughline_session=${'B'.repeat(43)}`;
    expect((await browser.request('GET', '/support/v1/session', undefined, { cookie: twice })).status).toBe(
      401,
    );
  });

  it('[T4] gives nothing to a browser whose portal session is over', async () => {
    const browser = new HttpBrowser(product.urls.customer);
    const answer = await browser.request('POST', '/throughline/assertion', { challenge: 'x'.repeat(43) });
    expect(answer.status).toBe(401);
  });
});

describe('requests that another site makes a browser send', () => {
  it.each<[string, Record<string, string>]>([
    ['a foreign origin', { origin: 'https://evil.example' }],
    ['a null origin', { origin: 'null' }],
    ['a look-alike origin', { origin: 'http://localhost.evil.example' }],
    ['cross-site fetch metadata', { 'sec-fetch-site': 'cross-site' }],
    ['same-site fetch metadata', { 'sec-fetch-site': 'same-site' }],
  ])('are refused with 403 for %s', async (_case, headers) => {
    const customer = await signInCustomer(product.urls.customer, 'ben');
    const agent = await signInAgent(product.urls.agent, 'riley');
    for (const [browser, method, path] of [
      [customer, 'POST', '/support/v1/assertion/challenge'],
      [customer, 'POST', '/support/v1/session'],
      [customer, 'DELETE', '/support/v1/session'],
      [agent, 'POST', '/api/v1/demo-sign-in'],
      [agent, 'POST', '/api/v1/sign-out'],
    ] as const) {
      const response = await browser.request(method, path, {}, headers);
      expect(await answerOf(response), path).toEqual({ status: 403, code: 'origin_refused' });
    }
    expect((await customer.request('GET', '/support/v1/session')).status).toBe(200);
  });

  it('get no CORS headers', async () => {
    const response = await fetch(`${product.urls.customer}/support/v1/session`, {
      method: 'OPTIONS',
      headers: { origin: 'https://evil.example', 'access-control-request-method': 'POST' },
    });
    expect([...response.headers.keys()].filter((name) => name.startsWith('access-control'))).toEqual([]);
  });
});

describe('bad requests', () => {
  it.each<[string, unknown, Record<string, string>, { status: number; code: string }]>([
    ['no JSON', '{', {}, { status: 400, code: 'bad_request' }],
    [
      'another media type',
      'assertion=x',
      { 'content-type': 'text/plain' },
      { status: 415, code: 'unsupported_media_type' },
    ],
    [
      'no assertion, and no session that a provider vouches for',
      {},
      {},
      { status: 401, code: 'unauthenticated' },
    ],
    ['a number as assertion', { assertion: 1 }, {}, { status: 400, code: 'bad_request' }],
    [
      'an unknown property',
      { assertion: 'a.b.c', customerId: 'ava' },
      {},
      { status: 400, code: 'bad_request' },
    ],
    ['a prototype', '{"assertion":"a.b.c","__proto__":{"x":1}}', {}, { status: 400, code: 'bad_request' }],
    ['a body beyond the limit', { assertion: 'x'.repeat(20_000) }, {}, { status: 413, code: 'too_large' }],
    [
      'alg none',
      { assertion: 'eyJhbGciOiJub25lIn0.eyJzdWIiOiJhdmEifQ.' },
      {},
      { status: 401, code: 'assertion_invalid' },
    ],
  ])('are answered in type: %s', async (_case, body, headers, expected) => {
    const browser = await signInToPortal(product.urls.customer, 'ava');
    await browser.request('POST', '/support/v1/assertion/challenge');
    expect(await answerOf(await browser.request('POST', '/support/v1/session', body, headers))).toEqual(
      expected,
    );
  });

  it('find nothing at unknown addresses', async () => {
    const browser = await signInCustomer(product.urls.customer, 'ava');
    expect((await browser.request('GET', '/support/v1/session/x.css')).status).toBe(404);
    expect((await browser.request('GET', '/support/')).status).toBe(404);
  });
});
