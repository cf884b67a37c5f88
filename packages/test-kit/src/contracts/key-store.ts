import type { KeyGeneration, KeyStore } from '@throughline/core';
import { beforeAll, describe, expect, it } from 'vitest';
import { anId, someBytes } from '../builders.js';

/** Registers the tests that every {@link KeyStore} passes. `create` is called once. */
export function keyStoreContract(create: () => Promise<{ readonly store: KeyStore }>): void {
  let store: KeyStore;
  beforeAll(async () => {
    ({ store } = await create());
  });

  const aKey = (generation = 1, wrappedBy = 'kek-1'): KeyGeneration => ({
    generation,
    wrappedBy,
    wrapped: someBytes(),
  });

  it('[STORE-9] keeps the first key of a generation', async () => {
    const customerId = anId();
    const first = aKey();
    expect(await store.get(customerId)).toEqual({ generations: [], destroyedThrough: 0 });

    const kept = { generations: [first], destroyedThrough: 0 };
    expect(await store.addGeneration(customerId, first)).toEqual(kept);
    expect(await store.addGeneration(customerId, aKey(1, 'kek-2'))).toEqual(kept);
    expect(await store.get(customerId)).toEqual(kept);
  });

  it('[STORE-9] gives the same key to simultaneous calls', async () => {
    const customerId = anId();

    const keys = await Promise.all(Array.from({ length: 8 }, () => store.addGeneration(customerId, aKey())));

    const counts = await store.get(customerId);
    expect(counts.generations).toHaveLength(1);
    for (const key of keys) expect(key).toEqual(counts);
  });

  it('[STORE-140] keeps older generations beside the next, and adds none out of turn', async () => {
    const customerId = anId();
    const [first, second] = [aKey(1), aKey(2)];
    await store.addGeneration(customerId, second);
    expect((await store.get(customerId)).generations).toEqual([]);

    await store.addGeneration(customerId, first);
    expect((await store.addGeneration(customerId, second)).generations).toEqual([first, second]);
  });

  it('[STORE-141] exchanges a wrapping once, for whoever saw the one before', async () => {
    const customerId = anId();
    const [first, second] = [aKey(1), aKey(2)];
    await store.addGeneration(customerId, first);
    await store.addGeneration(customerId, second);
    const rewrapped = aKey(1, 'kek-2');

    expect(await store.rewrap(customerId, 'kek-1', rewrapped)).toBe(true);
    expect(await store.rewrap(customerId, 'kek-1', aKey(1, 'kek-3'))).toBe(false);
    expect((await store.get(customerId)).generations).toEqual([rewrapped, second]);
    expect(await store.rewrap(anId(), 'kek-1', rewrapped)).toBe(false);
  });

  describe('destroying', () => {
    it('[STORE-142] destroys every generation, as often as it is asked, and no wrapping brings one back', async () => {
      const customerId = anId();
      await store.addGeneration(customerId, aKey(1));
      await store.addGeneration(customerId, aKey(2));

      expect(await store.destroy(customerId)).toBe(2);
      expect(await store.destroy(customerId)).toBe(2);
      const gone = { generations: [], destroyedThrough: 2 };
      expect(await store.get(customerId)).toEqual(gone);
      expect(await store.rewrap(customerId, 'kek-1', aKey(1, 'kek-2'))).toBe(false);
      for (const late of [aKey(1), aKey(2)])
        expect(await store.addGeneration(customerId, late)).toEqual(gone);
    });

    it('[STORE-142] gives the next number to whoever comes back, and leaves that key when the old ones are destroyed once more', async () => {
      const customerId = anId();
      await store.addGeneration(customerId, aKey(1));
      await store.destroy(customerId);
      const back = aKey(2);

      const counts = { generations: [back], destroyedThrough: 1 };
      expect(await store.addGeneration(customerId, back)).toEqual(counts);
      expect(await store.destroy(customerId, 1)).toBe(1);
      expect(await store.get(customerId)).toEqual(counts);
      expect(await store.destroy(customerId)).toBe(2);
    });

    it('[STORE-142] destroys what an older state of the store does not know of', async () => {
      const customerId = anId();
      expect(await store.destroy(customerId)).toBe(0);
      expect(await store.destroy(customerId, 3)).toBe(3);
      const next = aKey(4);
      expect((await store.addGeneration(customerId, next)).generations).toEqual([next]);
    });

    it('[STORE-142] leaves no key, whatever runs at the same moment', async () => {
      const customerId = anId();
      await store.addGeneration(customerId, aKey(1));

      await Promise.all([
        store.rewrap(customerId, 'kek-1', aKey(1, 'kek-2')),
        store.destroy(customerId, 1),
        store.rewrap(customerId, 'kek-1', aKey(1, 'kek-3')),
        store.destroy(customerId, 1),
      ]);

      expect(await store.get(customerId)).toEqual({ generations: [], destroyedThrough: 1 });
    });
  });

  it('[STORE-143] lists customers in order, a page at a time, the destroyed ones too', async () => {
    const ids = [anId(), anId(), anId()].toSorted();
    for (const id of ids) await store.addGeneration(id, aKey());
    await store.destroy(ids[1] ?? '');

    const listed: string[] = [];
    for (let page = await store.list(null, 2); page.length > 0; ) {
      listed.push(...page);
      page = await store.list(page.at(-1) ?? null, 2);
    }
    expect(listed).toEqual(listed.toSorted((a, b) => (a < b ? -1 : 1)));
    expect(ids.filter((id) => listed.includes(id))).toEqual(ids);
  });
}
