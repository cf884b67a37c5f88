import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { AssertionVerifier } from '@throughline/identity';
import { CspEvaluator } from 'csp_evaluator/dist/evaluator.js';
import { CspParser } from 'csp_evaluator/dist/parser.js';
import type { FastifyInstance, InjectOptions } from 'fastify';
import { decodeProtectedHeader, importJWK, jwtVerify } from 'jose';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { CUSTOMERS } from './customers.js';
import { createPortal, type PortalOptions } from './portal.js';
import { loadOrCreateSigningKey, type PortalSigningKey } from './signing-key.js';

const START = new Date('2026-11-24T12:00:00Z');
const HOUR_MS = 60 * 60 * 1000;
const ISSUER = 'https://meridian.example';
const CHALLENGE = 'c'.repeat(43);
const OWN = { host: 'portal.test', origin: 'http://portal.test', 'sec-fetch-site': 'same-origin' };
const OWN_SCRIPT = { ...OWN, 'x-requested-by': 'widget', 'content-type': 'application/json' };

let folder: string;
let signingKey: PortalSigningKey;
let now: Date;
let portal: FastifyInstance;

const open = (options: Partial<PortalOptions> = {}) =>
  createPortal({
    signingKey,
    issuer: ISSUER,
    audience: 'throughline',
    secureCookies: false,
    now: () => now,
    ...options,
  });

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'meridian-'));
  signingKey = await loadOrCreateSigningKey(join(folder, 'key.json'));
  portal = await open();
});
afterAll(async () => {
  await portal.close();
  await rm(folder, { recursive: true });
});
beforeEach(() => {
  now = START;
});

type Headers = NonNullable<InjectOptions['headers']>;

/** Without the headers that are `undefined`. */
const present = (headers: Headers): Headers =>
  Object.fromEntries(Object.entries(headers).filter(([, value]) => value !== undefined));

const postForm = (url: string, payload: string, headers: Headers = {}, app = portal) =>
  app.inject({
    method: 'POST',
    url,
    payload,
    headers: present({ ...OWN, 'content-type': 'application/x-www-form-urlencoded', ...headers }),
  });

async function signIn(id: string, app = portal): Promise<string> {
  const [cookie] = (await postForm('/sign-in', `customer=${id}`, {}, app)).cookies;
  return `${cookie?.name}=${cookie?.value}`;
}

const getPage = (url: string, cookie?: string) => portal.inject({ url, headers: present({ cookie }) });

const askAssertion = (cookie: string | undefined, overrides: InjectOptions = {}, app = portal) =>
  app.inject({
    method: 'POST',
    url: '/throughline/assertion',
    payload: JSON.stringify({ challenge: CHALLENGE }),
    ...overrides,
    headers: present({ ...OWN_SCRIPT, cookie, ...overrides.headers }),
  });

describe('signing in', () => {
  it('is offered to a visitor, without the chat', async () => {
    const { statusCode, body } = await getPage('/');
    expect(statusCode).toBe(200);
    for (const { name } of CUSTOMERS) expect(body).toContain(`Sign in as ${name}`);
    expect(body).not.toContain('<script');
  });

  it('sets a cookie that scripts and other sites cannot use, and leads to the dashboard', async () => {
    const answer = await postForm('/sign-in', 'customer=ava');
    expect(answer.statusCode).toBe(303);
    expect(answer.headers.location).toBe('/');
    expect(answer.headers['set-cookie']).toMatch(
      /^meridian_session=[\w-]+\.[\w-]+\.[\w-]+; Path=\/; HttpOnly; SameSite=Lax$/,
    );
    expect((await getPage('/', await signIn('ava'))).body).toContain('Hello, <bdi>Ava</bdi>');
  });

  it('on TLS sets a Secure cookie with the __Host- prefix', async () => {
    const app = await open({ secureCookies: true });
    const answer = await postForm('/sign-in', 'customer=ava', { origin: 'https://portal.test' }, app);
    expect(answer.headers['set-cookie']).toMatch(
      /^__Host-meridian_session=\S+; Path=\/; HttpOnly; Secure; SameSite=Lax$/,
    );
    expect(answer.headers['strict-transport-security']).toBeDefined();
  });

  it.each(['customer=mallory', 'customer=', '', 'customer=ava&customer=ben', '__proto__=ava'])(
    'refuses a customer that is not there: %j',
    async (form) => {
      const answer = await postForm('/sign-in', form);
      expect(answer.statusCode).toBe(400);
      expect(answer.headers['set-cookie']).toBeUndefined();
      expect(answer.body).toContain('We could not read that request');
    },
  );

  it('[T4] outlives a restart of the portal', async () => {
    const cookie = await signIn('ben');
    const restarted = await open({ signingKey: await loadOrCreateSigningKey(join(folder, 'key.json')) });
    expect((await restarted.inject({ url: '/', headers: { cookie } })).body).toContain('Ben Okafor');
  });

  it('ends after eight hours, and by signing out', async () => {
    const cookie = await signIn('ava');
    const signedOut = await postForm('/sign-out', '', { cookie });
    expect(signedOut.statusCode).toBe(303);
    expect(signedOut.cookies).toMatchObject([{ name: 'meridian_session', value: '', path: '/' }]);
    now = new Date(START.getTime() + 8 * HOUR_MS - 1000);
    expect((await getPage('/', cookie)).body).toContain('Hello');
    now = new Date(START.getTime() + 8 * HOUR_MS);
    expect((await getPage('/', cookie)).body).toContain('Sign in as');
  });

  it('is not possible with a cookie of another key, an assertion, or nonsense', async () => {
    const otherKey = await loadOrCreateSigningKey(join(folder, 'other.json'));
    const { assertion } = (await askAssertion(await signIn('ava'))).json();
    const forged = await signIn('ava', await open({ signingKey: otherKey }));
    for (const cookie of [
      forged,
      `meridian_session=${assertion}`,
      'meridian_session=x',
      'meridian_session=',
    ]) {
      expect((await getPage('/', cookie)).body).toContain('Sign in as');
    }
  });
});

describe('requests of other sites', () => {
  const FOREIGN = [
    ['another Origin', { origin: 'https://evil.example' }],
    ['no Origin', { origin: undefined }],
    ['a null Origin', { origin: 'null' }],
    ['a cross-site fetch', { 'sec-fetch-site': 'cross-site' }],
    ['a sibling site', { 'sec-fetch-site': 'same-site' }],
    ['another port', { origin: 'http://portal.test:81' }],
  ] as const;

  it.each(FOREIGN)('with %s cannot sign in, sign out or get an assertion', async (_case, headers) => {
    const cookie = await signIn('ava');
    const answers = await Promise.all([
      postForm('/sign-in', 'customer=ben', { ...headers, cookie }),
      postForm('/sign-out', '', { ...headers, cookie }),
      askAssertion(cookie, { headers }),
    ]);
    for (const answer of answers) {
      expect(answer.statusCode).toBe(403);
      expect(answer.headers['set-cookie']).toBeUndefined();
    }
    expect(answers[2].json().error.code).toBe('origin_refused');
  });
});

describe('the assertion endpoint', () => {
  it('signs who the customer is, for this browser, for half a minute', async () => {
    const { statusCode, headers, body } = await askAssertion(await signIn('ava'));
    expect(statusCode).toBe(200);
    expect(headers['cache-control']).toBe('no-store');
    const { assertion } = JSON.parse(body);
    const { payload } = await jwtVerify(assertion, await importJWK(signingKey.publicJwk), {
      currentDate: now,
    });
    const iat = START.getTime() / 1000;
    expect(payload).toEqual({
      iss: ISSUER,
      aud: 'throughline',
      sub: 'ava',
      iat,
      exp: iat + 30,
      jti: expect.stringMatching(/^[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}$/),
      challenge: CHALLENGE,
      name: 'Ava Lindqvist',
      email: 'ava.lindqvist@mail.example',
      phone: '+12025550142',
      tier: 'PREMIUM',
      locale: 'en',
    });
    expect(decodeProtectedHeader(assertion)).toEqual({
      alg: 'ES256',
      kid: signingKey.kid,
      typ: 'throughline-assertion+jwt',
    });
  });

  it('[T5] makes a new one each time, which the gateway accepts for this browser only', async () => {
    const keys = { keys: [signingKey.publicJwk] };
    const verifier = new AssertionVerifier([{ issuer: ISSUER, audience: 'throughline', keys }], {
      now: () => now,
    });
    const cookie = await signIn('chloe');
    const first = await verifier.verify((await askAssertion(cookie)).json().assertion, CHALLENGE);
    const second = (await askAssertion(cookie)).json().assertion;
    expect(first.claims).toMatchObject({ externalId: 'chloe', tier: 'STANDARD', locale: 'ar' });
    expect((await verifier.verify(second, CHALLENGE)).token.jti).not.toBe(first.token.jti);
    await expect(verifier.verify(second, 'd'.repeat(43))).rejects.toThrow();
  });

  it('refuses a visitor who is not signed in', async () => {
    const answer = await askAssertion(undefined);
    expect(answer.statusCode).toBe(401);
    expect(answer.json()).toEqual({
      error: { code: 'unauthenticated', message: expect.any(String), retryable: false },
    });
  });

  it.each([
    ['no challenge', '{}', {}, 400, 'bad_request'],
    ['an empty challenge', '{"challenge":""}', {}, 400, 'bad_request'],
    ['a challenge of another shape', `{"challenge":"${'c'.repeat(44)}"}`, {}, 400, 'bad_request'],
    ['no JSON', '{', {}, 400, 'bad_request'],
    ['a null body', 'null', {}, 400, 'bad_request'],
    ['no body', '', {}, 400, 'bad_request'],
    ['a text body', CHALLENGE, { 'content-type': 'text/plain' }, 415, 'unsupported_media_type'],
    [
      'a form',
      `challenge=${CHALLENGE}`,
      { 'content-type': 'application/x-www-form-urlencoded' },
      415,
      'unsupported_media_type',
    ],
    ['a large body', JSON.stringify({ challenge: 'c'.repeat(20_000) }), {}, 413, 'too_large'],
    ['no x-requested-by', '{}', { 'x-requested-by': undefined }, 403, 'origin_refused'],
  ])('answers %s with a typed error', async (_case, payload, headers, status, code) => {
    const answer = await askAssertion(await signIn('ava'), { payload, headers });
    expect(answer.statusCode).toBe(status);
    expect(answer.json()).toEqual({ error: { code, message: expect.any(String), retryable: false } });
  });

  it('has no other method', async () => {
    expect((await getPage('/throughline/assertion', await signIn('ava'))).statusCode).toBe(404);
  });
});

describe('pages', () => {
  it.each([
    ['/', 'account-overview'],
    ['/accounts/card-3391', 'account-question'],
    ['/orders/M-20377', 'order-question'],
    ['/orders/M-20418', 'order-stuck'],
    ['/nowhere', 'portal-problem'],
  ])('%s embeds the chat with one tag and says what it is probably about', async (url, intent) => {
    const { body } = await getPage(url, await signIn('ava'));
    expect(body.match(/<script.*?<\/script>/gs)).toEqual([
      `<script src="/support/widget.js" async data-assertion-url="/throughline/assertion" data-sign-in-url="/?return={return}" data-phone="+1-555-0100" data-email="help@meridian.example" data-intent="${intent}"></script>`,
    ]);
  });

  it("embeds the chat's script in the language of the page", async () => {
    const { body } = await getPage('/', await signIn('chloe'));
    expect(body).toMatch(/<html lang="ar".*<script src="\/support\/widget\.ar\.js" async/s);
  });

  it('explains why the stuck order is stuck', async () => {
    const { body } = await getPage('/orders/M-20418', await signIn('ava'));
    expect(body).toContain('Why is my payment held?');
    expect(body).toContain('Payment held for review for 3 days');
  });

  it("[T10] answer another customer's account or order like one that is not there", async () => {
    const cookie = await signIn('ben');
    const foreign = await getPage('/orders/M-20418', cookie);
    const missing = await getPage('/orders/M-99999', cookie);
    expect([foreign.statusCode, missing.statusCode]).toEqual([404, 404]);
    expect(foreign.body).toBe(missing.body);
    expect((await getPage('/accounts/card-3391', cookie)).statusCode).toBe(404);
  });

  it('of an account or order lead a visitor to the sign-in, which leads back', async () => {
    for (const url of ['/accounts/card-3391', '/orders/M-20418?tab=2', '/orders/none']) {
      const { statusCode, headers } = await getPage(url);
      expect([statusCode, headers.location]).toEqual([303, `/?return=${encodeURIComponent(url)}`]);
      expect((await getPage(String(headers.location))).body).toContain(`name="return" value="${url}"`);
      const form = new URLSearchParams({ customer: 'ava', return: url }).toString();
      expect((await postForm('/sign-in', form)).headers.location).toBe(url);
      expect((await getPage(String(headers.location), await signIn('ava'))).headers.location).toBe(url);
    }
  });

  it('[T5] of other sites are none that the sign-in leads to', async () => {
    const away = 'return=%2F%2Fevil.example%2F%22%3E%3Cscript%3E';
    const { body } = await getPage(`/?${away}`);
    expect(body).toContain('name="return" value="/"');
    expect((await postForm('/sign-in', `customer=ava&${away}`)).headers.location).toBe('/');
    expect((await getPage(`/?${away}`, await signIn('ava'))).statusCode).toBe(200);
  });

  it('are in Arabic, from right to left, for a customer who reads it', async () => {
    const { body } = await getPage('/', await signIn('chloe'));
    expect(body).toContain('<html lang="ar" dir="rtl">');
  });

  it('say in words that something is not there, and reflect nothing of the address', async () => {
    const { statusCode, headers, body } = await getPage('/<script>alert(1)</script>');
    expect(statusCode).toBe(404);
    expect(headers['content-type']).toBe('text/html; charset=utf-8');
    expect(body).toContain('We could not find this page');
    expect(body).not.toContain('alert');
    expect((await getPage('/%zz')).headers.location).toBe('/not-found');
  });

  it('say in words that something failed, without saying what inside; the assertion endpoint as JSON', async () => {
    const cookie = await signIn('ava');
    const broken = await open({
      now: () => {
        throw new Error('the clock fell down');
      },
    });
    broken.log.level = 'silent';
    const { statusCode, body } = await broken.inject({ url: '/', headers: { cookie } });
    expect(statusCode).toBe(500);
    expect(body).toContain('Something went wrong on our side');
    expect(body).not.toContain('clock');
    const assertion = await askAssertion(cookie, {}, broken);
    expect(assertion.statusCode).toBe(500);
    expect(assertion.json().error).toMatchObject({ code: 'internal', retryable: true });
    expect(assertion.body).not.toContain('clock');
  });
});

describe('security headers', () => {
  const policy = (header: unknown) => new CspParser(String(header)).csp;

  it('are on every answer, a failure included', async () => {
    const cookie = await signIn('ava');
    const answers = [
      await getPage('/'),
      await getPage('/', cookie),
      await getPage('/nowhere', cookie),
      await postForm('/sign-in', ''),
      await getPage('/meridian.css'),
    ];
    for (const { headers } of answers) {
      expect(headers).toMatchObject({
        'content-security-policy':
          "default-src 'none';script-src 'self';style-src 'self';connect-src 'self';img-src 'self' data:;font-src 'self';form-action 'self';base-uri 'none';object-src 'none';frame-ancestors 'none'",
        'x-content-type-options': 'nosniff',
        'referrer-policy': 'same-origin',
        'cross-origin-opener-policy': 'same-origin',
        'cross-origin-resource-policy': 'same-origin',
      });
    }
  });

  it('hold a policy in which an independent evaluator finds only that own scripts are trusted', async () => {
    const { headers } = await getPage('/');
    const findings = new CspEvaluator(policy(headers['content-security-policy'])).evaluate();
    expect(findings.map(({ directive, value }) => `${directive} ${value}`)).toEqual(["script-src 'self'"]);
  });

  it('keep pages out of every cache; the style sheet may stay in one', async () => {
    const cookie = await signIn('ava');
    for (const url of ['/', '/accounts/card-3391', '/accounts/card-3391/x.css', '/nowhere']) {
      expect((await getPage(url, cookie)).headers['cache-control']).toBe('no-store');
    }
    const css = await getPage('/meridian.css');
    expect(css.statusCode).toBe(200);
    expect(css.headers['cache-control']).toBe('public, max-age=300');
  });
});

describe('static files', () => {
  it.each([
    '/escalation.flow.json',
    '/assets/escalation.flow.json',
    '/..%2fescalation.flow.json',
    '/public/meridian.css',
  ])('%s is not one of them', async (url) => {
    expect((await getPage(url)).statusCode).toBe(404);
  });
});
