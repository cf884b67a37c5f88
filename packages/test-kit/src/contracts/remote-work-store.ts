import type { Store } from '@throughline/core';
import { expect, it } from 'vitest';
import { anId } from '../builders.js';
import { MANY } from './privacy-lab.js';

const NOW = new Date('2026-03-02T09:00:00.000Z');
const later = (ms: number) => new Date(NOW.getTime() + ms);

/** Registers the tests that every {@link RemoteWorkStore} passes, on a store of which it is a part. */
export function remoteWorkStoreContract(store: () => Store): void {
  const calls = () => store().remoteCalls;
  /** Other tests may have left calls of their own. */
  const take = async (workId: string, now: Date, until: Date) =>
    (await calls().take(now, until, MANY)).filter((call) => call.workId === workId);

  it('[STORE-181] lets one of many begin, and gives work to one at a time to be looked at', async () => {
    const workId = anId();
    const begun = await Promise.all([1, 2, 3].map(() => calls().begin(workId, NOW, later(1_000))));
    expect(begun.filter(Boolean)).toHaveLength(1);
    expect(await take(workId, later(999), later(5_000))).toEqual([]);
    const taken = await Promise.all([1, 2, 3].map(() => take(workId, later(1_000), later(5_000))));
    expect(taken.flat()).toEqual([{ workId, begunAt: NOW, remoteId: null }]);
    await calls().identify(workId, 'cb-1', later(9_000));
    expect(await take(workId, later(8_999), later(20_000))).toEqual([]);
    expect(await take(workId, later(9_000), later(20_000))).toMatchObject([{ remoteId: 'cb-1' }]);
    await calls().lookAt(workId, later(10_000));
    expect(await take(workId, later(10_000), later(20_000))).toMatchObject([{ remoteId: 'cb-1' }]);
  });

  it('[STORE-181] has an entry with it on the audit trail, and none of work that is forgotten', async () => {
    const audit = {
      at: NOW,
      action: 'callback.sent_to_desk',
      actor: { kind: 'system', id: 'contact-center' },
      conversationId: anId(),
    } as const;
    const written = async () =>
      (await store().audit.unchained(100_000)).filter((e) => e.conversationId === audit.conversationId);
    const workId = anId();
    await calls().identify(workId, 'cb-3', NOW, audit);
    expect(await written()).toEqual([]);
    await calls().begin(workId, NOW, NOW);
    await calls().identify(workId, 'cb-3', NOW, audit);
    expect(await written()).toMatchObject([{ action: 'callback.sent_to_desk' }]);
  });

  it('[STORE-181] keeps calls apart from awaited wrap-ups', async () => {
    const workId = anId();
    await store().awaitedWrapUps.begin(workId, NOW, NOW);
    expect(await take(workId, later(1), later(2))).toEqual([]);
    const taken = await store().awaitedWrapUps.take(later(1), later(2), MANY);
    expect(taken.filter((each) => each.workId === workId)).toHaveLength(1);
  });

  it('[STORE-181] forgets what is over, which can begin anew', async () => {
    const workId = anId();
    await calls().begin(workId, NOW, NOW);
    await calls().forget(workId);
    await calls().identify(workId, 'cb-2', NOW);
    expect(await take(workId, later(1), later(2))).toEqual([]);
    expect(await calls().begin(workId, later(3), later(3))).toBe(true);
    expect(await take(workId, later(3), later(4))).toEqual([{ workId, begunAt: later(3), remoteId: null }]);
  });
}
