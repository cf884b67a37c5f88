import type { Interaction, RelayClaim, RelayStore } from '@throughline/core';
import { expect, it } from 'vitest';
import { anId, someBytes } from '../builders.js';

const AT = new Date('2026-03-02T09:00:00.000Z');
const LONG_MS = 60_000;

export function relayStoreContract(create: () => Promise<RelayStore>): void {
  const node = (leaseMs = LONG_MS): RelayClaim => ({ owner: anId(), leaseMs });
  const waiting = (changes: Partial<Interaction> = {}): Interaction => ({
    id: anId(),
    conversationId: anId(),
    queueId: 'service',
    state: 'waiting',
    priority: 0,
    queuedAt: AT,
    agentId: null,
    offerExpiresAt: null,
    assignedAt: null,
    estimate: null,
    version: 1,
    ...changes,
  });
  /** Sessions that other tests left behind belong to somebody, so that they are in nobody's way. */
  const open = async (store: RelayStore, claim: RelayClaim, changes: Partial<Interaction> = {}) => {
    const interaction = waiting(changes);
    await store.open({ interaction, sealed: someBytes() }, claim);
    return interaction;
  };
  const lapse = () => new Promise((resolve) => setTimeout(resolve, 20));

  it('[STORE-100] keeps a session as it was opened, and opens it once', async () => {
    const store = await create();
    const [interaction, sealed] = [waiting({ priority: 3 }), someBytes()];
    const opened = await store.open({ interaction, sealed }, node());
    expect(opened).toEqual({
      interaction,
      sealed,
      followedVersion: 0,
      sentSeq: 0,
      receivedAt: null,
      finished: false,
      interrupted: false,
    });
    const again = waiting({ conversationId: interaction.conversationId });
    expect(await store.open({ interaction: again, sealed: someBytes() }, node())).toEqual(opened);
    expect(await store.get(interaction.conversationId)).toEqual(opened);
    expect(await store.get(anId())).toBeNull();
  });

  it('[STORE-101] changes the interaction of the version before alone', async () => {
    const store = await create();
    const first = await open(store, node());
    const assigned = {
      ...first,
      state: 'assigned' as const,
      agentId: 'sam',
      byBot: true,
      assignedAt: AT,
      version: 2,
    };
    expect(await Promise.all([store.change(assigned), store.change(assigned)])).toContain(true);
    expect(await store.change({ ...assigned, agentId: 'riley' })).toBe(false);
    expect((await store.get(first.conversationId))?.interaction).toEqual(assigned);
    expect(await store.change(waiting({ version: 2 }))).toBe(false);
  });

  it('[STORE-101] notes how far the core has followed, and never less', async () => {
    const store = await create();
    const { conversationId } = await open(store, node());
    for (const version of [2, 1]) await store.markFollowed(conversationId, version);
    expect((await store.get(conversationId))?.followedVersion).toBe(2);
  });

  it('[STORE-102] saves for the owner alone', async () => {
    const store = await create();
    const owner = node();
    const { conversationId } = await open(store, owner);
    const progress = { sentSeq: 7, receivedAt: AT, sealed: someBytes(), interrupted: true };
    expect(await store.save(conversationId, owner.owner, progress)).toBe(true);
    expect(await store.save(conversationId, anId(), { sentSeq: 99 })).toBe(false);
    expect(await store.get(conversationId)).toMatchObject(progress);
  });

  it('[STORE-103] gives a session to one of many that claim it, once its owner is silent', async () => {
    const store = await create();
    const { conversationId } = await open(store, node(1));
    const held = await open(store, node());
    await lapse();
    const nodes = Array.from({ length: 10 }, () => node());
    const claimed = await Promise.all(nodes.map((each) => store.claim(each, 1_000)));
    const ids = claimed.flat().map(({ interaction }) => interaction.conversationId);
    expect(ids.filter((id) => id === conversationId)).toHaveLength(1);
    expect(ids).not.toContain(held.conversationId);
  });

  it('[STORE-103] gives those with an agent first, then the oldest', async () => {
    const store = await create();
    const gone = node(1);
    const at = (minutes: number) => ({ queuedAt: new Date(AT.getTime() - 1e12 + minutes * 60_000) });
    const [late, early, served] = [
      await open(store, gone, at(2)),
      await open(store, gone, at(1)),
      await open(store, gone, at(3)),
    ];
    await store.change({ ...served, state: 'assigned', agentId: 'sam', assignedAt: AT, version: 2 });
    await lapse();
    for (const { conversationId } of [served, early, late]) {
      const [first] = await store.claim(node(), 1);
      expect(first?.interaction.conversationId).toBe(conversationId);
    }
  });

  it('[STORE-103] keeps what its owner renews, with the version of each', async () => {
    const store = await create();
    const owner = node(30);
    const { conversationId, ...rest } = await open(store, owner);
    await store.change({ ...rest, conversationId, priority: 1, version: 2 });
    expect(await store.renew({ ...owner, leaseMs: LONG_MS })).toEqual(new Map([[conversationId, 2]]));
    await lapse();
    const claimed = await store.claim(node(), 1_000);
    expect(claimed.map(({ interaction }) => interaction.conversationId)).not.toContain(conversationId);
  });

  it('[STORE-103] frees what its owner gives back', async () => {
    const store = await create();
    const owner = node();
    const { conversationId } = await open(store, owner);
    await store.release(owner.owner);
    const claimed = await store.claim(node(), 1_000);
    expect(claimed.map(({ interaction }) => interaction.conversationId)).toContain(conversationId);
  });

  it('[STORE-104] leaves finished sessions alone until they are asked for again', async () => {
    const store = await create();
    const owner = node(1);
    const { conversationId, ...rest } = await open(store, owner);
    const ids = async () =>
      (await store.claim(node(1), 1_000)).map(({ interaction }) => interaction.conversationId);
    expect(await store.save(conversationId, owner.owner, { finished: true })).toBe(false);
    await store.change({ ...rest, conversationId, state: 'closed', version: 2 });
    expect(await store.save(conversationId, owner.owner, { finished: true })).toBe(true);
    await lapse();
    expect(await store.renew(owner)).toEqual(new Map());
    expect(await ids()).not.toContain(conversationId);
    await store.change({ ...rest, conversationId, version: 3 });
    expect(await ids()).toContain(conversationId);
  });

  it('[STORE-105] removes the sessions of some conversations and no others', async () => {
    const store = await create();
    const [gone, kept] = [await open(store, node()), await open(store, node())];
    expect(await store.forget([gone.conversationId, anId()])).toBe(1);
    expect(await store.get(gone.conversationId)).toBeNull();
    expect(await store.get(kept.conversationId)).not.toBeNull();
    expect(await store.forget([])).toBe(0);
  });
}
