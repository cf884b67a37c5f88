import type { SessionRecord, SessionStore, SignInRecord } from '@throughline/core';
import { expect, it } from 'vitest';
import { aSession, aSignIn, someBytes } from '../builders.js';

/** Starts a session of a new customer, unless overridden. */
export type Start = (overrides?: Partial<SessionRecord>) => Promise<SignInRecord>;

const NOW = new Date('2026-03-02T09:00:00.000Z');
const after = (ms: number) => new Date(NOW.getTime() + ms);
const GRACE_MS = 10_000;

/** Signing in again in a browser that has, or had, a session. */
export function signInContract(store: () => SessionStore, start: Start): void {
  /** The same customer signs in again, `ms` after NOW. */
  const again = async (
    { session: { customerId, ...first } }: SignInRecord,
    ms: number,
    overrides: Partial<SignInRecord> & { readonly browserHash?: Uint8Array } = {},
  ) => {
    const { browserHash = first.browserHash, ...rest } = overrides;
    const [createdAt, usedAt] = [after(ms), after(ms)];
    const limits = { idleUntil: after(ms + 3_600_000), absoluteUntil: after(ms + 36_000_000) };
    const signIn = aSignIn(aSession(customerId, { createdAt, usedAt, ...limits, browserHash }), rest);
    return { keyHash: signIn.keyHash, outcome: await store().signIn(signIn, GRACE_MS), signIn };
  };
  const sessionOf = (outcome: Awaited<ReturnType<SessionStore['signIn']>>): SessionRecord => {
    if (typeof outcome === 'string') throw new Error(`It was refused: ${outcome}.`);
    return outcome.session;
  };

  it('[STORE-45] [T4] goes on in the session of the presented key, with new content and limits and a new key', async () => {
    const first = await start();
    const browserHash = someBytes();

    const { keyHash, outcome, signIn } = await again(first, 60_000, {
      presentedKeyHash: first.keyHash,
      browserHash,
    });

    const { id, createdAt } = first.session;
    const current = { ...signIn.session, id, createdAt };
    expect(outcome).toEqual({ session: current, ended: [] });
    expect(await store().find(keyHash, after(60_000))).toEqual(current);
  });

  it('[STORE-46] lets the key before work a moment longer, and never again', async () => {
    const first = await start();

    await again(first, 60_000, { presentedKeyHash: first.keyHash });

    expect(await store().find(first.keyHash, after(60_000 + GRACE_MS - 1))).not.toBeNull();
    expect(await store().find(first.keyHash, after(60_000 + GRACE_MS))).toBeNull();
  });

  it('[STORE-46] makes one session of simultaneous sign-ins in one browser, and all their keys work', async () => {
    const first = await start();
    const { browserHash } = first.session;
    const { customerId } = (await start()).session;
    const customer = { ...first, session: { ...first.session, customerId } };

    const tabs = await Promise.all(Array.from({ length: 5 }, () => again(customer, 1_000, { browserHash })));

    expect(new Set(tabs.map(({ outcome }) => sessionOf(outcome).id)).size).toBe(1);
    for (const { keyHash } of tabs) expect(await store().find(keyHash, after(1_000))).not.toBeNull();
  });

  it('[STORE-46] keeps, of keys that were given out at once, the one that is used later', async () => {
    const first = await start();
    const tabs = await Promise.all([0, 1, 2].map((ms) => again(first, ms)));
    const [kept, ...others] = tabs;
    const use = { id: first.session.id, keyHash: kept?.keyHash ?? null, idleUntil: after(7_200_000) };

    await store().touch({ ...use, usedAt: after(60_000) }, GRACE_MS);

    const later = after(60_000 + GRACE_MS);
    expect(await store().find(use.keyHash ?? someBytes(), later)).not.toBeNull();
    for (const { keyHash } of others) expect(await store().find(keyHash, later)).toBeNull();
  });

  it('[STORE-45] goes on for a browser that missed its newest key', async () => {
    const first = await start();
    await again(first, 60_000, { presentedKeyHash: first.keyHash });

    const lost = await again(first, 120_000, { presentedKeyHash: first.keyHash, browserHash: someBytes() });

    expect(sessionOf(lost.outcome).id).toBe(first.session.id);
  });

  it('[STORE-45] starts a new session when the one before is past its limit', async () => {
    const first = await start({ idleUntil: after(1_000) });

    const { outcome, signIn } = await again(first, 1_000, { presentedKeyHash: first.keyHash });

    expect(sessionOf(outcome)).toEqual(signIn.session);
    expect(await store().find(first.keyHash, after(1_000))).toBeNull();
  });

  it('[STORE-47] ends the session of somebody else in this browser, known by key or browser', async () => {
    const byKey = await start();
    const byBrowser = await start();
    const unrelated = await start();
    const { customerId } = (await start()).session;

    const newcomer = aSignIn(aSession(customerId, { browserHash: byBrowser.session.browserHash }), {
      presentedKeyHash: byKey.keyHash,
    });
    const outcome = await store().signIn(newcomer, GRACE_MS);

    expect(outcome).toMatchObject({
      session: newcomer.session,
      ended: expect.arrayContaining([byKey.session.id, byBrowser.session.id]),
    });
    for (const { keyHash } of [byKey, byBrowser]) expect(await store().find(keyHash, NOW)).toBeNull();
    expect(await store().find(unrelated.keyHash, NOW)).not.toBeNull();
  });
}
