import type { IssuedToken, IssuedTokenStore } from '@throughline/core';
import { expect, it } from 'vitest';
import { anAuditEntry, anId, someBytes } from '../builders.js';

const NOW = new Date('2026-03-02T09:00:00.000Z');
const later = (ms: number) => new Date(NOW.getTime() + ms);
const audit = anAuditEntry({ action: 'grant.revoked' });

function aToken(overrides: Partial<IssuedToken> = {}): IssuedToken {
  return {
    kind: 'RefreshToken',
    idHash: someBytes(),
    grantId: anId(),
    payload: { scope: 'openid', rotations: 0, claims: { name: null } },
    expiresAt: later(60_000),
    usedAt: null,
    ...overrides,
  };
}

export function issuedTokenStoreContract(create: () => Promise<IssuedTokenStore>): void {
  it('[STORE-90] gives back what was saved, the last of the same id', async () => {
    const store = await create();
    const token = aToken();
    await store.save(token);
    expect(await store.find(token.kind, token.idHash)).toEqual(token);
    expect(await store.find('AccessToken', token.idHash)).toBeNull();
    const next = { ...token, payload: { scope: 'openid email' }, expiresAt: later(1) };
    await store.save(next);
    expect(await store.find(token.kind, token.idHash)).toEqual(next);
    await store.remove(token.kind, token.idHash);
    expect(await store.find(token.kind, token.idHash)).toBeNull();
  });

  it('[STORE-91] lets exactly one of many use a token, and keeps it as used', async () => {
    const store = await create();
    const token = aToken();
    await store.save(token);
    const uses = Array.from({ length: 20 }, () => store.use(token.kind, token.idHash, NOW));
    expect((await Promise.all(uses)).filter(Boolean)).toHaveLength(1);
    expect(await store.find(token.kind, token.idHash)).toEqual({ ...token, usedAt: NOW });
    expect(await store.use(token.kind, someBytes(), NOW)).toBe(false);
  });

  it('[STORE-92] revokes everything of a grant and nothing else', async () => {
    const store = await create();
    const grantId = anId();
    const family = [aToken({ grantId }), aToken({ grantId, kind: 'AccessToken' })];
    const other = aToken();
    for (const token of [...family, other]) await store.save(token);
    await store.revokeGrant(grantId, audit);
    for (const { kind, idHash } of family) expect(await store.find(kind, idHash)).toBeNull();
    expect(await store.find(other.kind, other.idHash)).toEqual(other);
  });

  it('[STORE-12] forgets tokens that are past their time, a page at a time', async () => {
    const store = await create();
    const past = new Date('2020-01-01T00:00:00.000Z');
    for (let made = 0; made < 3; made += 1) await store.save(aToken({ expiresAt: past }));
    expect(await store.purgeExpired(past, 2)).toBe(2);
    expect(await store.purgeExpired(past, 2)).toBe(1);
    expect(await store.purgeExpired(past, 2)).toBe(0);
  });
}
