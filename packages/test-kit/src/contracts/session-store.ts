import type { SessionStore } from '@throughline/core';
import { beforeAll, expect, it } from 'vitest';
import { anAgentSession, anAuditEntry, anId, aSession, aSignIn, aUsedToken, someBytes } from '../builders.js';
import { type Start, signInContract } from './sign-in.js';

const NOW = new Date('2026-03-02T09:00:00.000Z');
const after = (ms: number) => new Date(NOW.getTime() + ms);
const audit = anAuditEntry({ action: 'session.started' });

/** Keys older than this are on their way out after a sign-in, in the tests below. */
const GRACE_MS = 10_000;

/** Registers the tests that every {@link SessionStore} passes. `create` is called once. */
export function sessionStoreContract(create: () => Promise<{ readonly store: SessionStore }>): void {
  let store: SessionStore;
  beforeAll(async () => {
    ({ store } = await create());
  });
  const newCustomer = () => store.customerId({ issuer: 'https://portal.example', externalId: anId() });
  const start: Start = async (overrides = {}) => {
    const signIn = aSignIn(aSession(overrides.customerId ?? (await newCustomer()), overrides));
    await store.signIn(signIn, GRACE_MS);
    return signIn;
  };

  customers(() => store);
  tokens(() => store, newCustomer);
  limits(() => store, start);
  signInContract(() => store, start);
  ending(() => store, start);
  agents(() => store);

  it('[STORE-12] forgets sessions and used tokens past their limits, a page at a time', async () => {
    const past = new Date('2020-01-01T00:00:00.000Z');
    const { session, keyHash } = await start();
    for (let made = 0; made < 3; made += 1) {
      const token = aUsedToken({ expiresAt: past });
      await store.signIn(aSignIn(aSession(await newCustomer(), { idleUntil: past }), { token }), GRACE_MS);
      await store.startAgent(anAgentSession({ expiresAt: past }), audit);
    }

    expect(await store.purgeExpired(past, 2)).toBe(6);
    expect(await store.purgeExpired(past, 2)).toBe(3);
    expect(await store.purgeExpired(past, 2)).toBe(0);
    expect(await store.find(keyHash, NOW)).toEqual(session);
  });
}

function customers(store: () => SessionStore): void {
  it('[STORE-10] gives a customer one id for ever, also to simultaneous calls', async () => {
    const identity = { issuer: 'https://portal.example', externalId: anId() };

    const ids = await Promise.all(Array.from({ length: 8 }, () => store().customerId(identity)));

    expect(new Set(ids).size).toBe(1);
    expect(await store().customerId(identity)).toBe(ids[0]);
  });

  it('[STORE-10] tells the same external id of two issuers apart', async () => {
    const externalId = anId();

    const one = await store().customerId({ issuer: 'https://one.example', externalId });
    const two = await store().customerId({ issuer: 'https://two.example', externalId });

    expect(one).not.toBe(two);
  });
}

function tokens(store: () => SessionStore, newCustomer: () => Promise<string>): void {
  it('[T5] starts a session and uses its token up', async () => {
    const first = aSignIn(aSession(await newCustomer()));

    expect(await store().signIn(first, GRACE_MS)).toEqual({ session: first.session, ended: [] });
    expect(await store().find(first.keyHash, NOW)).toEqual(first.session);

    const second = aSignIn(aSession(first.session.customerId), { token: first.token });
    expect(await store().signIn(second, GRACE_MS)).toBe('replayed');
    expect(await store().find(second.keyHash, NOW)).toBeNull();
  });

  it('[T5] lets one of several simultaneous calls use a token', async () => {
    const token = aUsedToken();
    const customerId = await newCustomer();

    const results = await Promise.all(
      Array.from({ length: 8 }, () => store().signIn(aSignIn(aSession(customerId), { token }), GRACE_MS)),
    );

    expect(results.filter((result) => result !== 'replayed')).toHaveLength(1);
  });

  it('[T5] takes the same token id of two issuers as two tokens', async () => {
    const customerId = await newCustomer();
    const token = aUsedToken();
    await store().signIn(aSignIn(aSession(customerId), { token }), GRACE_MS);

    const other = { ...token, issuer: 'https://other.example' };
    const outcome = await store().signIn(aSignIn(aSession(customerId), { token: other }), GRACE_MS);
    expect(outcome).not.toBe('replayed');
  });

  it('signs in without a token where none proved the identity', async () => {
    const signIn = aSignIn(aSession(await newCustomer()), { token: null });

    await store().signIn(signIn, GRACE_MS);

    expect(await store().find(signIn.keyHash, NOW)).toEqual(signIn.session);
  });
}

function limits(store: () => SessionStore, start: Start): void {
  it('[STORE-11] finds a session until its idle limit', async () => {
    const { session, keyHash } = await start({ idleUntil: after(1_000) });

    expect(await store().find(keyHash, after(999))).toEqual(session);
    expect(await store().find(keyHash, after(1_000))).toBeNull();
    expect(await store().find(someBytes(), NOW)).toBeNull();
    expect(await store().runningOf([session.id, anId()], after(999))).toEqual(new Set([session.id]));
    expect(await store().runningOf([session.id], after(1_000))).toEqual(new Set());
  });

  it('[STORE-11] moves the idle limit forward only, and never past the absolute one', async () => {
    const { session, keyHash } = await start({ idleUntil: after(1_000), absoluteUntil: after(5_000) });
    const use = (ms: number, idleMs: number) =>
      store().touch({ id: session.id, keyHash: null, usedAt: after(ms), idleUntil: after(idleMs) }, GRACE_MS);

    await use(200, 3_000);
    await use(100, 2_000);
    expect(await store().find(keyHash, after(2_999))).toMatchObject({
      usedAt: after(200),
      idleUntil: after(3_000),
    });

    await use(300, 9_000);
    expect(await store().find(keyHash, after(4_999))).toMatchObject({ idleUntil: after(5_000) });
    expect(await store().find(keyHash, after(5_000))).toBeNull();
  });
}

function agents(store: () => SessionStore): void {
  it('[STORE-11] finds an agent session until its limit or its end', async () => {
    const session = anAgentSession({ expiresAt: after(1_000) });
    await store().startAgent(session, audit);

    expect(await store().findAgent(session.idHash, after(999))).toEqual(session);
    expect(await store().findAgent(session.idHash, after(1_000))).toBeNull();
    expect(await store().endAgent(session.idHash, audit)).toBe(true);
    expect(await store().findAgent(session.idHash, NOW)).toBeNull();
    expect(await store().endAgent(session.idHash, audit)).toBe(false);
  });
}

function ending(store: () => SessionStore, start: Start): void {
  it('[STORE-11] ends a session once, and only for its customer', async () => {
    const { session, keyHash } = await start();

    expect(await store().end(session.id, anId(), audit)).toBe(false);
    expect(await store().end(session.id, session.customerId, audit)).toBe(true);
    expect(await store().find(keyHash, NOW)).toBeNull();
    expect(await store().end(session.id, session.customerId, audit)).toBe(false);
  });

  it('[STORE-48] lists the running sessions of one customer, the latest used first, and ends them all', async () => {
    const { session: first } = await start();
    const { customerId } = first;
    const { session: second } = await start({ customerId, usedAt: after(1) });
    await start({ customerId, idleUntil: NOW });
    const { keyHash: foreign } = await start();

    expect(await store().listOf(customerId, NOW)).toEqual([second, first]);
    expect(await store().endAllOf(customerId, audit)).toEqual(expect.arrayContaining([first.id, second.id]));
    expect(await store().listOf(customerId, NOW)).toEqual([]);
    expect(await store().endAllOf(customerId, audit)).toEqual([]);
    expect(await store().find(foreign, NOW)).not.toBeNull();
  });

  it('[STORE-48] [T5] ends sessions by a token once', async () => {
    const { session } = await start();
    const token = aUsedToken();
    const endAll = () => store().endAllOf(session.customerId, audit, token);

    expect(await endAll()).toEqual([session.id]);
    const { session: later } = await start({ customerId: session.customerId });
    expect(await endAll()).toBe('replayed');
    expect(await store().listOf(session.customerId, NOW)).toEqual([later]);
  });

  it('[STORE-48] [T5] marks a token used once, also when many ask at once', async () => {
    const token = aUsedToken();
    const uses = await Promise.all(Array.from({ length: 5 }, () => store().useToken(token)));
    expect(uses.filter((isFirst) => isFirst)).toHaveLength(1);
    expect(await store().useToken(token)).toBe(false);
  });
}
