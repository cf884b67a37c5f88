import { createHash, randomBytes } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openEmbeddedStore, type Store } from '@throughline/store-postgres';
import { BindingSealer } from '@throughline/test-kit';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { MisbehavingProvider } from '../../test-support/misbehaving-provider.js';
import { AssertionVerifier } from '../assertion.js';
import type { KnownBrowser } from '../browser.js';
import { CustomerSessions } from '../customer-sessions.js';
import { IdentityError } from '../errors.js';
import { OidcSessions } from './oidc-sessions.js';
import { PendingSignIns } from './pending-sign-ins.js';
import { RelyingParty } from './relying-party.js';

const REDIRECT_URI = 'https://www.bank.example/support/v1/oidc/callback';
const MINUTE_MS = 60_000;
const clock = { now: () => new Date() };
let folder: string;
let store: Store;
let provider: MisbehavingProvider;
let party: RelyingParty;
let sessions: OidcSessions;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'throughline-oidc-'));
  store = await openEmbeddedStore({ dataDir: join(folder, 'database') });
});
afterAll(async () => {
  await store.close();
  await rm(folder, { recursive: true });
});

beforeEach(async () => {
  vi.useFakeTimers({ toFake: ['Date'], now: new Date('2026-11-24T12:00:00Z') });
  provider = await MisbehavingProvider.start();
  party = new RelyingParty(provider.settings);
  const sealer = new BindingSealer();
  const customerSessions = new CustomerSessions({
    store: store.sessions,
    verifier: new AssertionVerifier([], clock),
    sealer,
    clock,
    cleanClaims: (claims) => claims,
  });
  sessions = new OidcSessions({
    party,
    portal: 'https://www.bank.example',
    sessions: customerSessions,
    store: store.oidc,
    sessionStore: store.sessions,
    sealer,
    clock,
  });
});
afterEach(async () => {
  vi.useRealTimers();
  await provider.close();
});

const pass = (ms: number) => vi.setSystemTime(Date.now() + ms);

async function identify() {
  const { url, checks } = await party.authorize({ redirectUri: REDIRECT_URI });
  return party.redeem(provider.signIn(url), checks);
}

/** Each time in a browser of its own, unless told otherwise. */
async function signIn(browser: KnownBrowser = aBrowser()) {
  return sessions.signIn(await identify(), browser);
}

const aBrowser = (): KnownBrowser => ({
  browserHash: randomBytes(32),
  presentedKeyHash: null,
  userAgent: 'Test',
});
const isThere = async (id: string) => (await store.sessions.runningOf([id], clock.now())).has(id);
const hashOf = (secret: string) => createHash('sha256').update(secret).digest();

async function logoutToken(claims: Record<string, unknown>, jti = crypto.randomUUID()) {
  const events = { 'http://schemas.openid.net/event/backchannel-logout': {} };
  const iat = Math.floor(Date.now() / 1000);
  return provider.sign({ iss: provider.issuer, aud: 'gateway', iat, jti, events, ...claims });
}

function outcomeOf(attempt: Promise<unknown>): Promise<unknown> {
  return attempt.catch((error: unknown) =>
    error instanceof IdentityError ? `${error.code} ${error.reason}` : `unexpected ${String(error)}`,
  );
}

describe('a sign-in on its way', () => {
  const pending = () => new PendingSignIns(store.oidc, new BindingSealer(), clock);
  const aSignIn = async () => ({
    purpose: 'customer' as const,
    checks: (await party.authorize({ redirectUri: REDIRECT_URI })).checks,
    returnPath: '/orders',
  });
  const nothing = { preSession: undefined, session: undefined };
  const back = (preSession: string | undefined) => ({ preSession, userAgent: 'Test' });

  it('[OIDC-11] comes back to the browser that started it, once; tabs share the browser', async () => {
    const [one, two] = [await aSignIn(), await aSignIn()];
    const session = 's'.repeat(43);
    const cookie = await pending().keep(one, { preSession: undefined, session });
    expect(await pending().keep(two, { preSession: cookie, session: undefined })).toBe(cookie);
    const { state } = one.checks;
    for (const stranger of [undefined, 'x'.repeat(43)]) {
      expect(await outcomeOf(pending().take('customer', state, back(stranger)))).toBe(
        'sign_in_refused state',
      );
    }
    expect(await pending().take('customer', state, back(cookie))).toEqual({
      ...one,
      browser: { browserHash: hashOf(cookie), presentedKeyHash: hashOf(session), userAgent: 'Test' },
    });
    expect(await outcomeOf(pending().take('customer', state, back(cookie)))).toBe('sign_in_refused state');
    expect(await pending().take('customer', two.checks.state, back(cookie))).toMatchObject(two);
  });

  it('[OIDC-11] is over after ten minutes, and cannot be used for another purpose', async () => {
    const [late, swapped] = [await aSignIn(), await aSignIn()];
    const preSession = await pending().keep(late, nothing);
    await pending().keep(swapped, { ...nothing, preSession });
    const taken = pending().take('agent', swapped.checks.state, back(preSession));
    expect(await outcomeOf(taken)).toBe('sign_in_refused purpose');
    pass(10 * MINUTE_MS);
    const tooLate = pending().take('customer', late.checks.state, back(preSession));
    expect(await outcomeOf(tooLate)).toBe('sign_in_refused state');
  });
});

describe('a session that a provider vouches for', () => {
  it('[OIDC-12] is of the customer that assertions of the portal would name', async () => {
    provider.userInfo = { name: 'Ava Lindqvist', tier: 'PREMIUM' };
    const { session } = await signIn();
    expect(session.customer.claims).toMatchObject({
      issuer: 'https://www.bank.example',
      externalId: 'ava',
      displayName: 'Ava Lindqvist',
      tier: 'PREMIUM',
    });
    const known = { issuer: 'https://www.bank.example', externalId: 'ava' };
    expect(await store.sessions.customerId(known)).toBe(session.customer.id);
  });

  it('[T4] goes on when the same customer signs in again, and ends when another one does', async () => {
    const first = await signIn();
    const browser = { ...aBrowser(), presentedKeyHash: hashOf(first.cookie) };
    const again = await signIn(browser);
    expect({ id: again.session.id, ended: again.ended }).toEqual({ id: first.session.id, ended: [] });
    provider.claims = { sub: 'ben' };
    provider.userInfo = { sub: 'ben' };
    const other = await signIn(browser);
    expect(other.ended).toEqual([first.session.id]);
    expect([await isThere(first.session.id), await isThere(other.session.id)]).toEqual([false, true]);
  });

  it('[OIDC-9] does not start with tokens from before a logout', async () => {
    const identity = await identify();
    await sessions.logOut(await logoutToken({ sid: 'sid-1' }));
    expect(await outcomeOf(sessions.signIn(identity, aBrowser()))).toBe('sign_in_refused logged_out');
    provider.claims = { sid: 'sid-2' };
    expect(await outcomeOf(signIn())).toMatchObject({ ended: [] });
  });
});

describe('refreshing', () => {
  it('[OIDC-13] has the provider vouch again: fresh claims and limits, once for all tabs', async () => {
    const { session, cookie } = await signIn();
    pass(20 * MINUTE_MS);
    provider.userInfo = { name: 'Ava Lindqvist-Berg' };
    const before = provider.requests.token;
    const answers = await Promise.all(Array.from({ length: 5 }, () => sessions.refresh(session.id)));
    expect(answers).toEqual([true, true, true, true, true]);
    expect(provider.requests.token - before).toBe(1);
    const record = await store.sessions.find(hashOf(cookie), clock.now());
    expect(record?.idleUntil).toEqual(new Date(Date.now() + 30 * MINUTE_MS));
    expect(Buffer.from(record?.sealed ?? []).toString()).toContain('Lindqvist-Berg');
    await sessions.refresh(session.id);
    expect(provider.requests.token - before).toBe(1);
  });

  it('[OIDC-13] uses the newest refresh token each time', async () => {
    const { session } = await signIn();
    for (let round = 0; round < 3; round += 1) {
      pass(MINUTE_MS);
      expect(await sessions.refresh(session.id)).toBe(true);
    }
    expect(provider.refreshTokens.size).toBe(1);
  });

  it('[OIDC-13] comes due with the tokens, five minutes at the soonest', async () => {
    const { session } = await signIn();
    const before = provider.requests.token;
    pass(5 * MINUTE_MS - 1);
    expect(await sessions.refreshDue([session.id])).toEqual([]);
    expect(provider.requests.token - before).toBe(0);
    pass(1);
    expect(await sessions.refreshDue([session.id])).toEqual([]);
    expect(provider.requests.token - before).toBe(1);
  });

  it('[OIDC-13] ends the session when the provider knows the customer no longer', async () => {
    const { session } = await signIn();
    provider.refreshTokens.clear();
    pass(5 * MINUTE_MS);
    expect(await sessions.refreshDue([session.id])).toEqual([session.id]);
    expect(await isThere(session.id)).toBe(false);
  });

  it('[OIDC-5] leaves the session alone while the provider is down or does not know us', async () => {
    const { session } = await signIn();
    pass(5 * MINUTE_MS);
    provider.broken.token = (_request, response) => void response.writeHead(503).end();
    expect(await outcomeOf(sessions.refresh(session.id))).toBe('unavailable refresh');
    pass(MINUTE_MS);
    provider.broken.token = (_request, response) =>
      void response.writeHead(401, { 'content-type': 'application/json' }).end('{"error":"invalid_client"}');
    expect(await outcomeOf(sessions.refresh(session.id))).toBe('unavailable invalid_client');
    expect(await isThere(session.id)).toBe(true);
    delete provider.broken.token;
    pass(MINUTE_MS);
    expect(await sessions.refresh(session.id)).toBe(true);
  });

  it('[OIDC-13] changes nothing where there is no refresh token', async () => {
    provider.tokenAnswer = { refresh_token: undefined };
    const { session, cookie } = await signIn();
    pass(20 * MINUTE_MS);
    expect(await sessions.refreshDue([session.id])).toEqual([]);
    expect(await sessions.refresh(session.id)).toBe(true);
    const record = await store.sessions.find(hashOf(cookie), clock.now());
    expect(record?.idleUntil).toEqual(session.expiresAt);
  });
});

describe('a back-channel logout', () => {
  it('[OIDC-9] ends the sessions of the provider session, or of the person, and no others', async () => {
    provider.claims = { sid: 'sid-a' };
    const [one, two] = [(await signIn()).session, (await signIn()).session];
    provider.claims = { sid: 'sid-b' };
    const other = (await signIn()).session;
    const ended = await sessions.logOut(await logoutToken({ sid: 'sid-a' }));
    expect(new Set(ended)).toEqual(new Set([one.id, two.id]));
    expect(await Promise.all([one, two, other].map(({ id }) => isThere(id)))).toEqual([false, false, true]);
    expect(await sessions.logOut(await logoutToken({ sub: 'ben' }))).toEqual([]);
    expect(await sessions.logOut(await logoutToken({ sub: 'ava' }))).toEqual([other.id]);
  });

  it('[OIDC-9] counts once', async () => {
    await signIn();
    const token = await logoutToken({ sub: 'ava' });
    expect(await sessions.logOut(token)).not.toHaveLength(0);
    expect(await outcomeOf(sessions.logOut(token))).toBe('logout_token_invalid replayed');
  });

  it('[OIDC-7] is named by the last ID token when the customer signs out', async () => {
    const identity = await identify();
    const { session } = await sessions.signIn(identity, aBrowser());
    expect(await sessions.idTokenOf(session)).toBe(identity.tokens.idToken);
    expect(await sessions.idTokenOf({ ...session, id: 'another' })).toBeNull();
  });
});
