import type { Callback, CallbackStore, NewCallback } from '@throughline/core';
import { expect, it } from 'vitest';
import { anAuditEntry, anId, someBytes } from '../builders.js';

export interface CallbackStoreHarness {
  readonly store: CallbackStore;
  readonly newCustomerId: () => Promise<string>;
}

const START = new Date('2026-03-02T09:00:00.000Z');
const at = (ms: number) => new Date(START.getTime() + ms);
const ALL = 1_000;

/** Registers the tests that every {@link CallbackStore} passes. */
export function callbackStoreContract(create: () => Promise<CallbackStoreHarness>): void {
  async function scheduled(overrides: Partial<NewCallback> = {}) {
    const { store, newCustomerId } = await create();
    const asked: NewCallback = {
      id: anId(),
      kind: 'call',
      customerId: await newCustomerId(),
      conversationId: null,
      queueId: 'loans',
      priority: 2,
      dueAt: at(60_000),
      timeZone: 'Europe/Berlin',
      createdAt: at(0),
      sealedRequest: someBytes(),
      ...overrides,
    };
    const { callback } = await store.schedule(asked, anAuditEntry());
    return { store, asked, callback };
  }

  async function calling() {
    const { store, callback } = await scheduled();
    const workId = anId();
    await store.start(callback.id, workId, at(60_000));
    await store.assign(workId, 'sam', at(61_000));
    return { store, callback, workId };
  }
  const isDue = async (store: CallbackStore, { id }: Callback, ms: number) =>
    (await store.due(at(ms), at(ms - 10_000), ALL)).some((due) => due.id === id);

  it('[STORE-52] keeps a callback as it was asked for', async () => {
    const { store, asked, callback } = await scheduled();
    expect(callback).toEqual({
      ...asked,
      state: 'scheduled',
      attempts: 0,
      workId: null,
      agentId: null,
      changedAt: asked.createdAt,
    });
    expect(await store.latest(asked.customerId, 'call')).toEqual(callback);
    expect(await store.latest(anId(), 'call')).toBeNull();
  });

  it('[STORE-52] keeps each conversation’s message, once, whatever runs at once', async () => {
    const conversationId = anId();
    const { store, asked, callback } = await scheduled({ kind: 'message', conversationId });
    const again = await Promise.all(
      Array.from({ length: 5 }, () => store.schedule({ ...asked, id: anId() }, anAuditEntry())),
    );
    expect(again).toEqual(again.map(() => ({ callback, created: false })));
    const next = { ...asked, id: anId(), conversationId: anId() };
    expect(await store.schedule(next, anAuditEntry())).toMatchObject({
      callback: { id: next.id },
      created: true,
    });
  });

  it('[STORE-52] keeps one open call a customer, whatever runs at once', async () => {
    const { store, asked, callback } = await scheduled();
    const again = await Promise.all(
      Array.from({ length: 5 }, () => store.schedule({ ...asked, id: anId() }, anAuditEntry())),
    );
    expect(again).toEqual(again.map(() => ({ callback, created: false })));
    const message = { ...asked, id: anId(), kind: 'message' } as const;
    expect((await store.schedule(message, anAuditEntry())).created).toBe(true);
    await store.cancel(callback.id, asked.customerId, at(1_000), anAuditEntry());
    expect((await store.schedule({ ...asked, id: anId() }, anAuditEntry())).created).toBe(true);
  });

  it('[STORE-53] is due from its time on, and again when the search for an agent may have been cut short', async () => {
    const { store, callback } = await scheduled();
    expect([await isDue(store, callback, 59_999), await isDue(store, callback, 60_000)]).toEqual([
      false,
      true,
    ]);
    const workId = anId();
    expect(await store.start(callback.id, workId, at(60_000))).toBe(true);
    expect(await store.start(callback.id, anId(), at(60_000))).toBe(false);
    expect([await isDue(store, callback, 70_000), await isDue(store, callback, 70_001)]).toEqual([
      false,
      true,
    ]);
    expect(await store.byWork(workId)).toMatchObject({ id: callback.id, state: 'due', workId });
  });

  it('[STORE-53] follows who has the work', async () => {
    const { store, callback, workId } = await calling();
    expect(await store.byWork(workId)).toMatchObject({ state: 'calling', agentId: 'sam' });
    expect(await isDue(store, callback, 900_000)).toBe(false);
    expect(await store.assign(workId, null, at(62_000))).toMatchObject({ state: 'due', agentId: null });
    expect(await store.assign(anId(), 'sam', at(63_000))).toBeNull();
  });

  it('[STORE-54] ends an attempt by the agent who has it', async () => {
    const { store, callback, workId } = await calling();
    const done = { state: 'done' } as const;
    expect(await store.finish(workId, 'riley', done, at(90_000), anAuditEntry())).toBeNull();
    expect(await store.finish(workId, 'sam', done, at(90_000), anAuditEntry())).toMatchObject({
      state: 'done',
      attempts: 0,
      workId: null,
      agentId: null,
      changedAt: at(90_000),
    });
    expect(await store.byWork(workId)).toBeNull();
    expect(await store.latest(callback.customerId, 'call')).toMatchObject({ state: 'done' });
  });

  it('[STORE-54] is scheduled once more when nobody was reached', async () => {
    const { store, callback, workId } = await calling();
    const again = { state: 'scheduled', dueAt: at(960_000) } as const;
    expect(await store.finish(workId, 'sam', again, at(90_000), anAuditEntry())).toMatchObject({
      state: 'scheduled',
      attempts: 1,
      dueAt: at(960_000),
    });
    expect([await isDue(store, callback, 959_999), await isDue(store, callback, 960_000)]).toEqual([
      false,
      true,
    ]);
  });

  it('[STORE-54] is cancelled by its customer until an agent calls', async () => {
    const { store, callback } = await scheduled();
    expect(await store.cancel(callback.id, anId(), at(1_000), anAuditEntry())).toBeNull();
    const workId = anId();
    await store.start(callback.id, workId, at(60_000));
    expect(await store.cancel(callback.id, callback.customerId, at(61_000), anAuditEntry())).toMatchObject({
      state: 'cancelled',
      workId,
    });
    expect(await store.byWork(workId)).toBeNull();
    const taken = await calling();
    const { id, customerId } = taken.callback;
    expect(await store.cancel(id, customerId, at(1_000), anAuditEntry())).toBeNull();
  });

  it('[STORE-55] numbers notes without gaps, each id once', async () => {
    const { store, callback, workId } = await calling();
    const notes = Array.from({ length: 6 }, () => ({
      id: anId(),
      agentId: 'sam',
      at: at(1),
      sealed: someBytes(),
    }));
    const kept = await Promise.all(notes.map((note) => store.addNote(workId, note)));
    expect(kept.map((note) => note?.seq).sort()).toEqual([1, 2, 3, 4, 5, 6]);
    const [first] = notes;
    if (!first) throw new Error('There is a first note.');
    expect(await store.addNote(workId, { ...first, sealed: someBytes() })).toEqual(kept[0]);
    expect((await store.notes(callback.id, 4)).map(({ seq }) => seq)).toEqual([5, 6]);
    expect(await store.addNote(anId(), first)).toBeNull();
  });
}
