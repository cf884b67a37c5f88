import type { OidcSessionRecord, OidcStore, ProviderLogout, SessionStore } from '@throughline/core';
import { beforeAll, describe, expect, it } from 'vitest';
import {
  anAuditEntry,
  anId,
  anOidcSession,
  aPendingSignIn,
  aSession,
  aSignIn,
  aUsedToken,
  someBytes,
} from '../builders.js';

const NOW = new Date('2026-03-02T09:00:00.000Z');
const after = (ms: number) => new Date(NOW.getTime() + ms);
const audit = anAuditEntry({ action: 'session.ended' });

export interface OidcStoreHarness {
  readonly store: OidcStore;
  /** Over the same sessions. */
  readonly sessions: SessionStore;
}

/** Registers the tests that every {@link OidcStore} passes. `create` is called once. */
export function oidcStoreContract(create: () => Promise<OidcStoreHarness>): void {
  let harness: OidcStoreHarness;
  beforeAll(async () => {
    harness = await create();
  });
  describe('on the way', () => pendingSignIns(() => harness.store));
  describe('sessions', () => sessions(() => harness));
  describe('refreshing', () => refreshing(() => harness));
  describe('logouts', () => logouts(() => harness));
}

function pendingSignIns(store: () => OidcStore): void {
  it('[STORE-60] gives a sign-in to the browser that started it, once', async () => {
    const pending = aPendingSignIn();
    await store().keepPending(pending);

    expect(await store().takePending(pending.stateHash, someBytes(), NOW)).toBeNull();
    expect(await store().takePending(someBytes(), pending.browserHash, NOW)).toBeNull();
    const answers = await Promise.all(
      Array.from({ length: 8 }, () => store().takePending(pending.stateHash, pending.browserHash, NOW)),
    );
    expect(answers.filter((answer) => answer !== null)).toEqual([pending]);
  });

  it('[STORE-60] gives it within its time only', async () => {
    const pending = aPendingSignIn({ expiresAt: after(1_000) });
    await store().keepPending(pending);

    expect(await store().takePending(pending.stateHash, pending.browserHash, after(1_000))).toBeNull();
    expect(await store().takePending(pending.stateHash, pending.browserHash, after(999))).toEqual(pending);
  });

  it('[STORE-60] keeps several sign-ins of one browser apart', async () => {
    const browserHash = someBytes();
    const [one, two] = [aPendingSignIn({ browserHash }), aPendingSignIn({ browserHash })];
    await store().keepPending(one);
    await store().keepPending(two);

    expect(await store().takePending(two.stateHash, browserHash, NOW)).toEqual(two);
    expect(await store().takePending(one.stateHash, browserHash, NOW)).toEqual(one);
  });
}

/** Keys older than this are on their way out after a sign-in. */
const GRACE_MS = 10_000;

async function signInAt({ store, sessions }: OidcStoreHarness, overrides: Partial<OidcSessionRecord> = {}) {
  const customerId = await sessions.customerId({ issuer: 'https://portal.example', externalId: anId() });
  const oidc = anOidcSession(overrides);
  const signIn = aSignIn(aSession(customerId), { token: null, oidc });
  const outcome = await sessions.signIn(signIn, GRACE_MS);
  const { session, keyHash } = signIn;
  const isThere = async () => (await sessions.find(keyHash, NOW)) !== null;
  return { signIn, session, oidc, outcome, isThere, kept: () => store.find(session.id) };
}

function sessions(harness: () => OidcStoreHarness): void {
  it('[STORE-61] starts a session with what the provider said, and forgets it with the session', async () => {
    const { session, oidc, kept } = await signInAt(harness());

    expect(await kept()).toEqual(oidc);
    await harness().sessions.end(session.id, session.customerId, audit);
    expect(await kept()).toBeNull();
  });

  it('[STORE-61] keeps what was said last, and keeps it when somebody else vouches', async () => {
    const { signIn, kept } = await signInAt(harness());
    const again = async (oidc: OidcSessionRecord | null) => {
      await harness().sessions.signIn(
        { ...signIn, keyHash: someBytes(), token: aUsedToken(), oidc },
        GRACE_MS,
      );
    };

    const later = anOidcSession();
    await again(later);
    expect(await kept()).toEqual(later);
    await again(null);
    expect(await kept()).toEqual(later);
  });
}

function refreshing(harness: () => OidcStoreHarness): void {
  const span = { now: after(60_000), until: after(90_000), notSince: after(50_000) };

  it('[STORE-61] gives a session to one caller at a time', async () => {
    const { store } = harness();
    const { session, oidc } = await signInAt(harness());

    const claims = await Promise.all(Array.from({ length: 8 }, () => store.claimRefresh(session.id, span)));
    expect(claims.filter((claim) => claim !== null)).toEqual([{ session, oidc }]);
    expect(await store.claimRefresh(session.id, { ...span, now: after(89_999) })).toBeNull();
    const later = { ...span, now: after(90_000), until: after(99_000) };
    expect(await store.claimRefresh(session.id, later)).toEqual({ session, oidc });
  });

  it('[STORE-61] says which of many sessions are to be refreshed', async () => {
    const { store } = harness();
    const [due, later, never] = [
      await signInAt(harness(), { refreshAt: after(1_000) }),
      await signInAt(harness(), { refreshAt: after(1_001) }),
      await signInAt(harness(), { refreshAt: null }),
    ];

    const asked = [due, later, never].map(({ session }) => session.id);
    expect(await store.dueForRefresh([...asked, anId()], after(1_000))).toEqual([due.session.id]);
    expect(await store.dueForRefresh([], NOW)).toEqual([]);
  });

  it('[STORE-61] takes fresh content, limits and tokens, after which there is no hurry', async () => {
    const { store, sessions } = harness();
    const { session, signIn, kept } = await signInAt(harness());
    await store.claimRefresh(session.id, span);
    const fresh = { ...session, sealed: someBytes(), idleUntil: after(5_000), absoluteUntil: after(9_000) };
    const oidc = anOidcSession({ issuedAt: after(60_000) });

    expect(await store.putRefreshed(fresh, oidc)).toBe(true);
    expect(await sessions.find(signIn.keyHash, NOW)).toEqual(fresh);
    expect(await kept()).toEqual(oidc);
    expect(await store.claimRefresh(session.id, { ...span, now: after(1_000) })).toBeNull();
    const later = { ...span, now: after(4_999), notSince: after(60_000) };
    expect(await store.claimRefresh(session.id, later)).not.toBeNull();
    expect(await store.claimRefresh(session.id, { ...later, now: after(90_000) })).toBeNull();
  });

  it('[STORE-61] keeps content of another browser, and writes nothing after the end', async () => {
    const { store, sessions } = harness();
    const { session, signIn, kept } = await signInAt(harness());
    const fresh = { ...session, sealed: someBytes() };

    expect(await store.putRefreshed({ ...fresh, browserHash: someBytes() }, anOidcSession())).toBe(true);
    expect(await sessions.find(signIn.keyHash, NOW)).toEqual(session);
    await sessions.end(session.id, session.customerId, audit);
    expect(await store.putRefreshed(fresh, anOidcSession())).toBe(false);
    expect(await kept()).toBeNull();
  });

  it('[STORE-61] does not refresh what there is no refresh token for', async () => {
    const { session } = await signInAt(harness(), { refreshAt: null });

    expect(await harness().store.claimRefresh(session.id, span)).toBeNull();
    expect(await harness().store.claimRefresh(anId(), span)).toBeNull();
  });
}

function logouts(harness: () => OidcStoreHarness): void {
  type Logout = Partial<ProviderLogout>;
  const logOut = (logout: Logout, token = aUsedToken(), audited: string[] = []) =>
    harness().store.logOut(
      { issuer: 'https://login.example', subject: null, providerSession: null, at: after(1_000), ...logout },
      token,
      (customerId) => {
        audited.push(customerId);
        return anAuditEntry({ action: 'session.ended' });
      },
    );

  it('[STORE-62] end the one session that they name', async () => {
    const one = await signInAt(harness(), { subject: 'ava' });
    const other = await signInAt(harness(), { subject: 'ava' });
    const { providerSession } = one.oidc;

    expect(await logOut({ providerSession, issuer: 'https://other.example' })).toEqual([]);
    expect(await logOut({ providerSession, subject: 'ben' })).toEqual([]);
    expect(await logOut({ providerSession, subject: 'ava' })).toEqual([one.session.id]);
    expect([await one.isThere(), await other.isThere()]).toEqual([false, true]);
  });

  it('[STORE-62] end all sessions of a person, with an audit entry of each', async () => {
    const subject = anId();
    const started = [await signInAt(harness(), { subject }), await signInAt(harness(), { subject })];
    const audited: string[] = [];

    const ended = await logOut({ subject }, aUsedToken(), audited);

    expect(new Set(ended)).toEqual(new Set(started.map(({ session }) => session.id)));
    expect(new Set(audited)).toEqual(new Set(started.map(({ session }) => session.customerId)));
  });

  it('[STORE-62] count once', async () => {
    const { oidc } = await signInAt(harness());
    const token = aUsedToken();

    expect(await logOut({ providerSession: oidc.providerSession }, token)).toHaveLength(1);
    expect(await logOut({ providerSession: oidc.providerSession }, token)).toBe('replayed');
  });

  it('[STORE-62] keep tokens from before them from starting or refreshing a session', async () => {
    const running = await signInAt(harness());
    const { subject, providerSession } = running.oidc;
    await logOut({ providerSession: 'sid-1' });
    const tokens = { subject, providerSession: anId() };
    expect(await signInAt(harness(), tokens)).not.toMatchObject({ outcome: 'logged_out' });
    await logOut({ subject });

    expect(await signInAt(harness(), { providerSession: 'sid-1' })).toMatchObject({ outcome: 'logged_out' });
    expect(await signInAt(harness(), { subject, providerSession })).toMatchObject({ outcome: 'logged_out' });
    expect(await harness().store.putRefreshed(running.session, running.oidc)).toBe(false);
    const fresh = await signInAt(harness(), { subject, issuedAt: after(1_001) });
    expect(await fresh.isThere()).toBe(true);
  });

  it('[STORE-62] leave nothing behind of sign-ins that run at the same moment', async () => {
    for (let round = 0; round < 5; round += 1) {
      const providerSession = anId();
      const [, ...started] = await Promise.all([
        logOut({ providerSession }),
        ...Array.from({ length: 4 }, () => signInAt(harness(), { providerSession })),
      ]);
      for (const { isThere } of started) expect(await isThere()).toBe(false);
    }
  });
}
