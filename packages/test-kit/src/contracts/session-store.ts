import type { SessionStore } from '@throughline/core';
import { beforeAll, expect, it } from 'vitest';
import { anAgentSession, anAuditEntry, anId, aSession, aUsedToken, someBytes } from '../builders.js';

const NOW = new Date('2026-03-02T09:00:00.000Z');
const after = (ms: number) => new Date(NOW.getTime() + ms);
const audit = anAuditEntry({ action: 'session.started' });

/** Registers the tests that every {@link SessionStore} passes. `create` is called once. */
export function sessionStoreContract(create: () => Promise<{ readonly store: SessionStore }>): void {
  let store: SessionStore;
  beforeAll(async () => {
    ({ store } = await create());
  });
  const newCustomer = () => store.customerId({ issuer: 'https://portal.example', externalId: anId() });
  const start = async (overrides: Parameters<typeof aSession>[1] = {}) => {
    const session = aSession(await newCustomer(), overrides);
    await store.start(session, aUsedToken(), audit);
    return session;
  };

  customers(() => store);
  tokens(() => store, newCustomer);
  limits(() => store, start);
  agents(() => store);

  it('[STORE-12] forgets what is past its limits, a page at a time', async () => {
    const past = new Date('2020-01-01T00:00:00.000Z');
    const live = await start();
    for (let made = 0; made < 3; made += 1) {
      const token = aUsedToken({ expiresAt: past });
      await store.start(aSession(await newCustomer(), { idleUntil: past }), token, audit);
      await store.startAgent(anAgentSession({ expiresAt: past }), audit);
    }

    expect(await store.purgeExpired(past, 2)).toBe(6);
    expect(await store.purgeExpired(past, 2)).toBe(3);
    expect(await store.purgeExpired(past, 2)).toBe(0);
    expect(await store.find(live.idHash, NOW)).toEqual(live);
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
    const session = aSession(await newCustomer());
    const token = aUsedToken();

    expect(await store().start(session, token, audit)).toBe('started');
    expect(await store().find(session.idHash, NOW)).toEqual(session);

    const second = aSession(session.customerId);
    expect(await store().start(second, token, audit)).toBe('replayed');
    expect(await store().find(second.idHash, NOW)).toBeNull();
  });

  it('[T5] lets one of several simultaneous calls use a token', async () => {
    const token = aUsedToken();
    const customerId = await newCustomer();

    const results = await Promise.all(
      Array.from({ length: 8 }, () => store().start(aSession(customerId), token, audit)),
    );

    expect(results.filter((result) => result === 'started')).toHaveLength(1);
  });

  it('[T5] takes the same token id of two issuers as two tokens', async () => {
    const customerId = await newCustomer();
    const token = aUsedToken();
    await store().start(aSession(customerId), token, audit);

    const other = { ...token, issuer: 'https://other.example' };
    expect(await store().start(aSession(customerId), other, audit)).toBe('started');
  });
}

function limits(
  store: () => SessionStore,
  start: (overrides?: Parameters<typeof aSession>[1]) => Promise<ReturnType<typeof aSession>>,
): void {
  it('[STORE-11] finds a session until its idle limit', async () => {
    const session = await start({ idleUntil: after(1_000) });

    expect(await store().find(session.idHash, after(999))).toEqual(session);
    expect(await store().find(session.idHash, after(1_000))).toBeNull();
    expect(await store().find(someBytes(), NOW)).toBeNull();
  });

  it('[STORE-11] moves the idle limit forward only, and never past the absolute one', async () => {
    const session = await start({ idleUntil: after(1_000), absoluteUntil: after(5_000) });

    await store().touch(session.idHash, after(3_000));
    await store().touch(session.idHash, after(2_000));
    expect(await store().find(session.idHash, after(2_999))).toMatchObject({ idleUntil: after(3_000) });

    await store().touch(session.idHash, after(9_000));
    expect(await store().find(session.idHash, after(4_999))).toMatchObject({ idleUntil: after(5_000) });
    expect(await store().find(session.idHash, after(5_000))).toBeNull();
  });

  it('[STORE-11] [T4] gives a running session fresh claims and limits, to several renewals at once too', async () => {
    const session = await start({ idleUntil: after(1_000), absoluteUntil: after(2_000) });
    const renewed = {
      ...session,
      sealedClaims: someBytes(),
      idleUntil: after(5_000),
      absoluteUntil: after(9_000),
    };

    const outcomes = await Promise.all([1, 2, 3, 4, 5].map(() => store().renew(renewed, aUsedToken())));

    expect(outcomes).toEqual(Array(5).fill('renewed'));
    expect(await store().find(session.idHash, after(4_999))).toEqual(renewed);
  });

  it('[STORE-11] [T5] renews nothing by a used token, for another customer, or after the end', async () => {
    const session = await start();
    const later = { ...session, idleUntil: after(2 * 3_600_000) };
    const token = aUsedToken();
    await store().renew(session, token);

    expect(await store().renew(later, token)).toBe('replayed');
    expect(await store().renew({ ...later, customerId: anId() }, aUsedToken())).toBe('gone');
    expect(await store().find(session.idHash, NOW)).toEqual(session);
    await store().end(session.idHash, audit);
    expect(await store().renew(later, aUsedToken())).toBe('gone');
    expect(await store().find(session.idHash, NOW)).toBeNull();
  });

  it('[STORE-11] ends a session once', async () => {
    const session = await start();

    expect(await store().end(session.idHash, audit)).toBe(true);
    expect(await store().find(session.idHash, NOW)).toBeNull();
    expect(await store().end(session.idHash, audit)).toBe(false);
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
