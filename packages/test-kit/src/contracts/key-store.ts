import type { KeyStore } from '@throughline/core';
import { beforeAll, expect, it } from 'vitest';
import { anId, someBytes } from '../builders.js';

/** Registers the tests that every {@link KeyStore} passes. `create` is called once. */
export function keyStoreContract(create: () => Promise<{ readonly store: KeyStore }>): void {
  let store: KeyStore;
  beforeAll(async () => {
    ({ store } = await create());
  });

  it('[STORE-9] keeps the first key of a customer', async () => {
    const customerId = anId();
    const first = { wrappedBy: 'kek-1', wrapped: someBytes() };
    expect(await store.get(customerId)).toBeNull();

    expect(await store.putIfAbsent(customerId, first)).toEqual(first);
    expect(await store.putIfAbsent(customerId, { wrappedBy: 'kek-2', wrapped: someBytes() })).toEqual(first);
    expect(await store.get(customerId)).toEqual(first);
  });

  it('[STORE-9] gives the same key to simultaneous calls', async () => {
    const customerId = anId();

    const keys = await Promise.all(
      Array.from({ length: 8 }, () =>
        store.putIfAbsent(customerId, { wrappedBy: 'kek-1', wrapped: someBytes() }),
      ),
    );

    const counts = await store.get(customerId);
    for (const key of keys) expect(key).toEqual(counts);
  });
}
