import { expect, it } from 'vitest';
import { anId, anInteraction, aQueue } from '../builders.js';
import { at, type InteractionLab } from './interaction-lab.js';

const MANY = 10_000;
const ids = (interactions: readonly { readonly id: string }[]) => interactions.map(({ id }) => id);

export function interactionQueriesContract(lab: InteractionLab): void {
  queueing(lab);
  following(lab);
}

function queueing(lab: InteractionLab): void {
  it('[STORE-14] puts a conversation into a queue once', async () => {
    const queue = aQueue();
    const asked = anInteraction(queue.id, { priority: 3 });

    const first = await lab.store.enqueue(asked);
    const again = await lab.store.enqueue(
      anInteraction('another-queue', { conversationId: asked.conversationId }),
    );

    const { preferredAgentId: _, skills: __, ...kept } = asked;
    expect(first).toEqual({
      ...kept,
      state: 'waiting',
      agentId: null,
      offerExpiresAt: null,
      assignedAt: null,
      version: 1,
    });
    expect(again).toEqual(first);
    expect(await lab.store.get(asked.id)).toEqual(first);
    expect(await lab.store.ofConversation(asked.conversationId)).toEqual(first);
  });

  it('[STORE-14] puts a conversation into a queue once, also for simultaneous calls', async () => {
    const conversationId = anId();

    const results = await Promise.all(
      Array.from({ length: 8 }, () => lab.enqueue('standard', { conversationId })),
    );

    expect(new Set(ids(results)).size).toBe(1);
  });

  it('[STORE-14] lists waiting interactions by priority, then by waiting time', async () => {
    const [one, two, other] = [aQueue().id, aQueue().id, aQueue().id];
    const late = await lab.enqueue(one, { queuedAt: at(2_000) });
    const early = await lab.enqueue(two, { queuedAt: at(1_000) });
    const urgent = await lab.enqueue(one, { queuedAt: at(3_000), priority: 1 });
    await lab.enqueue(other);

    expect(ids(await lab.store.waiting([one, two], MANY))).toEqual(ids([urgent, early, late]));
    expect(ids(await lab.store.waiting([one, two], 1))).toEqual([urgent.id]);
    expect(await lab.store.waiting([], MANY)).toEqual([]);
  });

  it('[STORE-14] counts who is before a conversation in its own queue, offers included', async () => {
    const { queueId } = await lab.staffed({});
    const second = await lab.enqueue(queueId, { queuedAt: at(2_000) });
    const third = await lab.enqueue(queueId, { queuedAt: at(3_000) });
    const first = await lab.enqueue(queueId, { queuedAt: at(1_000) });
    await lab.enqueue(aQueue().id, { queuedAt: at(0) });
    await lab.onlyOffer();
    const closed = await lab.enqueue(queueId, { queuedAt: at(0) });
    await lab.store.close(closed.conversationId, at(0));

    const places = await lab.store.places([
      third.conversationId,
      first.conversationId,
      second.conversationId,
      closed.conversationId,
      anId(),
    ]);

    expect(places).toEqual(
      new Map([
        [first.conversationId, { queueId, ahead: 0 }],
        [second.conversationId, { queueId, ahead: 1 }],
        [third.conversationId, { queueId, ahead: 2 }],
      ]),
    );
    expect(await lab.store.places([])).toEqual(new Map());
  });

  it('[STORE-14] closes an interaction once, in any state', async () => {
    const { queueId } = await lab.staffed({});
    const assigned = await lab.assigned(queueId);

    const closed = await lab.store.close(assigned.conversationId, at(0));

    expect(closed).toEqual({
      ...assigned,
      state: 'closed',
      agentId: null,
      assignedAt: null,
      version: assigned.version + 1,
    });
    expect(await lab.store.close(assigned.conversationId, at(0))).toBeNull();
    expect(await lab.store.close(anId(), at(0))).toBeNull();
    expect(await lab.enqueue(queueId, { conversationId: assigned.conversationId })).toEqual(closed);
  });
}

function following(lab: InteractionLab): void {
  /** By a node of its own unless named; the claim is over at once unless it is to hold. */
  const unfollowed = async (
    among: readonly { readonly id: string }[],
    { holder = anId(), claimMs = 0 }: { holder?: string; claimMs?: number } = {},
  ) => {
    const known = new Set(ids(among));
    const claimed = await lab.store.claimUnfollowed({ holder, claimMs, limit: MANY });
    return claimed.filter(({ id }) => known.has(id));
  };

  it('[STORE-15] lists what changed until its latest version is followed, oldest change first', async () => {
    const { queueId } = await lab.staffed({});
    const [first, second] = [await lab.enqueue(queueId), await lab.enqueue(queueId, { priority: -1 })];
    expect(ids(await unfollowed([first, second]))).toEqual(ids([first, second]));

    const offer = await lab.onlyOffer();
    expect(await unfollowed([first, second])).toEqual([second, offer]);

    await lab.store.markFollowed(first.id, first.version);
    expect(await unfollowed([first])).toEqual([offer]);
    await lab.store.markFollowed(first.id, offer.version);
    expect(await unfollowed([first])).toEqual([]);
  });

  it('[STORE-35] gives what changed to one node until it is followed, its claim is over, or forever to that one', async () => {
    const interaction = await lab.enqueue(aQueue().id);
    const hold = { holder: anId(), claimMs: 600_000 };
    expect(await unfollowed([interaction], hold)).toEqual([interaction]);
    expect(await unfollowed([interaction])).toEqual([]);
    expect(await unfollowed([interaction], { ...hold, claimMs: 0 })).toEqual([interaction]);
    expect(await unfollowed([interaction], hold)).toEqual([interaction]);

    await lab.store.markFollowed(interaction.id, interaction.version);
    const changed = await lab.store.prioritize(interaction.conversationId, 7);
    expect(await unfollowed([interaction])).toEqual([changed]);
  });

  it('[STORE-35] gives each change to one of many nodes that ask at once', async () => {
    const queue = aQueue().id;
    const waiting = await Promise.all(Array.from({ length: 20 }, () => lab.enqueue(queue)));
    const claims = await Promise.all(
      Array.from({ length: 8 }, () => unfollowed(waiting, { claimMs: 600_000 })),
    );
    expect(ids(claims.flat()).toSorted()).toEqual(ids(waiting).toSorted());
    for (const { id, version } of waiting) await lab.store.markFollowed(id, version);
  });

  it('[STORE-80] removes the interactions of some conversations, whatever their state, and no others', async () => {
    const { queueId } = await lab.staffed({});
    const [gone, kept] = [await lab.enqueue(queueId), await lab.enqueue(aQueue().id)];
    await lab.onlyOffer();
    expect(await lab.store.forget([gone.conversationId, anId()])).toBe(1);
    expect(await lab.store.ofConversation(gone.conversationId)).toBeNull();
    expect(await unfollowed([gone])).toEqual([]);
    expect(await lab.store.ofConversation(kept.conversationId)).toEqual(kept);
    expect(await lab.store.forget([])).toBe(0);
  });

  it('[STORE-15] gives every change a new version, and following is no change', async () => {
    const { queueId } = await lab.staffed({});
    const waiting = await lab.enqueue(queueId);
    const offered = await lab.onlyOffer();
    const declined = await lab.decline(offered);
    const offeredAgain = await lab.onlyOffer(10_000);
    const accepted = await lab.accept(offeredAgain, 10_000);
    await lab.store.markFollowed(waiting.id, accepted?.version ?? 0);
    const closed = await lab.store.close(waiting.conversationId, at(20_000));

    const versions = [waiting, offered, declined, offeredAgain, accepted, closed].map(
      (each) => each?.version,
    );
    expect(versions).toEqual([1, 2, 3, 4, 5, 6]);
    expect(await unfollowed([waiting])).toEqual([closed]);
  });
}
