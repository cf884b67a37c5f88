import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { CustomerClaims, Sealer } from '@throughline/core';
import { openEmbeddedStore, type Store } from '@throughline/store-postgres';
import { FakeClock } from '@throughline/test-kit';
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { AssertionVerifier } from './assertion.js';
import type { Browser } from './browser.js';
import { COOKIE_GRACE_MS, CustomerSessions } from './customer-sessions.js';

/** Sealing is the server's; here it only has to come back. */
const sealer: Sealer = {
  seal: async (_customerId, _binding, plain) => Buffer.from(plain),
  open: async (_customerId, _binding, sealed) => Buffer.from(sealed).toString(),
  derive: async () => new Uint8Array(32),
};
const MINUTE_MS = 60_000;
const limits = { idleMs: 30 * MINUTE_MS, absoluteMs: 120 * MINUTE_MS };

let folder: string;
let store: Store;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'throughline-identity-'));
  store = await openEmbeddedStore({ dataDir: join(folder, 'database') });
});
afterAll(async () => {
  await store.close();
  await rm(folder, { recursive: true });
});

const cleanClaims = (claims: CustomerClaims): CustomerClaims => ({
  ...claims,
  displayName: claims.displayName.replace('secret', '…'),
});

let clock: FakeClock;
let sessions: CustomerSessions;
let count = 0;
beforeEach(() => {
  clock = new FakeClock();
  const verifier = new AssertionVerifier([], clock);
  sessions = new CustomerSessions({ store: store.sessions, verifier, sealer, clock, cleanClaims, limits });
});

function aCustomer(): CustomerClaims {
  count += 1;
  const unknown = { tier: null, email: null, phone: null, locale: null };
  return { issuer: 'https://portal.example', externalId: `c${count}`, displayName: 'Ava', ...unknown };
}

/** A browser that has asked for a challenge. */
function aBrowser(): Browser {
  const { preSession } = sessions.startHandOff(undefined);
  return { preSession, session: undefined, userAgent: 'Browser/1.0' };
}

const signIn = (claims: CustomerClaims, browser: Browser) => sessions.signInAs(claims, 'test', browser);
const isSignedIn = async (cookie: string | undefined) => (await sessions.authenticate(cookie)) !== null;

it('[SESS-8] keeps of claims what masking leaves', async () => {
  const { cookie } = await signIn({ ...aCustomer(), displayName: 'Ava secret' }, aBrowser());
  expect((await sessions.authenticate(cookie))?.customer.claims.displayName).toBe('Ava …');
});

it('[SESS-1] signs the customer in, and never under a cookie that the client brought', async () => {
  const browser = { ...aBrowser(), session: 'A'.repeat(43) };
  const { cookie, session } = await signIn(aCustomer(), browser);

  expect(cookie).not.toBe(browser.session);
  expect(await isSignedIn(browser.session)).toBe(false);
  expect(await sessions.authenticate(cookie)).toEqual(session);
  expect(await isSignedIn(session.id)).toBe(false);
  expect(await isSignedIn(undefined)).toBe(false);
});

it('[SESS-1] signs nobody in at a browser without a pre-session', async () => {
  const signingIn = signIn(aCustomer(), { ...aBrowser(), preSession: undefined });
  await expect(signingIn).rejects.toMatchObject({ code: 'challenge_missing' });
});

it('[SESS-2] gives a new cookie at each renewal, and lets the one before run out', async () => {
  const customer = aCustomer();
  const browser = aBrowser();
  const first = await signIn(customer, browser);
  clock.advance(10 * MINUTE_MS);
  const renewed = await signIn({ ...customer, displayName: 'Ava L.' }, { ...browser, session: first.cookie });

  expect(renewed.cookie).not.toBe(first.cookie);
  expect(renewed.session.id).toBe(first.session.id);
  clock.advance(COOKIE_GRACE_MS - 1);
  expect(await isSignedIn(first.cookie)).toBe(true);
  clock.advance(1);
  expect(await isSignedIn(first.cookie)).toBe(false);
  expect((await sessions.authenticate(renewed.cookie))?.customer.claims.displayName).toBe('Ava L.');
});

it('[SESS-3] carries five tabs that renew at once, whichever answer comes last', async () => {
  const customer = aCustomer();
  const browser = aBrowser();
  const before = await signIn(customer, browser);
  clock.advance(10 * MINUTE_MS);
  const present = { ...browser, session: before.cookie };
  const tabs = await Promise.all(Array.from({ length: 5 }, () => signIn(customer, present)));

  expect(new Set(tabs.map(({ session }) => session.id))).toEqual(new Set([before.session.id]));
  for (const { cookie } of [before, ...tabs]) expect(await isSignedIn(cookie)).toBe(true);
  const [kept, ...others] = tabs;
  clock.advance(2 * MINUTE_MS);
  await sessions.authenticate(kept?.cookie);
  clock.advance(COOKIE_GRACE_MS);
  expect(await isSignedIn(kept?.cookie)).toBe(true);
  for (const { cookie } of others) expect(await isSignedIn(cookie)).toBe(false);
});

it('[SESS-4] ends unless used, and at its end in any case', async () => {
  const { cookie, session } = await signIn(aCustomer(), aBrowser());
  const runs = async () => (await sessions.runningOf([session.id])).has(session.id);
  clock.advance(29 * MINUTE_MS);
  await sessions.use(session.id);
  for (let minutes = 29; minutes < 119; minutes += 15) {
    expect(await isSignedIn(cookie)).toBe(true);
    clock.advance(15 * MINUTE_MS);
  }
  clock.advance(MINUTE_MS);
  expect([await isSignedIn(cookie), await runs()]).toEqual([false, false]);

  const idle = await signIn(aCustomer(), aBrowser());
  clock.advance(30 * MINUTE_MS);
  expect(await isSignedIn(idle.cookie)).toBe(false);
});

it('[SESS-4] is not made longer by a clock that was set back', async () => {
  const { cookie, session } = await signIn(aCustomer(), aBrowser());
  clock.advance(-60 * MINUTE_MS);
  expect(await isSignedIn(cookie)).toBe(true);
  await sessions.use(session.id);
  clock.advance(60 * MINUTE_MS + limits.idleMs);
  expect(await isSignedIn(cookie)).toBe(false);
});

it('[SESS-5] [T4] gives another customer at the same browser a session of their own', async () => {
  const browser = aBrowser();
  const first = await signIn(aCustomer(), browser);
  const second = await signIn(aCustomer(), { ...browser, session: first.cookie });

  expect(second.session.id).not.toBe(first.session.id);
  expect(second.ended).toEqual([first.session.id]);
  expect(await isSignedIn(first.cookie)).toBe(false);
});

it('[SESS-6] [T10] shows a customer their own places, and ends no others', async () => {
  const customer = aCustomer();
  const phone = await signIn(customer, aBrowser());
  clock.advance(MINUTE_MS);
  const desktop = await signIn(customer, { ...aBrowser(), userAgent: 'x'.repeat(500) });
  const other = await signIn(aCustomer(), aBrowser());
  const { id } = desktop.session.customer;

  const places = await sessions.placesOf(id);
  expect(places.map((place) => place.id)).toEqual([desktop.session.id, phone.session.id]);
  expect(places.map(({ userAgent }) => userAgent)).toEqual(['x'.repeat(200), 'Browser/1.0']);

  expect(await sessions.end(other.session.id, id)).toBe(false);
  expect(await sessions.end(phone.session.id, id)).toBe(true);
  expect(await sessions.endAllOf(id)).toEqual([desktop.session.id]);
  expect(await isSignedIn(desktop.cookie)).toBe(false);
  expect(await isSignedIn(other.cookie)).toBe(true);
});
