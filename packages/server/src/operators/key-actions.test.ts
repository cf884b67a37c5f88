import { randomBytes } from 'node:crypto';
import { createMemoryStore, MemoryBus, systemClock } from '@throughline/core';
import { v7 as uuidv7 } from 'uuid';
import { expect, it } from 'vitest';
import { EnvelopeSealer } from '../sealing/envelope-sealer.js';
import { KeyRing } from '../sealing/key-ring.js';
import { localKey } from '../sealing/local-key.js';
import { createKeyActions, type KeyPage, type KeyProgress } from './key-actions.js';

const CUSTOMERS = ['ava', 'ben', 'chloe', 'dana', 'eve'];

it('[KEY-6] rewraps and renews the keys of all customers, a page at a time, with an audit entry', async () => {
  const store = createMemoryStore(uuidv7);
  const aKey = () => localKey('file', randomBytes(32).toString('base64'), 'the key of this test');
  const [old, next] = [aKey(), aKey()];
  const nodeWith = (keyEncryptionKey: KeyRing) =>
    new EnvelopeSealer({ keys: store.keys, keyEncryptionKey, bus: new MemoryBus(), clock: systemClock });
  const sealer = nodeWith(new KeyRing(old, []));
  for (const id of CUSTOMERS) await sealer.seal(id, 'b', id);
  const actions = createKeyActions(
    store,
    () => new Date(),
    async () => nodeWith(new KeyRing(next, [old])),
  );

  const forAll = async (change: (page: KeyPage) => Promise<KeyProgress>) => {
    const changed: number[] = [];
    let after: string | null = null;
    do {
      const progress: KeyProgress = await change({ after, limit: 2, operator: 'ops' });
      changed.push(progress.changed);
      after = progress.after;
    } while (after !== null);
    return changed;
  };

  expect(await forAll(actions.keysRewrap)).toEqual([2, 2, 1, 0]);
  expect(await forAll(actions.keysRewrap)).toEqual([0, 0, 0, 0]);
  expect(await forAll((page) => actions.keysRenew({ ...page, customerId: null }))).toEqual([2, 2, 1, 0]);
  expect(await forAll((page) => actions.keysRenew({ ...page, customerId: 'ava' }))).toEqual([1]);

  const generations = await Promise.all(CUSTOMERS.map(async (id) => (await store.keys.get(id)).generations));
  expect(generations.map((all) => all.length)).toEqual([3, 2, 2, 2, 2]);
  expect(generations.flat().every(({ wrappedBy }) => wrappedBy === next.id)).toBe(true);
  const entries = await store.audit.unchained(20);
  expect(entries.map(({ action, actorId, details }) => [action, actorId, details])).toEqual([
    ...[2, 2, 1].map((changed) => ['keys.rewrapped', 'ops', { changed }]),
    ...[2, 2, 1, 1].map((changed) => ['keys.renewed', 'ops', { changed }]),
  ]);
});
